#include "ui/common/iconset.h"

#include <QCache>
#include <QFile>
#include <QHash>
#include <QPaintDevice>
#include <QPainter>
#include <QSet>
#include <QSvgRenderer>

#include <cmath>

namespace ui {
namespace {

constexpr int cacheBytes = 8 * 1024 * 1024;
constexpr int boldUpTo = 16; // pixels: smaller drawings need a stronger stroke

struct Key {
    QString name;
    QSize pixels;
    QRgb colour = 0;
    bool mirrored = false;
    bool bold = false;

    bool operator==(const Key &) const = default;
    friend size_t qHash(const Key &key, size_t seed = 0)
    {
        return qHashMulti(seed, key.name, key.pixels.width(), key.pixels.height(), key.colour, key.mirrored, key.bold);
    }
};

QString pathOf(const QString &name)
{
    return QStringLiteral(":/icons/%1.svg").arg(name);
}

QByteArray drawingOf(const Key &key)
{
    QFile file(pathOf(key.name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray drawing = file.readAll();
    // Qt paints currentColor black.
    drawing.replace("currentColor", QColor::fromRgb(key.colour).name().toLatin1());
    if (key.bold)
        drawing.replace("stroke-width=\"1.75\"", "stroke-width=\"2.2\"");
    return drawing;
}

QPixmap render(const Key &key)
{
    QImage image(key.pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QSvgRenderer renderer(drawingOf(key));
    if (renderer.isValid()) {
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setOpacity(qAlpha(key.colour) / 255.0);
        renderer.render(&painter, QRectF(QPointF(), QSizeF(key.pixels)));
    }
    return QPixmap::fromImage(key.mirrored ? image.mirrored(true, false) : image);
}

QSize physical(const QSizeF &size, qreal ratio)
{
    return QSize(qRound(size.width() * ratio), qRound(size.height() * ratio));
}

// On whole device pixels, or the drawing blurs.
QPointF onPixels(const QPointF &point, qreal ratio)
{
    return QPointF(std::round(point.x() * ratio) / ratio, std::round(point.y() * ratio) / ratio);
}

} // namespace

class IconSet::Private
{
public:
    QPixmap pixmap(const Key &key, qreal ratio)
    {
        QPixmap *kept = cache.object(key);
        if (!kept) {
            kept = new QPixmap(render(key));
            const QPixmap result = *kept;
            cache.insert(key, kept, std::max(1, key.pixels.width() * key.pixels.height() * 4));
            return withRatio(result, ratio);
        }
        return withRatio(*kept, ratio);
    }

    static QPixmap withRatio(QPixmap pixmap, qreal ratio)
    {
        pixmap.setDevicePixelRatio(ratio);
        return pixmap;
    }

    QCache<Key, QPixmap> cache{cacheBytes};
};

IconSet::IconSet()
    : d(std::make_unique<Private>())
{
}

IconSet::~IconSet() = default;

QPixmap IconSet::pixmap(const QString &name, int size, const QColor &colour, qreal ratio,
                        Qt::LayoutDirection direction) const
{
    const bool mirrored = direction == Qt::RightToLeft && isMirrored(name);
    return d->pixmap({name, physical(QSizeF(size, size), ratio), colour.rgba(), mirrored, size <= boldUpTo}, ratio);
}

void IconSet::paint(QPainter &painter, const QRectF &rect, const QString &name, const QColor &colour,
                    Qt::LayoutDirection direction) const
{
    const qreal ratio = painter.device()->devicePixelRatioF();
    const int side = qRound(std::min(rect.width(), rect.height()));
    const QPointF corner = rect.center() - QPointF(side / 2.0, side / 2.0);
    painter.drawPixmap(onPixels(corner, ratio), pixmap(name, side, colour, ratio, direction));
}

void IconSet::paintPicture(QPainter &painter, const QRectF &rect, const QString &name, const QColor &colour) const
{
    const qreal ratio = painter.device()->devicePixelRatioF();
    painter.drawPixmap(onPixels(rect.topLeft(), ratio),
                       d->pixmap({name, physical(rect.size(), ratio), colour.rgba()}, ratio));
}

QPixmap IconSet::plain(const QString &name, int size, qreal ratio) const
{
    return d->pixmap({name, physical(QSizeF(size, size), ratio), qRgba(0, 0, 0, 255)}, ratio);
}

void IconSet::clear()
{
    d->cache.clear();
}

bool IconSet::exists(const QString &name)
{
    return QFile::exists(pathOf(name));
}

bool IconSet::isMirrored(const QString &name)
{
    static const QSet<QString> pointing = {
        QStringLiteral("send"),          QStringLiteral("reply"), QStringLiteral("forward"),
        QStringLiteral("back"),          QStringLiteral("chevron-left"),
        QStringLiteral("chevron-right"), QStringLiteral("sort"),  QStringLiteral("quote"),
        QStringLiteral("file-text"),     QStringLiteral("open-external"),
    };
    return pointing.contains(name);
}

} // namespace ui
