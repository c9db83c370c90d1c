#include "ui/chat/chatpane.h"

#include "base/then.h"
#include "ui/chat/dropoverlay.h"
#include "ui/common/emptystate.h"
#include "ui/common/errortext.h"
#include "ui/common/formats.h"
#include "ui/desktop/fileopener.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace ui {
namespace {

constexpr uint wavingHand = 0x1f44b;

} // namespace

ChatPane::ChatPane(const Theme &theme, core::Core &core, const ChatPaneParts &parts, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_core(core)
    , m_parts(parts)
{
    setAcceptDrops(true);
    build();
    connectParts();
    retranslate();
    open({});
}

ChatPane::~ChatPane()
{
    setInterest(false);
}

void ChatPane::build()
{
    m_stack = new QStackedWidget(this);
    m_nobody = new EmptyState(m_theme, QStringLiteral("ill-desk-phone"), m_stack);
    m_conversation = new QWidget(m_stack);
    m_header = new ChatHeader(m_theme, m_core, m_conversation);
    m_bar = new InfoBar(m_theme, InfoBar::Shape::Flush, m_conversation);
    m_pages = new QStackedWidget(m_conversation);
    m_messages = new MessageView(m_theme, m_core, m_parts.thumbnails, m_pages);
    m_empty = new EmptyState(m_theme, QStringLiteral("ill-hello"), m_pages);
    m_refusal = new InfoBar(m_theme, InfoBar::Shape::Flush, m_conversation);
    m_composer = new Composer(m_theme, m_conversation);
    m_drop = new DropOverlay(m_theme, m_pages);
    m_pages->addWidget(m_messages);
    m_pages->addWidget(m_empty);
    m_pages->installEventFilter(this);
    auto *column = new QVBoxLayout(m_conversation);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_bar);
    column->addWidget(m_pages, 1);
    column->addWidget(m_refusal);
    column->addWidget(m_composer);
    m_stack->addWidget(m_nobody);
    m_stack->addWidget(m_conversation);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins({});
    all->addWidget(m_stack);
}

void ChatPane::connectParts()
{
    connect(m_header, &ChatHeader::backRequested, this, &ChatPane::backRequested);
    connect(m_header, &ChatHeader::verifyRequested, this, [this] { emit m_parts.people.verifyRequested(m_peer); });
    connect(m_header, &ChatHeader::menuRequested, this,
            [this](const QPoint &position) { m_parts.people.makeMenu(m_peer, this)->popup(position); });
    connect(m_bar, &InfoBar::triggered, this, [this] { m_parts.people.unblock(m_peer); });
    connect(m_refusal, &InfoBar::triggered, m_refusal, &QWidget::hide);
    connect(m_empty, &EmptyState::triggered, this, [this] { submit(QStringLiteral("👋")); });
    connect(&m_core.peers(), &peers::PeerDirectory::peerChanged, this, [this](const model::Peer &peer) {
        if (peer.id == m_peer)
            refreshPeer();
    });
    connect(&m_core.chat(), &chat::ChatService::storeFailed, this,
            [this](const base::Error &error) { tell(errorText(error.fault)); });
    connect(&m_parts.people, &PeerCommands::told, this, &ChatPane::tell);
    connect(&m_parts.transfers, &TransferCommands::told, this, &ChatPane::tell);

    connect(m_messages, &MessageView::emptyChanged, this, &ChatPane::showPage);
    connect(m_messages, &MessageView::transferActionRequested, &m_parts.transfers, &TransferCommands::run);
    connect(m_messages, &MessageView::offerRequested, this, &ChatPane::offerRequested);
    connect(m_messages, &MessageView::retryRequested, &m_core.chat(), &chat::ChatService::retry);
    connect(m_messages, &MessageView::deleteRequested, this, &ChatPane::deleteMessage);
    connect(m_messages, &MessageView::linkActivated, this, &ChatPane::openLink);
    connect(m_messages, &MessageView::textTyped, m_composer, &Composer::type);
    connect(m_messages, &MessageView::failed, this, [this](const base::Error &error) { tell(errorText(error.fault)); });

    connect(m_composer, &Composer::submitted, this, &ChatPane::submit);
    connect(m_composer, &Composer::textChanged, this, [this](const QString &text) {
        m_parts.drafts.set(m_peer, text);
        m_refusal->hide();
    });
    connect(m_composer, &Composer::filesRequested, this, &ChatPane::attachFiles);
    connect(m_composer, &Composer::folderRequested, this, &ChatPane::attachFolder);
    connect(m_composer, &Composer::filesPasted, this, &ChatPane::confirmPaste);
    connect(m_composer, &Composer::imagePasted, this, &ChatPane::pasteImage);
    connect(m_composer, &Composer::pageScrolled, this, [this](int direction) {
        QKeyEvent key(QEvent::KeyPress, direction < 0 ? Qt::Key_PageUp : Qt::Key_PageDown, Qt::NoModifier);
        QCoreApplication::sendEvent(m_messages, &key);
    });
    connect(m_composer, &Composer::leftUpwards, m_messages, qOverload<>(&QWidget::setFocus));
}

