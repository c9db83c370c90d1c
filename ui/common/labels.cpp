#include "ui/common/labels.h"

#include "ui/common/iconset.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPaintEvent>
#include <QPainter>
#include <QStyle>

namespace ui {

TextLabel::TextLabel(const Theme &theme, Type type, Role role, QWidget *parent)
    : QLabel(parent)
    , m_theme(theme)
    , m_type(type)
    , m_role(role)
{
    setTextFormat(Qt::PlainText);
    refresh();
    connect(&theme, &Theme::changed, this, &TextLabel::refresh);
}

void TextLabel::setRole(Role role)
{
    m_role = role;
    refresh();
}

void TextLabel::setType(Type type)
{
    m_type = type;
    refresh();
}

void TextLabel::refresh()
{
    setFont(m_theme.font(m_type));
    QPalette colours = palette();
    colours.setColor(QPalette::Active, QPalette::WindowText, m_theme.colour(m_role));
    colours.setColor(QPalette::Inactive, QPalette::WindowText, m_theme.colour(m_role));
    setPalette(colours);
}

namespace {

// What is painted text is read as text.
QAccessibleInterface *textAccess(const QString &className, QObject *object)
{
    if (className != QLatin1String("ui::ElidedLabel"))
        return nullptr;
    return new QAccessibleWidget(static_cast<QWidget *>(object), QAccessible::StaticText);
}

} // namespace

ElidedLabel::ElidedLabel(const Theme &theme, Type type, Role role, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_type(type)
    , m_role(role)
{
    QAccessible::installFactory(textAccess); // ignores a factory it has
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFont(theme.font(type));
    connect(&theme, &Theme::changed, this, [this] {
        setFont(m_theme.font(m_type));
        updateGeometry();
        update();
    });
}

void ElidedLabel::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    setAccessibleName(text);
    updateToolTip();
    updateGeometry();
    update();
}

void ElidedLabel::setMode(Qt::TextElideMode mode)
{
    m_mode = mode;
    update();
}

void ElidedLabel::setRole(Role role)
{
    m_role = role;
    update();
}

QSize ElidedLabel::sizeHint() const
{
    const QFontMetrics metrics(font());
    return {metrics.horizontalAdvance(m_text) + 1, qRound(metrics.height() * 1.1)};
}

QSize ElidedLabel::minimumSizeHint() const
{
    const QSize whole = sizeHint();
    return {std::min(whole.width(), QFontMetrics(font()).horizontalAdvance(QStringLiteral("mmm"))), whole.height()};
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(isEnabled() ? m_theme.colour(m_role) : m_theme.colours().textDisabled);
    const QString shown = QFontMetrics(font()).elidedText(m_text, m_mode, width());
    painter.drawText(
        rect(), int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter | Qt::TextSingleLine),
        shown);
}

void ElidedLabel::resizeEvent(QResizeEvent *)
{
    updateToolTip();
}

void ElidedLabel::updateToolTip()
{
    const bool cut = QFontMetrics(font()).horizontalAdvance(m_text) > width();
    // Escaped, since tool tips guess at markup.
    setToolTip(cut ? QStringLiteral("<qt>%1</qt>").arg(m_text.toHtmlEscaped()) : QString());
}

IconLabel::IconLabel(const Theme &theme, const QString &name, int size, Role role, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_name(name)
    , m_size(size)
    , m_role(role)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void IconLabel::setIcon(const QString &name, Role role)
{
    m_name = name;
    m_role = role;
    update();
}

QSize IconLabel::sizeHint() const
{
    const int side = m_theme.px(m_size);
    return {side, side};
}

void IconLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    m_theme.icons().paint(painter, rect(), m_name, m_theme.colour(m_role), layoutDirection());
}

} // namespace ui
