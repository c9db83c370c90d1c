#include "ui/transfers/thumbnails.h"

#include "base/then.h"
#include "ui/common/painting.h"

#include <QFileInfo>
#include <QImageReader>
#include <QPainter>
#include <QtConcurrentRun>

namespace ui {
namespace {

constexpr int allocationLimit = 256; // MiB, of one decoded image

const QSet<QByteArray> &decodedFormats()
{
    static const QSet<QByteArray> all {"png", "jpg", "jpeg", "gif", "bmp", "webp"};
    return all;
}

// The middle of the image, filling a square. Null: it is none, or too large.
QImage decode(const QString &path, int pixels)
{
    const QFileInfo file(path);
    if (!file.isFile() || file.size() > Thumbnails::largestFile)
        return {};
    QImageReader reader(path);
    reader.setAutoTransform(true);
    reader.setDecideFormatFromContent(true);
    // By what is in it, and before anything of it is read: other decoders are not for strangers' files.
    if (!decodedFormats().contains(reader.format()))
        return {};
    const QSize size = reader.size();
    if (!size.isValid() || qint64(size.width()) * size.height() > Thumbnails::largestImage)
        return {};
    const QSize wanted = size.scaled(pixels, pixels, Qt::KeepAspectRatioByExpanding);
    if (wanted.width() <= size.width() && wanted.height() <= size.height())
        reader.setScaledSize(wanted);
    const QImage image = reader.read();
    // The square is cut out first: a line of a million pixels must not be enlarged.
    const int side = std::min(image.width(), image.height());
    return side == 0 ? QImage()
                     : image.copy((image.width() - side) / 2, (image.height() - side) / 2, side, side)
                           .scaled(pixels, pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

QImage rounded(const QImage &image, qreal radius)
{
    if (image.isNull())
        return {};
    QImage shape(image.size(), QImage::Format_ARGB32_Premultiplied);
    shape.fill(Qt::transparent);
    QPainter painter(&shape);
    fillRound(painter, QRectF(shape.rect()), radius, Qt::black);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.drawImage(0, 0, image);
    return shape;
}

} // namespace

Thumbnails::Thumbnails(QObject *parent)
    : QObject(parent)
    , m_kept(mostKept)
{
    QImageReader::setAllocationLimit(allocationLimit);
    m_pool.setMaxThreadCount(1);
    m_pool.setThreadPriority(QThread::LowPriority);
}

Thumbnails::~Thumbnails()
{
    m_pool.clear();
    m_pool.waitForDone();
}

bool Thumbnails::isImageName(const QString &fileName)
{
    return decodedFormats().contains(QFileInfo(fileName).suffix().toLower().toLatin1());
}

QPixmap Thumbnails::of(const QString &path, int side, int radius, qreal ratio)
{
    const int pixels = qRound(side * ratio);
    const QString key = QStringLiteral("%1 %2 %3").arg(pixels).arg(radius).arg(path);
    if (const QPixmap *kept = m_kept.object(key)) {
        QPixmap picture = *kept;
        picture.setDevicePixelRatio(ratio);
        return picture;
    }
    if (!m_asked.contains(key))
        make(key, path, pixels, radius * ratio);
    return {};
}

void Thumbnails::make(const QString &key, const QString &path, int pixels, qreal radius)
{
    m_asked.insert(key);
    const auto work = [path, pixels, radius] { return rounded(decode(path, pixels), radius); };
    base::then(QtConcurrent::run(&m_pool, work), this, [this, key](const QImage &image) {
        m_asked.remove(key);
        const auto cost = 1 + int(image.sizeInBytes() / 1024);
        m_kept.insert(key, new QPixmap(QPixmap::fromImage(image)), cost);
        if (!image.isNull())
            emit changed();
    });
}

bool paintThumbnail(QPainter &painter, const QRectF &tile, int radius, Thumbnails &thumbnails, const QString &path)
{
    if (path.isEmpty())
        return false;
    const qreal ratio = painter.device()->devicePixelRatioF();
    const QPixmap picture = thumbnails.of(path, int(tile.width()), radius, ratio);
    if (picture.isNull())
        return false;
    painter.drawPixmap(tile.topLeft(), picture);
    return true;
}

} // namespace ui
