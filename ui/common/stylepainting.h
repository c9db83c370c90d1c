#pragma once

#include <QStyleOption>

class QPainter;
class QWidget;

// What AppStyle draws, one function per kind of control. Private to AppStyle.
namespace ui {

class Button;
class IconButton;
class Theme;

namespace stylepainting {

void pushButton(QPainter &painter, const Theme &theme, const QStyleOptionButton &option, const Button *button);
[[nodiscard]] QSize pushButtonSize(const Theme &theme, const QStyleOptionButton &option, const Button *button);
void segment(QPainter &painter, const Theme &theme, const QStyleOptionButton &option);
void segmentTrack(QPainter &painter, const Theme &theme, const QRect &rect);
void iconButton(QPainter &painter, const Theme &theme, const QStyleOptionToolButton &option, const IconButton &button);
void switchControl(QPainter &painter, const Theme &theme, const QStyleOptionButton &option);
void checkBox(QPainter &painter, const Theme &theme, const QStyleOption &option);
void radioButton(QPainter &painter, const Theme &theme, const QStyleOption &option);

// A property "wrong" of the field's widget draws it in danger.
void field(QPainter &painter, const Theme &theme, const QStyleOption &option, const QWidget *widget);
void comboBox(QPainter &painter, const Theme &theme, const QStyleOptionComboBox &option);

void menuPanel(QPainter &painter, const Theme &theme, const QRect &rect);
void menuItem(QPainter &painter, const Theme &theme, const QStyleOptionMenuItem &option);
[[nodiscard]] QSize menuItemSize(const Theme &theme, const QStyleOptionMenuItem &option, const QSize &contents);
void tip(QPainter &painter, const Theme &theme, const QRect &rect);

void scrollBar(QPainter &painter, const Theme &theme, const QStyleOptionSlider &option, const QRect &thumb);

} // namespace stylepainting
} // namespace ui
