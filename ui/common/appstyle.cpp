#include "ui/common/appstyle.h"

#include "ui/common/controls.h"
#include "ui/common/overlaybar.h"
#include "ui/common/painting.h"
#include "ui/common/stylepainting.h"
#include "ui/common/theme.h"

#include <QAbstractScrollArea>
#include <QComboBox>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QStyleFactory>
#include <QStyleHintReturnMask>
#include <QStyleOption>

namespace ui {
namespace {

template<typename Option>
const Option &as(const QStyleOption *option)
{
    Q_ASSERT(qstyleoption_cast<const Option *>(option));
    return *static_cast<const Option *>(option);
}

// Only there are windows surely blended with what is behind them; elsewhere round corners are cut out.
bool blendsWindows()
{
    return QGuiApplication::platformName() == QLatin1String("wayland");
}

QRegion roundRegion(const QRect &rect, int radius)
{
    QPainterPath path;
    path.addRoundedRect(rect, radius, radius);
    return QRegion(path.toFillPolygon().toPolygon());
}

bool isTip(const QWidget *widget)
{
    return widget && widget->inherits("QTipLabel");
}

} // namespace

AppStyle::AppStyle(const Theme &theme)
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
    , m_theme(theme)
{
}

void AppStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                             const QWidget *widget) const
{
    switch (element) {
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck: return stylepainting::checkBox(*painter, m_theme, *option);
    case PE_IndicatorRadioButton: return stylepainting::radioButton(*painter, m_theme, *option);
    case PE_PanelLineEdit: {
        const auto &frame = as<QStyleOptionFrame>(option);
        if (frame.lineWidth > 0)
            stylepainting::field(*painter, m_theme, *option, widget);
        return;
    }
    case PE_FrameLineEdit:
    case PE_FrameFocusRect: // every control draws its own
    case PE_FrameMenu:
    case PE_PanelScrollAreaCorner: return;
    case PE_FrameTabBarBase:
        if (qobject_cast<const SegmentedControl *>(widget))
            return stylepainting::segmentTrack(*painter, m_theme, option->rect);
        break;
    case PE_PanelMenu: return stylepainting::menuPanel(*painter, m_theme, option->rect);
    case PE_PanelTipLabel: return stylepainting::tip(*painter, m_theme, option->rect);
    default: break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void AppStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                           const QWidget *widget) const
{
    switch (element) {
    case CE_PushButton:
        if (qobject_cast<const Segment *>(widget))
            return stylepainting::segment(*painter, m_theme, as<QStyleOptionButton>(option));
        return stylepainting::pushButton(*painter, m_theme, as<QStyleOptionButton>(option),
                                         qobject_cast<const Button *>(widget));
    case CE_CheckBox:
        if (qobject_cast<const Switch *>(widget))
            return stylepainting::switchControl(*painter, m_theme, as<QStyleOptionButton>(option));
        break;
    case CE_MenuItem: return stylepainting::menuItem(*painter, m_theme, as<QStyleOptionMenuItem>(option));
    case CE_MenuEmptyArea:
    case CE_MenuHMargin:
    case CE_MenuVMargin: return;
    default: break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void AppStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                  const QWidget *widget) const
{
    switch (control) {
    case CC_ToolButton:
        if (const auto *button = qobject_cast<const IconButton *>(widget))
            return stylepainting::iconButton(*painter, m_theme, as<QStyleOptionToolButton>(option), *button);
        break;
    case CC_ComboBox: return stylepainting::comboBox(*painter, m_theme, as<QStyleOptionComboBox>(option));
    case CC_ScrollBar:
        painter->setOpacity(OverlayBar::opacityOf(widget));
        stylepainting::scrollBar(*painter, m_theme, as<QStyleOptionSlider>(option),
                                 subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget));
        return painter->setOpacity(1);
    default: break;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QSize AppStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                                 const QWidget *widget) const
{
    switch (type) {
    case CT_PushButton:
        if (qobject_cast<const Segment *>(widget)) {
            const QFontMetrics metrics(m_theme.font(Type::Name));
            return {metrics.horizontalAdvance(as<QStyleOptionButton>(option).text) + 24, m_theme.px(size::segment) - 6};
        }
        return stylepainting::pushButtonSize(m_theme, as<QStyleOptionButton>(option),
                                             qobject_cast<const Button *>(widget));
    case CT_ToolButton:
        if (const auto *button = qobject_cast<const IconButton *>(widget)) {
            const bool dense = button->buttonSize() == IconButton::Size::Dense;
            const int side = m_theme.px(dense ? size::iconButtonDense : size::iconButtonSide);
            return {side, side};
        }
        break;
    case CT_LineEdit: return {contents.width() + 2 * size::fieldPadding, m_theme.px(size::field)};
    case CT_ComboBox: {
        const QSize base = QProxyStyle::sizeFromContents(type, option, contents, widget);
        return {base.width() + 2 * size::fieldPadding, m_theme.px(size::field)};
    }
    case CT_MenuItem: return stylepainting::menuItemSize(m_theme, as<QStyleOptionMenuItem>(option), contents);
    default: break;
    }
    return QProxyStyle::sizeFromContents(type, option, contents, widget);
}

QRect AppStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect rect = option->rect;
    const QRect inset = rect.adjusted(size::ring, size::ring, -size::ring, -size::ring);
    switch (element) {
    case SE_PushButtonLayoutItem:
    case SE_CheckBoxLayoutItem:
    case SE_RadioButtonLayoutItem: return inset;
    case SE_LineEditContents: {
        const bool hasFrame = as<QStyleOptionFrame>(option).lineWidth > 0;
        return hasFrame ? rect.adjusted(size::fieldPadding - 2, 2, 2 - size::fieldPadding, -2) : rect;
    }
    case SE_CheckBoxIndicator:
    case SE_RadioButtonIndicator: {
        const QRect box(rect.left() + size::ring, rect.top() + (rect.height() - size::box) / 2, size::box, size::box);
        return visualRect(option->direction, rect, box);
    }
    case SE_CheckBoxContents:
    case SE_RadioButtonContents:
        return visualRect(option->direction, rect, rect.adjusted(size::ring + size::box + 10, 0, 0, 0));
    case SE_CheckBoxClickRect:
    case SE_RadioButtonClickRect: return rect;
    default: return QProxyStyle::subElementRect(element, option, widget);
    }
}

QRect AppStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                               const QWidget *widget) const
{
    const QRect rect = option->rect;
    if (control == CC_ComboBox && part == SC_ComboBoxEditField)
        return visualRect(option->direction, rect, rect.adjusted(size::fieldPadding, 2, -28, -2));
    if (control == CC_ComboBox && part == SC_ComboBoxListBoxPopup)
        return rect.translated(0, 2);
    // No arrow buttons: the whole bar is groove.
    if (control == CC_ScrollBar) {
        if (part == SC_ScrollBarAddLine || part == SC_ScrollBarSubLine)
            return {};
        const auto &bar = as<QStyleOptionSlider>(option);
        const bool vertical = bar.orientation == Qt::Vertical;
        const int length = vertical ? rect.height() : rect.width();
        const qint64 range = qint64(bar.maximum) - bar.minimum;
        const int least = std::min(length, 32);
        const int thumb = range > 0 ? std::max(least, int(qint64(bar.pageStep) * length / (range + bar.pageStep))) : length;
        const int start = sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition, length - thumb, bar.upsideDown);
        int from = 0;
        int to = length;
        if (part == SC_ScrollBarSlider) {
            from = start;
            to = start + thumb;
        } else if (part == SC_ScrollBarSubPage) {
            to = start;
        } else if (part == SC_ScrollBarAddPage) {
            from = start + thumb;
        }
        const QRect logical = vertical ? QRect(rect.left(), rect.top() + from, rect.width(), to - from)
                                       : QRect(rect.left() + from, rect.top(), to - from, rect.height());
        return visualRect(option->direction, rect, logical);
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

int AppStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return size::box;
    case PM_CheckBoxLabelSpacing: return 10;
    case PM_ScrollBarExtent: return size::scrollBarWide;
    case PM_ScrollBarSliderMin: return 32;
    case PM_ScrollView_ScrollBarSpacing: return 0;
    case PM_ScrollView_ScrollBarOverlap: return size::scrollBarWide; // it lies over the contents
    case PM_MenuPanelWidth: return 0;
    case PM_MenuHMargin:
    case PM_MenuVMargin: return size::menuPadding;
    case PM_SmallIconSize: return m_theme.px(size::iconMenu);
    case PM_ToolTipLabelFrameWidth: return 6;
    case PM_SplitterWidth: return 1;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical: return 0;
    case PM_FocusFrameHMargin: return 0;
    case PM_TextCursorWidth: return 1;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int AppStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                        QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_ToolTip_WakeUpDelay: return motion::tip;
    case SH_ComboBox_Popup: return 1; // drawn as a menu
    case SH_UnderlineShortcut: return 0;
    case SH_ItemView_ActivateItemOnSingleClick: return 0;
    case SH_EtchDisabledText:
    case SH_DitherDisabledText: return 0;
    case SH_Menu_MouseTracking:
    case SH_MenuBar_MouseTracking: return 1;
    case SH_Widget_Animation_Duration: return m_theme.motion(QProxyStyle::styleHint(hint, option, widget, data));
    case SH_ScrollBar_Transient: return 0;
    case SH_Menu_Mask:
    case SH_ToolTip_Mask: {
        auto *mask = qstyleoption_cast<QStyleHintReturnMask *>(data);
        if (!mask || !option || blendsWindows())
            return 0;
        mask->region = roundRegion(option->rect, hint == SH_Menu_Mask ? size::radiusCard : size::radiusEntry);
        return 1;
    }
    default: return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

void AppStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QMenu *>(widget) || isTip(widget)) {
        widget->setWindowFlag(Qt::FramelessWindowHint);
        widget->setWindowFlag(Qt::NoDropShadowWindowHint);
        widget->setAttribute(Qt::WA_TranslucentBackground, blendsWindows());
    }
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget)
        || qobject_cast<QLineEdit *>(widget))
        widget->setAttribute(Qt::WA_Hover);
    if (auto *area = qobject_cast<QAbstractScrollArea *>(widget))
        area->setFrameShape(QFrame::NoFrame);
    OverlayBar::attach(m_theme, *widget);
}

QPalette AppStyle::standardPalette() const
{
    return m_theme.palette();
}

} // namespace ui
