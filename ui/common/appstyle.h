#pragma once

#include <QProxyStyle>

namespace ui {

class Theme;

// How buttons, switches, boxes, fields, menus, scroll bars, lists and tool tips are drawn, above Fusion. Owned by the
// application (QApplication::setStyle). Borrows the theme.
class AppStyle final : public QProxyStyle
{
    Q_OBJECT
public:
    explicit AppStyle(const Theme &theme);

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;
    [[nodiscard]] QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
                                         const QWidget *widget) const override;
    [[nodiscard]] QRect subElementRect(SubElement element, const QStyleOption *option,
                                       const QWidget *widget) const override;
    [[nodiscard]] QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                                       const QWidget *widget) const override;
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    [[nodiscard]] int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                                QStyleHintReturn *data) const override;
    [[nodiscard]] QPalette standardPalette() const override;
    void polish(QWidget *widget) override;
    using QProxyStyle::polish;

private:
    const Theme &m_theme;
};

} // namespace ui