void ChatPane::open(const model::PeerId &peer)
{
    if (peer == m_peer && !peer.isNull())
        return;
    setInterest(false);
    m_peer = peer;
    m_refusal->hide();
    m_stack->setCurrentWidget(peer.isNull() ? static_cast<QWidget *>(m_nobody) : m_conversation);
    m_header->setPeer(peer);
    if (peer.isNull()) {
        m_messages->close();
        return;
    }
    setInterest(true);
    const QString draft = m_parts.drafts.of(peer);
    m_composer->setText(draft);
    refreshPeer();
    m_messages->open(peer);
    showPage();
}

// An open conversation keeps its line open, so that a message needs no dialling.
void ChatPane::setInterest(bool wanted)
{
    if (!m_peer.isNull())
        m_core.gateways().setInterest(m_peer, gateway::Reason::Conversation, wanted);
}

QString ChatPane::nameOf() const
{
    const auto known = m_core.peers().peer(m_peer);
    return formats::isolated(known ? known->name : m_peer.shortText());
}

void ChatPane::retranslate()
{
    m_nobody->setTexts(tr("Choose someone to talk to"), tr("Or drop files on any name in the list."));
    const auto key = [](QKeyCombination combination) {
        return QKeySequence(combination).toString(QKeySequence::NativeText);
    };
    m_nobody->setKeys({{key(Qt::CTRL | Qt::Key_K), tr("find a person")},
                       {key(Qt::CTRL | Qt::Key_N), tr("add a person by address")},
                       {key(Qt::CTRL | Qt::Key_J), tr("see all transfers")}});
    m_empty->setTexts(tr("No messages yet"), tr("Say hello or drop a file here."));
    //: Button that sends a waving hand as the first message
    const QString wave = tr("Wave");
    const bool hasEmoji = QFontMetrics(m_theme.font(Type::Name)).inFontUcs4(wavingHand);
    m_empty->setActions({hasEmoji ? QStringLiteral("👋  ") + wave : wave}, {QString()}, true);
    m_messages->setAccessibleName(tr("Messages"));
    refreshPeer();
}

void ChatPane::refreshPeer()
{
    const auto known = m_core.peers().peer(m_peer);
    if (!known)
        return;
    refreshBar(*known);
    const QString name = nameOf();
    const bool isHere = known->reach >= model::Reach::Online;
    m_composer->setPlaceholder(isHere ? tr("Message %1").arg(name) : tr("Will be delivered when %1 is back").arg(name));
    m_messages->setAccessibleName(tr("Messages with %1").arg(known->name));
}

void ChatPane::refreshBar(const model::Peer &peer)
{
    const bool isBlocked = peer.trust == model::Trust::Blocked;
    m_composer->setVisible(!isBlocked);
    if (isBlocked) {
        m_bar->tell(InfoBar::Kind::Information, QStringLiteral("block"),
                    tr("You blocked %1. Nothing is sent or received.").arg(nameOf()), {tr("Unblock")});
    } else if (peer.nameTaken) {
        m_bar->tell(InfoBar::Kind::Danger, QStringLiteral("shield-warning"),
                    tr("This is not the %1 you know: the name is the same, the key is another.").arg(nameOf()));
    }
    m_bar->setVisible(isBlocked || peer.nameTaken);
}

