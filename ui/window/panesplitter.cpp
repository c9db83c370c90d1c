#include "ui/window/panesplitter.h"

#include "ui/common/painting.h"

#include <QPaintEvent>
#include <QPainter>

namespace ui {
namespace {

class Handle final : public QSplitterHandle
{
public:
    Handle(const Theme &theme, QSplitter *parent)
        : QSplitterHandle(Qt::Horizontal, parent)
        , m_theme(theme)
    {
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const qreal line = hairline(painter);
        const QRect inner = contentsRect();
        painter.fillRect(QRectF(inner.left(), 0, 1, height()), m_theme.colours().pane);
        painter.fillRect(QRectF(inner.left() + 1 - line, 0, line, height()), m_theme.colours().border);
    }

private:
    const Theme &m_theme;
};

} // namespace

PaneSplitter::PaneSplitter(const Theme &theme, QWidget *parent)
    : QSplitter(Qt::Horizontal, parent)
    , m_theme(theme)
{
    // With one pixel Qt itself widens the grip on both sides.
    setHandleWidth(1);
    setChildrenCollapsible(false);
    connect(&theme, &Theme::changed, this, [this] {
        for (int i = 1; i < count(); ++i)
            handle(i)->update();
    });
}

QSplitterHandle *PaneSplitter::createHandle()
{
    return new Handle(m_theme, this);
}

} // namespace ui
