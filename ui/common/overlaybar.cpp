#include "ui/common/overlaybar.h"

#include "ui/common/theme.h"

#include <QAbstractScrollArea>
#include <QEvent>
#include <QScrollBar>

namespace ui {
namespace {

using namespace std::chrono_literals;

constexpr auto restsAfter = 1s;

// The bar stands in a container, the container in the area.
QAbstractScrollArea *areaOf(const QWidget &bar)
{
    const QWidget *container = bar.parentWidget();
    auto *area = container ? qobject_cast<QAbstractScrollArea *>(container->parentWidget()) : nullptr;
    const bool isOurs = area && (area->verticalScrollBar() == &bar || area->horizontalScrollBar() == &bar);
    return isOurs ? area : nullptr;
}

OverlayBar *overlayOf(const QWidget *bar)
{
    return bar ? bar->findChild<OverlayBar *>(QString(), Qt::FindDirectChildrenOnly) : nullptr;
}

} // namespace

void OverlayBar::attach(const Theme &theme, QWidget &bar)
{
    auto *scrollBar = qobject_cast<QScrollBar *>(&bar);
    const QAbstractScrollArea *area = scrollBar ? areaOf(bar) : nullptr;
    if (area && !overlayOf(&bar))
        new OverlayBar(theme, *scrollBar, *area->viewport());
}

qreal OverlayBar::opacityOf(const QWidget *bar)
{
    const OverlayBar *overlay = overlayOf(bar);
    return overlay ? overlay->m_opacity : 1;
}

OverlayBar::OverlayBar(const Theme &theme, QScrollBar &bar, QWidget &viewport)
    : QObject(&bar)
    , m_theme(theme)
    , m_bar(bar)
    , m_viewport(&viewport)
{
    bar.setAttribute(Qt::WA_OpaquePaintEvent, false); // the contents shine through
    bar.setAttribute(Qt::WA_Hover);
    bar.installEventFilter(this);
    viewport.installEventFilter(this);
    m_rest.setSingleShot(true);
    m_rest.setInterval(restsAfter);
    connect(&m_rest, &QTimer::timeout, this, &OverlayBar::rest);
    connect(&m_fade, &QVariantAnimation::valueChanged, this, [this](const QVariant &value) {
        m_opacity = value.toReal();
        m_bar.update();
    });
    connect(&bar, &QScrollBar::valueChanged, this, &OverlayBar::wake);
}

void OverlayBar::wake()
{
    fadeTo(1);
    m_rest.start();
}

void OverlayBar::rest()
{
    if (m_bar.underMouse() || m_bar.isSliderDown())
        m_rest.start();
    else
        fadeTo(0);
}

void OverlayBar::fadeTo(qreal opacity)
{
    if (m_fade.endValue().isValid() && qFuzzyCompare(m_fade.endValue().toReal(), opacity))
        return;
    m_fade.stop();
    m_fade.setDuration(m_theme.motion(opacity > m_opacity ? motion::hover : motion::scroll));
    m_fade.setStartValue(m_opacity);
    m_fade.setEndValue(opacity);
    m_fade.start();
}

bool OverlayBar::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::Enter:
    case QEvent::HoverEnter:
    case QEvent::MouseMove:
    case QEvent::HoverMove: wake(); break;
    default: break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace ui
