#include "ui/common/paintedlist.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QHash>
#include <QPointer>

namespace ui {
namespace {

QRect onScreen(QWidget *viewport, const QRect &rect)
{
    return rect.isEmpty() ? QRect() : QRect(viewport->mapToGlobal(rect.topLeft()), rect.size());
}

// One row, found again by its key at every question.
class ItemAccess final : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    ItemAccess(QWidget &widget, PaintedList &list, quint64 key)
        : m_widget(&widget)
        , m_list(list)
        , m_key(key)
    {
    }
    ~ItemAccess() override
    {
        for (const QAccessible::Id id : std::as_const(m_buttons))
            QAccessible::deleteAccessibleInterface(id);
    }

    [[nodiscard]] bool isValid() const override { return m_widget && item() >= 0; }
    [[nodiscard]] QObject *object() const override { return nullptr; }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
    [[nodiscard]] QAccessibleInterface *parent() const override
    {
        return m_widget ? QAccessible::queryAccessibleInterface(m_widget) : nullptr;
    }
    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Name && isValid() ? m_list.itemName(item()) : QString();
    }
    void setText(QAccessible::Text, const QString &) override { }
    [[nodiscard]] QRect rect() const override
    {
        if (!isValid())
            return {};
        QWidget *viewport = m_list.itemsViewport();
        return onScreen(viewport, m_list.itemRect(item()) & viewport->rect());
    }
    [[nodiscard]] QAccessible::State state() const override;
    [[nodiscard]] int childCount() const override { return isValid() ? int(m_list.itemButtons(item()).size()) : 0; }
    [[nodiscard]] QAccessibleInterface *child(int index) const override;
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *child) const override;
    [[nodiscard]] QAccessibleInterface *childAt(int x, int y) const override;

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }
    [[nodiscard]] QStringList actionNames() const override { return {pressAction(), setFocusAction()}; }
    void doAction(const QString &name) override
    {
        if (!isValid())
            return;
        if (name == pressAction())
            m_list.pressItem(item());
        else if (name == setFocusAction())
            m_list.focusItem(item());
    }
    [[nodiscard]] QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    [[nodiscard]] int item() const { return m_widget ? m_list.itemOfKey(m_key) : -1; }

    QPointer<QWidget> m_widget;
    PaintedList &m_list;
    quint64 m_key;
    mutable QHash<int, QAccessible::Id> m_buttons;
};

class ButtonAccess final : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    ButtonAccess(QWidget &widget, PaintedList &list, quint64 key, int button)
        : m_widget(&widget)
        , m_list(list)
        , m_key(key)
        , m_button(button)
    {
    }

    [[nodiscard]] bool isValid() const override { return m_button < buttons().size(); }
    [[nodiscard]] QObject *object() const override { return nullptr; }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::Button; }
    [[nodiscard]] QAccessibleInterface *parent() const override
    {
        QAccessibleInterface *list = m_widget ? QAccessible::queryAccessibleInterface(m_widget) : nullptr;
        return list && item() >= 0 ? list->child(item()) : nullptr;
    }
    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Name && isValid() ? buttons().at(m_button).name : QString();
    }
    void setText(QAccessible::Text, const QString &) override { }
    [[nodiscard]] QRect rect() const override
    {
        return isValid() ? onScreen(m_list.itemsViewport(), buttons().at(m_button).rect) : QRect();
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        state.focusable = true;
        state.invalid = !isValid();
        return state;
    }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] QAccessibleInterface *child(int) const override { return nullptr; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    [[nodiscard]] QAccessibleInterface *childAt(int, int) const override { return nullptr; }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }
    [[nodiscard]] QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString &name) override
    {
        if (isValid() && name == pressAction())
            m_list.pressItemButton(item(), m_button);
    }
    [[nodiscard]] QStringList keyBindingsForAction(const QString &) const override { return {}; }

private:
    [[nodiscard]] int item() const { return m_widget ? m_list.itemOfKey(m_key) : -1; }
    [[nodiscard]] QList<PaintedList::Button> buttons() const
    {
        const int place = item();
        return place < 0 ? QList<PaintedList::Button>() : m_list.itemButtons(place);
    }

    QPointer<QWidget> m_widget;
    PaintedList &m_list;
    quint64 m_key;
    int m_button;
};

QAccessible::State ItemAccess::state() const
{
    QAccessible::State state;
    if (!isValid()) {
        state.invalid = true;
        return state;
    }
    const bool current = m_list.currentItem() == item();
    state.focusable = true;
    state.selectable = true;
    state.selected = current;
    state.focused = current && m_widget->hasFocus();
    state.offscreen = !m_list.itemRect(item()).intersects(m_list.itemsViewport()->rect());
    state.invisible = !m_widget->isVisible();
    if (const auto check = m_list.itemCheck(item())) {
        state.checkable = true;
        state.checked = check == Qt::Checked;
        state.checkStateMixed = check == Qt::PartiallyChecked;
    }
    return state;
}

