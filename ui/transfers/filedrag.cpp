#include "ui/transfers/filedrag.h"

#include "base/then.h"
#include "ui/common/fileicon.h"
#include "ui/common/formats.h"
#include "ui/common/iconset.h"
#include "ui/common/painting.h"
#include "ui/common/theme.h"
#include "ui/transfers/transferwords.h"

#include <QDrag>
#include <QFileInfo>
#include <QGuiApplication>
#include <QPainter>
#include <QStyleHints>
#include <QUrl>
#include <QWidget>
#include <QtConcurrentRun>

namespace ui {
namespace {

constexpr quint32 readAtOnce = 1000;
constexpr quint32 mostRead = 10'000; // lines looked through for those at the top
constexpr qsizetype mostDragged = 500;
constexpr int pictureWidth = 240;

QStringList stillThere(const QStringList &files)
{
    QStringList found;
    for (const QString &file : files) {
        if (QFileInfo::exists(file))
            found.append(file);
    }
    return found;
}

} // namespace

FileDrag::FileDrag(const Theme &theme, transfer::TransferQueue &queue, QWidget &source)
    : QObject(&source)
    , m_theme(theme)
    , m_queue(queue)
    , m_source(source)
{
}

bool FileDrag::isPossible(const model::Transfer &transfer)
{
    return transfer.state == model::TransferState::Done;
}

void FileDrag::start(const QPoint &position)
{
    ++m_round;
    m_start = position;
    m_files.clear();
    m_isPressed = true;
    m_isFar = false;
}

void FileDrag::press(const QPoint &position, const model::TransferId &transfer)
{
    start(position);
    m_transfer = transfer;
    collect(0, {});
}

void FileDrag::press(const QPoint &position, const QString &file)
{
    start(position);
    verify({file});
}

// What lies at the top; a folder in which something is missing is not whole.
void FileDrag::collect(quint32 from, const QStringList &before)
{
    const auto transfer = m_queue.transfer(m_transfer);
    if (!transfer || !isPossible(*transfer))
        return;
    const bool isWhole = transfer->failed.isEmpty();
    base::then(m_queue.entries(m_transfer, from, readAtOnce), this,
               [=, this, round = m_round](const base::Result<transfer::EntryPage> &page) {
                   if (!page || round != m_round)
                       return;
                   QStringList files = before;
                   for (const transfer::EntryLine &line : page->lines) {
                       const bool isTop = line.parent == 0 && line.state == transfer::EntryState::Done;
                       if (isTop && !line.file.isEmpty() && (isWhole || line.kind != model::EntryKind::Folder))
                           files.append(line.file);
                   }
                   const quint32 next = from + readAtOnce;
                   if (next < std::min(page->total, mostRead) && files.size() < mostDragged)
                       collect(next, files);
                   else
                       found(files);
               });
}

void FileDrag::verify(const QStringList &files)
{
    base::then(QtConcurrent::run(stillThere, files), this, [this, round = m_round](const QStringList &there) {
        if (round == m_round)
            found(there);
    });
}

void FileDrag::found(const QStringList &files)
{
    m_files = files;
    beginWhenReady();
}

bool FileDrag::move(const QPoint &position)
{
    if (!m_isPressed)
        return false;
    const int far = QGuiApplication::styleHints()->startDragDistance();
    if (!m_isFar && (position - m_start).manhattanLength() >= far) {
        m_isFar = true;
        beginWhenReady();
    }
    return m_isFar;
}

void FileDrag::release()
{
    ++m_round;
    m_isPressed = false;
}

void FileDrag::beginWhenReady()
{
    if (!m_isPressed || !m_isFar || m_files.isEmpty())
        return;
    QList<QUrl> urls;
    for (const QString &file : std::as_const(m_files))
        urls.append(QUrl::fromLocalFile(file));
    auto data = std::make_unique<QMimeData>();
    data->setUrls(urls);
    const QPixmap shown = picture();
    release();
    begin(std::move(data), shown);
}

void FileDrag::begin(std::unique_ptr<QMimeData> data, const QPixmap &picture)
{
    // It outlives exec(): some targets ask for the data after the drop. Qt ends it.
    auto *drag = new QDrag(&m_source);
    drag->setMimeData(data.release());
    drag->setPixmap(picture);
    drag->setHotSpot({m_theme.px(size::gap5), m_theme.px(size::gap5)});
    drag->exec(Qt::CopyAction);
}

// A small card with the first name and how many there are.
QPixmap FileDrag::picture() const
{
    const QFont font = m_theme.font(Type::Name);
    const QString name = shownName(QFileInfo(m_files.first()).fileName());
    const QString text = m_files.size() == 1 ? name : formats::files(quint32(m_files.size()));
    const int icon = m_theme.px(size::iconTile);
    const int room = m_theme.px(pictureWidth);
    const QFontMetrics metrics(font);
    const QString shown = metrics.elidedText(text, Qt::ElideMiddle, room);
    const QSize card(metrics.horizontalAdvance(shown) + icon + 4 * size::gap4, m_theme.px(size::tile));
    const qreal ratio = m_source.devicePixelRatioF();
    QPixmap picture(card * ratio);
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    const Colours &colours = m_theme.colours();
    fillRound(painter, QRectF(QPointF(), card), size::radiusCard, colours.raised);
    strokeRound(painter, QRectF(QPointF(), card), size::radiusCard, colours.borderStrong, hairline(painter));
    const QRectF drawing(size::gap4, (card.height() - icon) / 2.0, icon, icon);
    const bool isFolder = fileIcon(name) == QLatin1String("file") && !name.contains(u'.');
    m_theme.icons().paint(painter, drawing, isFolder ? QStringLiteral("folder") : fileIcon(name), colours.accentText);
    painter.setFont(font);
    painter.setPen(colours.text);
    painter.drawText(QRectF(drawing.right() + size::gap4, 0, card.width(), card.height()),
                     Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shown);
    return picture;
}

} // namespace ui
