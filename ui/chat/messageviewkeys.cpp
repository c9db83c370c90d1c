#include "ui/chat/messageview.h"

#include "base/then.h"
#include "ui/common/formats.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QScrollBar>

// The parts of MessageView for the keyboard, the clipboard, menus and assistive tools.
namespace ui {
namespace {

constexpr qsizetype mostCopied = 10000; // messages

QString heading(const model::Message &message, const QString &peerName, const QString &ownName)
{
    const QString name = message.direction == model::Direction::Out ? ownName : peerName;
    return name + QStringLiteral(", ") + formats::moment(QDateTime::fromMSecsSinceEpoch(message.sentAtMs))
           + QStringLiteral(":");
}

} // namespace

void MessageView::setCurrent(qint64 seq)
{
    m_current = seq;
    viewport()->update();
    if (seq > 0)
        tellItemFocused(*this, itemOfKey(quint64(seq)));
}

void MessageView::stepCurrent(int step)
{
    if (m_near.isEmpty())
        return;
    m_byKeyboard = true;
    m_button = -1;
    const int at = m_current > 0 ? currentItem() : -1;
    // Without a current message the keyboard begins at the last one in sight.
    qsizetype next = at >= 0 ? std::clamp<qsizetype>(at + step, 0, m_near.size() - 1) : m_near.size() - 1;
    while (at < 0 && next > 0 && stripRect(m_near[next]).top() >= viewport()->height())
        --next;
    const qint64 seq = m_near[next];
    showMessage(seq);
    setCurrent(seq);
}

void MessageView::stepButton(int step)
{
    const auto layout = m_current > 0 ? m_layouts->at(m_current) : nullptr;
    if (!layout)
        return;
    m_byKeyboard = true;
    m_button = std::clamp(m_button + step, -1, int(layout->buttons.size()) - 1);
    viewport()->update();
}

void MessageView::keyPressEvent(QKeyEvent *event)
{
    if (!m_ready)
        return QAbstractScrollArea::keyPressEvent(event);
    if (event->matches(QKeySequence::Copy)) {
        if (!m_selection.isEmpty())
            copySelection(QClipboard::Clipboard);
        else if (m_current > 0)
            copyMessage(m_current);
        return;
    }
    if (event->matches(QKeySequence::SelectAll))
        return selectAllLoaded();
    const int forward = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    switch (event->key()) {
    case Qt::Key_Up: return stepCurrent(-1);
    case Qt::Key_Down: return stepCurrent(1);
    case Qt::Key_Left: return stepButton(-forward);
    case Qt::Key_Right: return stepButton(forward);
    case Qt::Key_PageUp: return moveBy(-viewport()->height() * 9 / 10);
    case Qt::Key_PageDown: return moveBy(viewport()->height() * 9 / 10);
    case Qt::Key_Home: return moveBy(smallestTop() - m_top);
    case Qt::Key_End: return scrollToEnd();
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_current > 0 && event->modifiers().testFlag(Qt::AltModifier))
            showFiles(m_current);
        else if (m_current > 0 && m_button >= 0)
            press(m_current, m_button);
        else if (m_current > 0)
            activate(m_current);
        return;
    case Qt::Key_Delete:
        if (const model::Message *message = m_pages->at(m_current))
            emit deleteRequested(message->id);
        return;
    default: break;
    }
    const bool isText = !event->text().isEmpty() && event->text().at(0).isPrint()
                        && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if (isText)
        emit textTyped(event);
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void MessageView::selectAllLoaded()
{
    if (m_index.isEmpty())
        return;
    m_selection.set({m_index.first(), 0}, {m_index.last(), INT_MAX});
    viewport()->update();
}

QString MessageView::selectedText() const
{
    if (m_selection.isEmpty() || !m_pages)
        return {};
    const auto messages = m_pages->range(m_selection.first().seq, m_selection.last().seq);
    QStringList lines;
    for (const model::Message *message : messages) {
        const QString text =
            message->kind == model::MessageKind::Text ? displayText(message->text) : itemTextOf(*message);
        const auto [start, end] = m_selection.range(message->seq, text.size());
        const bool isPart = message->kind == model::MessageKind::Text;
        const QString part = isPart ? text.mid(start, std::min(end, text.size()) - start) : text;
        if (m_selection.isWithinOne())
            return part;
        lines.append(heading(*message, m_layouts->peerName(), m_core.ownName()) + u'\n' + part);
    }
    return lines.join(QStringLiteral("\n\n"));
}

void MessageView::copySelection(QClipboard::Mode mode)
{
    QClipboard *clipboard = QGuiApplication::clipboard();
    if (m_selection.isEmpty() || (mode == QClipboard::Selection && !clipboard->supportsSelection()))
        return;
    const qint64 from = m_selection.first().seq;
    const qint64 to = m_selection.last().seq;
    const auto loaded = m_pages->range(from, to);
    bool whole = true;
    for (qint64 seq = from; whole && seq <= to; seq += MessagePages::pageSize)
        whole = m_pages->isLoaded(std::min(seq, to));
    if ((whole && m_pages->isLoaded(to)) || mode == QClipboard::Selection) {
        clipboard->setText(selectedText(), mode);
        return;
    }
    copyFromStore(std::max(from, to - mostCopied + 1), to, {});
}

// Reads what is not in memory, page by page, and gives the clipboard all of it at the end.
void MessageView::copyFromStore(qint64 from, qint64 to, const QStringList &before)
{
    constexpr int atOnce = 500;
    base::then(m_pages->read(from, atOnce), m_pages.get(),
               [=, this](const base::Result<QList<model::Message>> &messages) {
                   if (!messages) {
                       emit failed(messages.error());
                       return;
                   }
                   QStringList lines = before;
                   for (const model::Message &message : *messages) {
                       if (message.seq > to)
                           break;
                       const QString text =
                           message.kind == model::MessageKind::Text ? displayText(message.text) : itemTextOf(message);
                       lines.append(heading(message, m_layouts->peerName(), m_core.ownName()) + u'\n' + text);
                   }
                   if (from + atOnce <= to)
                       copyFromStore(from + atOnce, to, lines);
                   else
                       QGuiApplication::clipboard()->setText(lines.join(QStringLiteral("\n\n")));
               });
}

void MessageView::copyMessage(qint64 seq)
{
    const model::Message *message = m_pages->at(seq);
    if (!message)
        return;
    QGuiApplication::clipboard()->setText(message->kind == model::MessageKind::Text ? message->text
                                                                                    : itemTextOf(*message));
}

void MessageView::showMenu(qint64 seq, const QPoint &position, int link)
{
    const model::Message *message = m_pages->at(seq);
    const auto layout = m_layouts->at(seq);
    if (!message || !layout)
        return;
    setCurrent(seq);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto icon = [this](const char *name) { return m_theme.icon(QString::fromLatin1(name)); };
    if (const auto transfer = m_core.transfers().transfer(message->transfer)) {
        const TransferLook look = lookOf(*transfer, m_layouts->peerName());
        for (const TransferAction action : menuActions(*transfer, look)) {
            QAction *entry =
                menu->addAction(m_theme.icon(actionIcon(action)), actionName(action), this,
                                [this, id = transfer->id, action] { emit transferActionRequested(id, action); });
            if (action == TransferAction::ShowFiles)
                entry->setShortcut(Qt::ALT | Qt::Key_Return);
        }
        menu->addSeparator();
    }
    if (message->state == model::DeliveryState::Failed && message->direction == model::Direction::Out)
        menu->addAction(icon("retry"), tr("Retry"), this, [this, id = message->id] { emit retryRequested(id); });
    if (layout->text && m_selection.covers(seq))
        menu->addAction(icon("copy"), tr("Copy the selection"), this, [this] { copySelection(QClipboard::Clipboard); });
    if (message->kind == model::MessageKind::Text)
        menu->addAction(icon("copy"), tr("Copy"), QKeySequence::Copy, this, [this, seq] { copyMessage(seq); });
    if (layout->text && link >= 0) {
        const QString target = layout->text->links()[link].target;
        menu->addAction(icon("share-link"), tr("Copy the link"), this,
                        [target] { QGuiApplication::clipboard()->setText(target); });
    }
    menu->addSeparator();
    menu->addAction(icon("delete"), tr("Delete…"), QKeySequence(Qt::Key_Delete), this,
                    [this, id = message->id] { emit deleteRequested(id); });
    m_lit = seq;
    m_flash.stop();
    viewport()->update();
    connect(menu, &QMenu::aboutToHide, this, [this] {
        m_lit = 0;
        viewport()->update();
    });
    menu->popup(position);
}

void MessageView::focusOutEvent(QFocusEvent *event)
{
    m_button = -1;
    m_byKeyboard = false;
    viewport()->update();
    QAbstractScrollArea::focusOutEvent(event);
}

void MessageView::changeEvent(QEvent *event)
{
    const bool matters = event->type() == QEvent::LanguageChange || event->type() == QEvent::LayoutDirectionChange
                         || event->type() == QEvent::FontChange || event->type() == QEvent::LocaleChange;
    if (matters && m_layouts)
        m_layouts->clear();
    if (matters)
        refresh();
    QAbstractScrollArea::changeEvent(event);
}

// Whoever comes back to the window reads what it shows, without a click.
bool MessageView::event(QEvent *event)
{
    if (event->type() == QEvent::WindowActivate && m_ready)
        m_seen.start();
    return QAbstractScrollArea::event(event);
}

int MessageView::itemOfKey(quint64 key) const
{
    const auto found = std::lower_bound(m_near.begin(), m_near.end(), qint64(key));
    return found == m_near.end() || *found != qint64(key) ? -1 : int(found - m_near.begin());
}

QString MessageView::itemTextOf(const model::Message &message) const
{
    switch (message.kind) {
    case model::MessageKind::Text: return displayText(message.text);
    case model::MessageKind::Notice: return noticeText(message.text, m_layouts->peerName());
    case model::MessageKind::Transfer: break;
    }
    const auto transfer = m_core.transfers().transfer(message.transfer);
    if (!transfer)
        return tr("Files that are no longer in the list of transfers");
    const TransferLook look = lookOf(*transfer, m_layouts->peerName());
    QStringList parts {look.name, look.amount};
    if (transfer->state == model::TransferState::Running)
        parts.append(formats::percent(transfer->bytesDone, transfer->bytesTotal));
    if (!look.state.isEmpty())
        parts.append(look.state);
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QString MessageView::itemName(int item) const
{
    const model::Message *message = m_pages->at(m_near[item]);
    if (!message)
        return {};
    if (message->kind == model::MessageKind::Notice)
        return itemTextOf(*message);
    const bool own = message->direction == model::Direction::Out;
    QStringList parts {own ? tr("You") : m_layouts->peerName(), itemTextOf(*message),
                       formats::clock(QDateTime::fromMSecsSinceEpoch(message->sentAtMs))};
    if (own && message->kind == model::MessageKind::Text)
        parts.append(stateText(*message, m_layouts->peerName()));
    return parts.join(QStringLiteral(", "));
}

void MessageView::focusItem(int item)
{
    setFocus();
    m_byKeyboard = true;
    const qint64 seq = m_near[item];
    showMessage(seq);
    setCurrent(seq);
}

void MessageView::pressItem(int item)
{
    activate(m_near[item]);
}

QList<PaintedList::Button> MessageView::itemButtons(int item) const
{
    QList<Button> buttons;
    const qint64 seq = m_near[item];
    if (const auto layout = m_layouts->at(seq)) {
        const QPoint origin = stripRect(seq).topLeft();
        for (const PaintedButton &button : layout->buttons)
            buttons.append({button.spoken(), button.rect.translated(origin)});
    }
    return buttons;
}

void MessageView::pressItemButton(int item, int button)
{
    press(m_near[item], button);
}

} // namespace ui