QAccessibleInterface *ItemAccess::child(int index) const
{
    if (index < 0 || index >= childCount())
        return nullptr;
    QAccessible::Id &id = m_buttons[index];
    if (id == 0)
        id = QAccessible::registerAccessibleInterface(new ButtonAccess(*m_widget, m_list, m_key, index));
    return QAccessible::accessibleInterface(id);
}

int ItemAccess::indexOfChild(const QAccessibleInterface *child) const
{
    const auto end = m_buttons.cend();
    for (auto it = m_buttons.cbegin(); it != end; ++it) {
        if (QAccessible::accessibleInterface(it.value()) == child)
            return it.key();
    }
    return -1;
}

QAccessibleInterface *ItemAccess::childAt(int x, int y) const
{
    for (int i = 0; i < childCount(); ++i) {
        if (child(i)->rect().contains(x, y))
            return child(i);
    }
    return nullptr;
}

class ListAccess final : public QAccessibleWidget
{
public:
    ListAccess(QWidget &widget, PaintedList &list)
        : QAccessibleWidget(&widget, QAccessible::List)
        , m_list(list)
    {
    }
    ~ListAccess() override
    {
        for (const QAccessible::Id id : std::as_const(m_items))
            QAccessible::deleteAccessibleInterface(id);
    }

    [[nodiscard]] int childCount() const override { return m_list.itemCount(); }
    [[nodiscard]] QAccessibleInterface *child(int index) const override
    {
        if (index < 0 || index >= m_list.itemCount())
            return nullptr;
        const quint64 key = m_list.itemKey(index);
        forgetGone();
        QAccessible::Id &id = m_items[key];
        if (id == 0)
            id = QAccessible::registerAccessibleInterface(new ItemAccess(*widget(), m_list, key));
        return QAccessible::accessibleInterface(id);
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *child) const override
    {
        const auto end = m_items.cend();
        for (auto it = m_items.cbegin(); it != end; ++it) {
            if (QAccessible::accessibleInterface(it.value()) == child)
                return m_list.itemOfKey(it.key());
        }
        return -1;
    }
    [[nodiscard]] QAccessibleInterface *childAt(int x, int y) const override
    {
        const QPoint point = m_list.itemsViewport()->mapFromGlobal(QPoint(x, y));
        for (int i = 0; i < m_list.itemCount(); ++i) {
            if (m_list.itemRect(i).contains(point))
                return child(i);
        }
        return nullptr;
    }
    [[nodiscard]] QAccessibleInterface *focusChild() const override
    {
        const int current = m_list.currentItem();
        return current >= 0 && widget()->hasFocus() ? child(current) : nullptr;
    }

private:
    // Rows that left the list do not pile up.
    void forgetGone() const
    {
        if (m_items.size() <= 2 * qsizetype(m_list.itemCount()) + 64)
            return;
        m_items.removeIf([this](const auto &entry) {
            const bool gone = m_list.itemOfKey(entry.key()) < 0;
            if (gone)
                QAccessible::deleteAccessibleInterface(entry.value());
            return gone;
        });
    }

    PaintedList &m_list;
    mutable QHash<quint64, QAccessible::Id> m_items;
};

QAccessibleInterface *makeAccess(const QString &, QObject *object)
{
    auto *widget = qobject_cast<QWidget *>(object);
    auto *list = widget ? dynamic_cast<PaintedList *>(object) : nullptr;
    return list ? new ListAccess(*widget, *list) : nullptr;
}

} // namespace

void installPaintedListAccess()
{
    QAccessible::installFactory(makeAccess); // ignores a factory it has
}

void tellItemFocused(QWidget &list, int item)
{
    if (!QAccessible::isActive() || item < 0)
        return;
    QAccessibleEvent event(&list, QAccessible::Focus);
    event.setChild(item);
    QAccessible::updateAccessibility(&event);
}

void tellItemsChanged(QWidget &list)
{
    if (!QAccessible::isActive())
        return;
    QAccessibleEvent event(&list, QAccessible::ObjectReorder);
    QAccessible::updateAccessibility(&event);
}

void tellItemChecked(QWidget &list, int item)
{
    if (!QAccessible::isActive() || item < 0)
        return;
    QAccessible::State changed;
    changed.checked = true;
    QAccessibleStateChangeEvent event(&list, changed);
    event.setChild(item);
    QAccessible::updateAccessibility(&event);
}

void announce(QWidget &list, int item)
{
    if (!QAccessible::isActive() || item < 0)
        return;
    QAccessibleEvent event(&list, QAccessible::Alert);
    event.setChild(item);
    QAccessible::updateAccessibility(&event);
}

} // namespace ui
