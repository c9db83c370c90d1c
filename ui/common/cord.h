#pragma once

#include <QPainterPath>
#include <QWidget>

namespace ui {

class Theme;

// Taut has arrived, coiled is to come, cut has failed. Unknown: the total is not known.
enum class CordState { Running, Paused, Waiting, Failed, Done, Unknown };

// `rect` is size::cord high; `fraction` 0..1 counts from the leading edge. Paths are kept per width.
void paintCord(QPainter &painter, const Theme &theme, const QRectF &rect, CordState state, qreal fraction,
               Qt::LayoutDirection direction);

// A short coil in one colour: unread line, typing, "Line is good". Centred in `rect`; `phase` 0..1 moves the wave.
void paintCoil(QPainter &painter, const QRectF &rect, const QColor &colour, qreal phase = 0);
[[nodiscard]] QPainterPath coilPath(qreal width, qreal halfLength, qreal amplitude); // from (0, 0) to the right

// Telephone-cord loops behind big cards, from left to right at height `y`.
[[nodiscard]] QPainterPath loopedCord(qreal fromX, qreal toX, qreal y);

// A transfer's progress as a widget; a progress bar for assistive tools.
class CordView : public QWidget
{
    Q_OBJECT
public:
    explicit CordView(const Theme &theme, QWidget *parent = nullptr);

    void setProgress(CordState state, qreal fraction);
    [[nodiscard]] CordState state() const { return m_state; }
    [[nodiscard]] qreal fraction() const { return m_fraction; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    CordState m_state = CordState::Waiting;
    qreal m_fraction = 0;
};

} // namespace ui