void ChatPane::showPage()
{
    m_pages->setCurrentWidget(m_messages->isEmpty() ? static_cast<QWidget *>(m_empty) : m_messages);
    if (m_drop->isVisible())
        m_drop->raise();
}

void ChatPane::submit(const QString &text)
{
    if (m_peer.isNull())
        return;
    const bool isOwnText = text == m_composer->text();
    auto sent = m_core.chat().send(m_peer, text);
    // What is refused at once is known before anything is cleared.
    if (sent.isFinished() && sent.resultCount() > 0 && !sent.result()) {
        sendFailed(m_peer, {}, sent.result().error());
        return;
    }
    if (isOwnText)
        m_composer->setText({});
    m_messages->scrollToEnd();
    base::then(sent, this, [this, to = m_peer, text](const base::Result<model::Message> &stored) {
        if (!stored)
            sendFailed(to, text, stored.error());
    });
}

// The text goes back to where it was written; nothing of it is lost.
void ChatPane::sendFailed(const model::PeerId &to, const QString &text, const base::Error &error)
{
    if (!text.isEmpty()) {
        const QString typed = m_parts.drafts.of(to);
        const QString both = typed.isEmpty() ? text : text + u'\n' + typed;
        m_parts.drafts.set(to, both);
        if (to == m_peer)
            m_composer->setText(both);
    }
    switch (error.fault) {
    case base::Fault::TooLarge:
        return tell(tr("This text is too long: 64 KB is the most. Shorten it, or send it as a file."));
    case base::Fault::TooMany:
        return tell(tr("Too many messages wait for %1. Send this one when they are back.").arg(nameOf()));
    case base::Fault::Usage: return tell(tr("There is nothing to see in this message."));
    default: return tell(errorText(error.fault));
    }
}

void ChatPane::tell(const QString &sentence)
{
    if (sentence.isEmpty())
        return;
    m_refusal->tell(InfoBar::Kind::Warning, QStringLiteral("warning"), sentence, {tr("Close")});
    m_refusal->show();
}

void ChatPane::deleteMessage(const model::MessageId &id)
{
    const Question question {tr("Delete this message?"),
                             tr("It is removed from this computer only. A message that is still waiting is not sent."),
                             {tr("Cancel"), tr("Delete")},
                             Question::Weight::Danger,
                             {}};
    m_parts.prompter.ask(question, this, [this, id](int answer, bool) {
        if (answer == 1)
            m_core.chat().remove(id);
    });
}

void ChatPane::openLink(const QUrl &url)
{
    const QString scheme = url.scheme().toLower();
    const bool isKnown =
        scheme == QLatin1String("http") || scheme == QLatin1String("https") || scheme == QLatin1String("mailto");
    if (!url.isValid() || !isKnown)
        return;
    // The full address, with foreign letters in their plain form, before anything opens.
    const Question question {tr("Open this link?"),
                             QString::fromLatin1(url.toEncoded()),
                             {tr("Cancel"), tr("Open")},
                             Question::Weight::Normal,
                             {}};
    m_parts.prompter.ask(question, this, [this, url](int answer, bool) {
        if (answer == 1)
            m_parts.opener.openLink(url);
    });
}

void ChatPane::focusComposer()
{
    m_composer->focusText();
}

void ChatPane::attachFiles()
{
    if (!m_peer.isNull())
        m_parts.people.chooseFiles(m_peer);
}

void ChatPane::attachFolder()
{
    if (!m_peer.isNull())
        m_parts.people.chooseFolder(m_peer);
}

void ChatPane::confirmPaste(const QStringList &paths)
{
    m_parts.people.sendAfterAsking(m_peer, paths);
}

void ChatPane::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_drop->isVisible())
        m_drop->hide();
    else if (event->key() == Qt::Key_Escape && m_refusal->isVisible())
        m_refusal->hide();
    else
        QWidget::keyPressEvent(event);
}

void ChatPane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colours().canvas);
}

void ChatPane::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace ui
