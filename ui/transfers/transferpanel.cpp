#include "ui/transfers/transferpanel.h"

#include "ui/common/emptystate.h"
#include "ui/common/formats.h"
#include "ui/common/painting.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QStackedWidget>

namespace ui {
namespace {

bool isMoving(const model::Transfer &transfer)
{
    return transfer.state == model::TransferState::Running || transfer.state == model::TransferState::Waiting;
}

bool isPaused(const model::Transfer &transfer)
{
    return transfer.state == model::TransferState::Paused && transfer.pausedBy != model::PausedBy::Peer;
}

} // namespace

TransferPanel::TransferPanel(const Theme &theme, core::Core &core, TransferCommands &commands, Thumbnails &thumbnails,
                             QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_queue(core.transfers())
    , m_commands(commands)
    , m_model(core.transfers(), core.peers(), core.clock())
    , m_filter(m_model)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(makeHeader());
    column->addWidget(makeSegments());
    m_pages = new QStackedWidget(this);
    m_list = new TransferList(theme, m_filter, core.transfers(), thumbnails, m_pages);
    m_empty = new EmptyState(theme, QStringLiteral("ill-transfers"), m_pages);
    m_pages->addWidget(m_list);
    m_pages->addWidget(m_empty);
    column->addWidget(m_pages, 1);

    connect(m_list, &TransferList::actionRequested, &commands, &TransferCommands::run);
    connect(m_list, &TransferList::opened, this, &TransferPanel::open);
    const auto watch = [this](auto signal) { connect(&m_model, signal, this, &TransferPanel::refresh); };
    watch(&QAbstractItemModel::rowsInserted);
    watch(&QAbstractItemModel::rowsRemoved);
    watch(&QAbstractItemModel::dataChanged);
    watch(&QAbstractItemModel::modelReset);
    retranslate();
}

QWidget *TransferPanel::makeHeader()
{
    auto *header = new QWidget(this);
    m_header = header;
    header->setFixedHeight(m_theme.px(size::header));
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(size::gap5, 0, size::gap3, 0);
    row->setSpacing(size::gap3);
    m_back = new IconButton(QStringLiteral("back"), {}, header);
    m_title = new TextLabel(m_theme, Type::Heading, &Colours::text, header);
    m_speedArea = new QWidget(header);
    auto *speedRow = new QHBoxLayout(m_speedArea);
    speedRow->setContentsMargins({});
    speedRow->setSpacing(5);
    m_speed = new TextLabel(m_theme, Type::Caption, &Colours::text2, m_speedArea);
    speedRow->addWidget(new IconLabel(m_theme, QStringLiteral("speed"), size::iconSmall, &Colours::text2, m_speedArea));
    speedRow->addWidget(m_speed);
    m_pauseAll = new IconButton(QStringLiteral("pause"), {}, header);
    m_close = new IconButton(QStringLiteral("close"), {}, header);
    row->addWidget(m_back);
    row->addWidget(m_title, 1);
    row->addWidget(m_speedArea);
    row->addWidget(m_pauseAll);
    row->addWidget(m_close);
    m_back->hide();
    connect(m_back, &IconButton::clicked, this, &TransferPanel::closeRequested);
    connect(m_close, &IconButton::clicked, this, &TransferPanel::closeRequested);
    connect(m_pauseAll, &IconButton::clicked, this, &TransferPanel::toggleAll);
    connect(&m_theme, &Theme::changed, header, [this, header] { header->setFixedHeight(m_theme.px(size::header)); });
    return header;
}

QWidget *TransferPanel::makeSegments()
{
    auto *area = new QWidget(this);
    auto *row = new QHBoxLayout(area);
    row->setContentsMargins(14, 10, 14, 6);
    m_segments = new SegmentedControl(area);
    row->addWidget(m_segments);
    row->addStretch(1);
    connect(m_segments, &SegmentedControl::chosen, this, [this](int segment) {
        m_filter.setShow(static_cast<TransferFilter::Show>(segment));
        refresh();
    });
    return area;
}

void TransferPanel::setAlone(bool alone)
{
    m_back->setVisible(alone);
    m_close->setVisible(!alone);
    m_header->layout()->setContentsMargins(alone ? size::gap2 : size::gap5, 0, size::gap3, 0);
}

void TransferPanel::choose(const model::TransferId &id)
{
    m_segments->setCurrent(0);
    m_filter.setShow(TransferFilter::Show::All);
    m_list->choose(id);
}

void TransferPanel::retranslate()
{
    m_title->setText(tr("Transfers"));
    m_back->setName(tr("Back"));
    m_close->setName(tr("Close the transfers"));
    m_segments->setAccessibleName(tr("Which transfers to show"));
    m_list->setAccessibleName(tr("Transfers"));
    m_empty->setTexts(tr("Nothing is moving"),
                      tr("Drop files or folders on a conversation or a name. If the line drops, they carry on."));
    refresh();
}

void TransferPanel::refresh()
{
    const int unfinished = m_model.unfinished();
    //: Filter of the transfers panel; the number follows when there are any.
    const QString running = tr("Running");
    m_segments->setSegments({tr("All", "transfers"),
                             unfinished > 0 ? running + QStringLiteral("  ") + QLocale().toString(unfinished) : running,
                             tr("Done", "transfers")});
    const quint64 speed = m_queue.bytesPerSecond();
    m_speedArea->setVisible(speed > 0);
    m_speed->setText(formats::speed(speed));
    const bool moving = isAny(isMoving);
    m_pauseAll->setVisible(moving || isAny(isPaused));
    m_pauseAll->setIconName(moving ? QStringLiteral("pause") : QStringLiteral("play"));
    m_pauseAll->setName(moving ? tr("Pause all") : tr("Resume all"));
    m_segments->setVisible(m_model.rowCount() > 0);
    m_pages->setCurrentWidget(m_filter.rowCount() > 0 ? static_cast<QWidget *>(m_list) : m_empty);
    emit unfinishedChanged(unfinished);
}

bool TransferPanel::isAny(bool (*matches)(const model::Transfer &)) const
{
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (matches(m_model.at(row).transfer))
            return true;
    }
    return false;
}

void TransferPanel::toggleAll()
{
    const bool pause = isAny(isMoving);
    const QList<model::Transfer> all = m_queue.transfers();
    for (const model::Transfer &transfer : all) {
        if (pause && isMoving(transfer))
            m_queue.pause(transfer.id);
        else if (!pause && isPaused(transfer))
            m_queue.resume(transfer.id);
    }
}

void TransferPanel::open(const model::TransferId &id)
{
    const auto transfer = m_queue.transfer(id);
    if (!transfer)
        return;
    const bool isOffer =
        transfer->state == model::TransferState::Offered && transfer->direction == model::Direction::In;
    if (isOffer)
        emit offerRequested(id);
    else if (transfer->state == model::TransferState::Done && transfer->direction == model::Direction::In)
        m_commands.run(id, TransferAction::Open);
    else
        emit conversationRequested(transfer->peer);
}

void TransferPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &colours = m_theme.colours();
    painter.fillRect(rect(), colours.pane);
    const qreal line = hairline(painter);
    painter.fillRect(QRectF(0, m_theme.px(size::header) - line, width(), line), colours.border);
}

void TransferPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace ui
