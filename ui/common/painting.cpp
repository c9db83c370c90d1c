#include "ui/common/painting.h"

#include <QImage>
#include <QPaintDevice>
#include <QPainter>
#include <QPainterPath>
#include <QPixmapCache>
#include <qdrawutil.h>

#include <vector>

namespace ui {
namespace {

struct ShadowSpec {
    qreal offset;
    qreal blur;
};

ShadowSpec specOf(Depth depth)
{
    switch (depth) {
    case Depth::Button: return {1, 0};
    case Depth::Float: return {2, 8};
    case Depth::Menu: return {8, 28};
    case Depth::Dialog: return {16, 48};
    }
    return {};
}

// One pass of a box blur over a line of `count` values `step` apart.
void blurLine(uchar *line, int count, qsizetype step, int radius, std::vector<int> &sums)
{
    sums.assign(size_t(count) + 1, 0);
    for (int i = 0; i < count; ++i)
        sums[size_t(i) + 1] = sums[size_t(i)] + line[i * step];
    for (int i = 0; i < count; ++i) {
        const int from = std::max(0, i - radius);
        const int to = std::min(count, i + radius + 1);
        line[i * step] = uchar((sums[size_t(to)] - sums[size_t(from)]) / (2 * radius + 1));
    }
}

// Three boxes make a good Gauss.
void blur(QImage &alpha, int radius)
{
    std::vector<int> sums;
    const qsizetype stride = alpha.bytesPerLine();
    for (int pass = 0; pass < 3 && radius > 0; ++pass) {
        for (int y = 0; y < alpha.height(); ++y)
            blurLine(alpha.bits() + y * stride, alpha.width(), 1, radius, sums);
        for (int x = 0; x < alpha.width(); ++x)
            blurLine(alpha.bits() + x, alpha.height(), stride, radius, sums);
    }
}

// A nine-patch: corners of `margin` pixels around a stretchable middle of one.
QPixmap shadowPatch(qreal radius, qreal blurRadius, const QColor &colour, qreal ratio)
{
    const QString key = QStringLiteral("ui-shadow/%1/%2/%3/%4").arg(radius).arg(blurRadius).arg(colour.rgba()).arg(ratio);
    QPixmap patch;
    if (QPixmapCache::find(key, &patch))
        return patch;
    const qreal margin = blurRadius + blurRadius + radius;
    const int side = qRound((2 * margin + 1) * ratio);
    QImage alpha(side, side, QImage::Format_Alpha8);
    alpha.fill(0);
    {
        QPainter painter(&alpha);
        painter.scale(ratio, ratio);
        fillRound(painter, QRectF(blurRadius, blurRadius, 2 * margin + 1 - 2 * blurRadius, 2 * margin + 1 - 2 * blurRadius),
                  radius, Qt::black);
    }
    blur(alpha, qRound(blurRadius * ratio / 2));
    QImage tinted(alpha.size(), QImage::Format_ARGB32_Premultiplied);
    tinted.fill(colour);
    tinted.setAlphaChannel(alpha); // on top of the colour's own
    patch = QPixmap::fromImage(tinted);
    patch.setDevicePixelRatio(ratio);
    QPixmapCache::insert(key, patch);
    return patch;
}

} // namespace

void fillRound(QPainter &painter, const QRectF &rect, qreal radius, const QColor &colour)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(rect, radius, radius);
}

void strokeRound(QPainter &painter, const QRectF &rect, qreal radius, const QColor &colour, qreal width)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, width));
    const qreal inset = width / 2;
    const qreal inner = std::max(0.0, radius - inset);
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), inner, inner);
}

qreal hairline(const QPainter &painter)
{
    return 1 / painter.device()->devicePixelRatioF();
}

void paintFocusRing(QPainter &painter, const QRectF &shape, qreal radius, const Colours &colours)
{
    strokeRound(painter, shape.adjusted(-size::ring, -size::ring, size::ring, size::ring), radius + size::ring,
                colours.focus, size::ringWidth);
}

void paintShadow(QPainter &painter, const QRectF &shape, qreal radius, Depth depth, const QColor &colour)
{
    const ShadowSpec spec = specOf(depth);
    const QRectF moved = shape.translated(0, spec.offset);
    if (spec.blur <= 0) {
        fillRound(painter, moved, radius, colour);
        return;
    }
    const QPixmap patch = shadowPatch(radius, spec.blur, colour, painter.device()->devicePixelRatioF());
    const int margin = qRound((2 * spec.blur + radius) * patch.devicePixelRatio());
    const QRectF around = moved.adjusted(-spec.blur, -spec.blur, spec.blur, spec.blur);
    const int target = qRound(2 * spec.blur + radius);
    const int fits = int(std::min(around.width(), around.height()) / 2);
    const QMargins targetMargins(std::min(target, fits), std::min(target, fits), std::min(target, fits),
                                 std::min(target, fits));
    qDrawBorderPixmap(&painter, around.toAlignedRect(), targetMargins, patch, patch.rect(),
                      QMargins(margin, margin, margin, margin));
}

int shadowExtent(Depth depth)
{
    const ShadowSpec spec = specOf(depth);
    return qRound(spec.blur + spec.offset);
}

} // namespace ui
