#include "ui/dialogs/settings/sectiontabs.h"

#include "ui/common/iconset.h"
#include "ui/common/painting.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QApplication>
#include <QFocusEvent>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

namespace ui {
namespace {

constexpr int padding = 12;

class TabAccess final : public QAccessibleWidget
{
public:
    explicit TabAccess(SectionTab *tab)
        : QAccessibleWidget(tab, QAccessible::PageTab)
        , m_tab(*tab)
    {
    }
    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Name ? m_tab.text() : QAccessibleWidget::text(kind);
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.selectable = true;
        state.selected = m_tab.isChecked();
        return state;
    }
    [[nodiscard]] QStringList actionNames() const override
    {
        return QStringList {pressAction()} + QAccessibleWidget::actionNames();
    }
    void doAction(const QString &name) override
    {
        if (name == pressAction())
            m_tab.click();
        else
            QAccessibleWidget::doAction(name);
    }

private:
    SectionTab &m_tab; // whose interface ends with it
};

QAccessibleInterface *tabAccess(const QString &className, QObject *object)
{
    if (className == QLatin1String("ui::SectionTab"))
        return new TabAccess(static_cast<SectionTab *>(object));
    if (className == QLatin1String("ui::SectionTabs"))
        return new QAccessibleWidget(static_cast<QWidget *>(object), QAccessible::PageTabList);
    return nullptr;
}

} // namespace

SectionTab::SectionTab(const Theme &theme, const QString &icon, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_icon(icon)
{
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] { updateGeometry(); });
}

QSize SectionTab::sizeHint() const
{
    return {m_theme.px(180), m_theme.px(size::settingsEntry)};
}

void SectionTab::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &colours = m_theme.colours();
    if (isChecked() || isDown() || underMouse()) {
        const QColor ground = isChecked() ? colours.selected : isDown() ? colours.pressed : colours.hover;
        fillRound(painter, rect(), size::radiusButton, ground);
    }
    const int side = m_theme.px(size::iconButton);
    const QRect icon(padding, (height() - side) / 2, side, side);
    const QRect label(2 * padding + side, 0, width() - side - 3 * padding, height());
    m_theme.icons().paint(painter, QStyle::visualRect(layoutDirection(), rect(), icon), m_icon,
                          isChecked() ? colours.accentText : colours.text2, layoutDirection());
    painter.setFont(m_theme.font(isChecked() ? Type::Name : Type::Body));
    painter.setPen(isChecked() ? colours.accentText : colours.text);
    painter.drawText(QStyle::visualRect(layoutDirection(), rect(), label),
                     int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft) | Qt::AlignVCenter), text());
    if (hasFocus() && m_byKeyboard)
        strokeRound(painter, rect(), size::radiusButton, colours.focus, size::ringWidth);
}

void SectionTab::focusInEvent(QFocusEvent *event)
{
    const Qt::FocusReason reason = event->reason();
    if (reason != Qt::ActiveWindowFocusReason && reason != Qt::PopupFocusReason)
        m_byKeyboard = reason != Qt::MouseFocusReason;
    QAbstractButton::focusInEvent(event);
}

SectionTabs::SectionTabs(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_column(new QVBoxLayout(this))
{
    QAccessible::installFactory(tabAccess); // ignores a factory it has
    m_column->setContentsMargins({});
    m_column->setSpacing(size::gap1);
    // Arrow keys choose without a click; a click on the chosen one counts too.
    connect(&m_tabs, &QButtonGroup::idClicked, this, &SectionTabs::chosen);
    connect(&m_tabs, &QButtonGroup::idToggled, this, [this](int index, bool isChosen) {
        if (isChosen)
            emit chosen(index);
    });
}

void SectionTabs::add(const QString &icon)
{
    auto *tab = new SectionTab(m_theme, icon, this);
    m_tabs.addButton(tab, int(m_tabs.buttons().size()));
    m_column->addWidget(tab);
}

void SectionTabs::setText(int index, const QString &text)
{
    m_tabs.button(index)->setText(text);
}

void SectionTabs::setCurrent(int index)
{
    QAbstractButton *tab = m_tabs.button(index);
    tab->setChecked(true);
    // The keyboard goes on from there.
    if (isAncestorOf(QApplication::focusWidget()) && !tab->hasFocus())
        tab->setFocus(Qt::MouseFocusReason);
}

} // namespace ui
