#include "ui/peers/searchfield.h"

#include "ui/common/iconset.h"
#include "ui/common/painting.h"

#include <QEvent>
#include <QKeySequence>
#include <QPainter>
#include <QStyle>

namespace ui {
namespace {

constexpr int fieldHeight = 34;
constexpr int padding = 10;
constexpr int iconGap = 8;

QString keyText()
{
    return QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText).replace(u'+', u' ');
}

} // namespace

SearchField::SearchField(const Theme &theme, QWidget *parent)
    : QLineEdit(parent)
    , m_theme(theme)
{
    setFrame(false);
    setMaxLength(200);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, &SearchField::applyTheme);
    applyTheme();
}

void SearchField::applyTheme()
{
    QPalette colours = palette();
    colours.setColor(QPalette::Base, Qt::transparent);
    colours.setColor(QPalette::Text, m_theme.colours().text);
    colours.setColor(QPalette::PlaceholderText, m_theme.colours().text2);
    setPalette(colours);
    const int lead = padding + m_theme.px(size::iconMenu) + iconGap - 2;
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    setTextMargins(mirrored ? padding : lead, 0, mirrored ? lead : padding, 0);
    updateGeometry();
    update();
}

QSize SearchField::sizeHint() const
{
    return {m_theme.px(200), m_theme.px(fieldHeight)};
}

QSize SearchField::minimumSizeHint() const
{
    return {m_theme.px(120), m_theme.px(fieldHeight)};
}

void SearchField::paintEvent(QPaintEvent *event)
{
    const Colours &colours = m_theme.colours();
    {
        QPainter painter(this);
        const QRectF field(rect());
        fillRound(painter, field, size::radiusButton, hasFocus() ? colours.raised : colours.sunken);
        if (hasFocus())
            strokeRound(painter, field, size::radiusButton, colours.focus, size::ringWidth);
        const int side = m_theme.px(size::iconMenu);
        const QRect icon(padding, (height() - side) / 2, side, side);
        m_theme.icons().paint(painter, QStyle::visualRect(layoutDirection(), rect(), icon), QStringLiteral("search"),
                              colours.text2, layoutDirection());
        if (!hasFocus() && text().isEmpty()) {
            painter.setFont(m_theme.font(Type::Micro));
            const int width = painter.fontMetrics().horizontalAdvance(keyText()) + 12;
            const int keyHeight = painter.fontMetrics().height() + 6;
            const QRect key(rect().right() + 1 - padding + 2 - width, (height() - keyHeight) / 2, width, keyHeight);
            const QRect shown = QStyle::visualRect(layoutDirection(), rect(), key);
            fillRound(painter, shown, size::radiusBox, colours.pane);
            strokeRound(painter, shown, size::radiusBox, colours.border, 1);
            painter.setPen(colours.text2);
            painter.drawText(shown, Qt::AlignCenter, keyText());
        }
    }
    QLineEdit::paintEvent(event);
}

void SearchField::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange)
        applyTheme();
}

void SearchField::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    update();
}

void SearchField::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    update();
}

} // namespace ui
