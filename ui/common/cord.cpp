#include "ui/common/cord.h"

#include "ui/common/theme.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QCache>
#include <QPainter>

#include <cmath>

namespace ui {
namespace {

constexpr qreal halfWave = 4.5;
constexpr qreal waveRunning = 2.2;
constexpr qreal waveResting = 2.9;
constexpr qreal coilAmplitude = 3.5;
constexpr qreal cordWidth = 1.75;
constexpr qreal tautWidth = 3.5;
constexpr qreal travellingPiece = 40;

// Waves by length in whole half waves; the same for every cord of that length.
QPainterPath wavePath(qreal width, qreal amplitude)
{
    static QCache<std::pair<int, int>, QPainterPath> kept(256);
    const int waves = std::max(0, int(width / halfWave));
    const std::pair<int, int> key{waves, qRound(amplitude * 10)};
    if (const QPainterPath *path = kept.object(key))
        return *path;
    const QPainterPath path = coilPath(waves * halfWave, halfWave, amplitude);
    kept.insert(key, new QPainterPath(path));
    return path;
}

QColor tautColour(const Colours &colours, CordState state)
{
    switch (state) {
    case CordState::Running:
    case CordState::Unknown: return colours.accentText;
    case CordState::Paused: return colours.text3;
    case CordState::Waiting: return colours.warning;
    case CordState::Failed: return colours.danger;
    case CordState::Done: return colours.success;
    }
    return {};
}

void drawTaut(QPainter &painter, qreal from, qreal to, const QColor &colour)
{
    painter.setPen(QPen(colour, tautWidth, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(from, 0), QPointF(std::max(from, to), 0));
}

void drawWave(QPainter &painter, qreal from, qreal to, qreal amplitude, QColor colour, qreal opacity)
{
    if (to - from < halfWave)
        return;
    colour.setAlphaF(float(opacity));
    painter.setPen(QPen(colour, cordWidth, Qt::SolidLine, Qt::RoundCap));
    painter.setBrush(Qt::NoBrush);
    painter.translate(from, 0);
    painter.drawPath(wavePath(to - from, amplitude));
    painter.translate(-from, 0);
}

void drawCut(QPainter &painter, qreal at, const Colours &colours, qreal width)
{
    drawTaut(painter, 2, at - 7, colours.danger);
    painter.setPen(QPen(colours.danger, cordWidth, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(at - 4.5, -4), QPointF(at - 1.5, 4));
    painter.drawLine(QPointF(at + 3, -4), QPointF(at + 6, 4));
    drawWave(painter, at + 10, width - 2, 2.6, colours.borderStrong, 0.7);
}

} // namespace

QPainterPath coilPath(qreal width, qreal halfLength, qreal amplitude)
{
    QPainterPath path(QPointF(0, 0));
    qreal side = -1;
    for (qreal x = 0; x + halfLength <= width + 0.01; x += halfLength, side = -side)
        path.quadTo(QPointF(x + halfLength / 2, side * amplitude * 2), QPointF(x + halfLength, 0));
    return path;
}

void paintCord(QPainter &painter, const Theme &theme, const QRectF &rect, CordState state, qreal fraction,
               Qt::LayoutDirection direction)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(direction == Qt::RightToLeft ? rect.right() : rect.left(), rect.center().y());
    if (direction == Qt::RightToLeft)
        painter.scale(-1, 1);
    const Colours &colours = theme.colours();
    const qreal width = rect.width();
    const qreal done = std::clamp(fraction, 0.0, 1.0) * width;
    const QColor taut = tautColour(colours, state);
    switch (state) {
    case CordState::Done: drawTaut(painter, 2, width - 2, taut); break;
    case CordState::Failed: drawCut(painter, std::clamp(done, 10.0, std::max(10.0, width - 8)), colours, width); break;
    case CordState::Unknown:
        drawWave(painter, 2, width - 2, waveRunning, colours.borderStrong, 0.75);
        drawTaut(painter, done, std::min(width - 2, done + travellingPiece), taut);
        break;
    case CordState::Running:
    case CordState::Paused:
    case CordState::Waiting: {
        const bool running = state == CordState::Running;
        drawWave(painter, done + (fraction > 0 ? 3 : 2), width - 2, running ? waveRunning : waveResting,
                 running ? colours.borderStrong : taut, running ? 0.75 : 0.8);
        if (fraction > 0)
            drawTaut(painter, 2, std::min(done, width - 2), taut);
        break;
    }
    }
    painter.restore();
}

void paintCoil(QPainter &painter, const QRectF &rect, const QColor &colour, qreal phase)
{
    constexpr qreal half = 5;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, cordWidth, Qt::SolidLine, Qt::RoundCap));
    painter.setBrush(Qt::NoBrush);
    const qreal width = std::floor((rect.width() - 2) / half) * half;
    if (phase > 0)
        painter.setClipRect(rect);
    painter.translate(rect.left() + (rect.width() - width) / 2 - phase * 2 * half, rect.center().y());
    painter.drawPath(coilPath(width + (phase > 0 ? 2 * half : 0), half, coilAmplitude));
    painter.restore();
}

QPainterPath loopedCord(qreal fromX, qreal toX, qreal y)
{
    constexpr qreal pitch = 46;
    constexpr int steps = 24; // per loop
    QPainterPath path;
    const int count = int(std::ceil((toX - fromX) / pitch)) * steps;
    for (int i = 0; i <= count; ++i) {
        const qreal turn = qreal(i) / steps;
        const qreal angle = 2 * M_PI * turn;
        const QPointF point(fromX + turn * pitch - 24 * std::cos(angle), y - 36 * std::sin(angle) - turn * 2.2);
        if (i == 0)
            path.moveTo(point);
        else
            path.lineTo(point);
    }
    return path;
}

namespace {

class AccessibleCord final : public QAccessibleWidget, public QAccessibleValueInterface
{
public:
    explicit AccessibleCord(CordView *view)
        : QAccessibleWidget(view, QAccessible::ProgressBar)
    {
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::ValueInterface)
            return static_cast<QAccessibleValueInterface *>(this);
        return QAccessibleWidget::interface_cast(type);
    }
    QVariant currentValue() const override { return qRound(static_cast<CordView *>(object())->fraction() * 100); }
    void setCurrentValue(const QVariant &) override { }
    QVariant maximumValue() const override { return 100; }
    QVariant minimumValue() const override { return 0; }
    QVariant minimumStepSize() const override { return 1; }
};

QAccessibleInterface *accessibleCord(const QString &, QObject *object)
{
    auto *view = qobject_cast<CordView *>(object);
    return view ? new AccessibleCord(view) : nullptr;
}

} // namespace

CordView::CordView(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    static const bool installed = [] {
        QAccessible::installFactory(accessibleCord);
        return true;
    }();
    Q_UNUSED(installed)
    setAccessibleName(tr("Progress"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void CordView::setProgress(CordState state, qreal fraction)
{
    if (m_state == state && qFuzzyCompare(1 + m_fraction, 1 + fraction))
        return;
    m_state = state;
    m_fraction = fraction;
    update();
}

QSize CordView::sizeHint() const
{
    return {m_theme.px(300), size::cord};
}

QSize CordView::minimumSizeHint() const
{
    return {m_theme.px(60), size::cord};
}

void CordView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintCord(painter, m_theme, rect(), m_state, m_fraction, layoutDirection());
}

} // namespace ui
