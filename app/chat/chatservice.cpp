#include "chat/chatservice.h"

#include "base/then.h"
#include "chat/conversations.h"
#include "chat/intake.h"
#include "settings/keys.h"

#include <QLoggingCategory>

#include <algorithm>

namespace chat {
namespace {

Q_LOGGING_CATEGORY(lcChat, "landline.chat", QtInfoMsg)

using base::Fault;
using base::Result;
using model::DeliveryState;
using model::Direction;
using model::Message;
using model::MessageKind;
using model::PeerId;

constexpr qint64 latestMs = 253'402'300'799'999; // the end of the year 9999
constexpr int largestPage = 500;

// Nothing one could see: spaces, line breaks, controls and invisible format characters.
bool isBlank(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) {
        return c.isSpace() || c.category() == QChar::Other_Control || c.category() == QChar::Other_Format;
    });
}

// A clock of somebody else is only shown, but must be a date.
qint64 boundedTime(qint64 ms)
{
    return std::clamp<qint64>(ms, 0, latestMs);
}

bool canBeTakenBack(const Message &message)
{
    return message.direction == Direction::Out && message.kind == MessageKind::Text
           && (message.state == DeliveryState::Waiting || message.state == DeliveryState::Sent);
}

model::Post postOf(const Message &message)
{
    return {message.id.as<model::PostTag>(), model::TextPost{message.sentAtMs, message.text}};
}

template<typename T>
QFuture<Result<T>> refusal(Fault fault)
{
    return QtFuture::makeReadyFuture(Result<T>(base::failure(fault)));
}

} // namespace

class ChatService::Private
{
public:
    Private(ChatService &owner, store::MessageStore &messageStore, settings::Settings &userSettings,
            peers::PeerDirectory &directory, outbox::Outbox &posts, gateway::Gateways &door, const base::Clock &time)
        : q(owner)
        , store(messageStore)
        , settings(userSettings)
        , peers(directory)
        , outbox(posts)
        , gateways(door)
        , clock(time)
        , intake(messageStore)
    {
    }

    void connectSignals();
    [[nodiscard]] Fault whyNot(const PeerId &peer, const QString &text) const;
    [[nodiscard]] Message makeMessage(const PeerId &peer, Direction direction, MessageKind kind) const;
    void appendOwn(const Message &message);
    void added(const Message &message);
    void changed(const Message &message);
    void setState(const model::Post &post, DeliveryState state, Fault fault = Fault::None);
    void queueAgain(const Message &message);
    void removeStored(const Message &message);
    void reloadSummary(const PeerId &peer);
    void readHere(const PeerId &peer, const model::PostId &mark, const model::MessageId &upTo, qint64 seq);
    void acknowledge(const PeerId &peer, const model::PostId &id);
    void refuse(const PeerId &peer, const model::PostId &id, Fault fault);

    // Continues a store's answer: hands on the value, tells the user of an error.
    template<typename T, typename Function>
    void then(QFuture<Result<T>> future, Function function)
    {
        base::then(future, &q, [this, function = std::move(function)](const Result<T> &result) {
            if (result)
                function(*result);
            else
                emit q.storeFailed(result.error());
        });
    }

    ChatService &q;
    store::MessageStore &store;
    settings::Settings &settings;
    peers::PeerDirectory &peers;
    outbox::Outbox &outbox;
    gateway::Gateways &gateways;
    const base::Clock &clock;
    Conversations conversations;
    Intake intake;
};

void ChatService::Private::connectSignals()
{
    connect(&outbox, &outbox::Outbox::sent, &q,
            [this](const PeerId &, const model::Post &post) { setState(post, DeliveryState::Sent); });
    connect(&outbox, &outbox::Outbox::unsent, &q,
            [this](const PeerId &, const model::Post &post) { setState(post, DeliveryState::Waiting); });
    connect(&outbox, &outbox::Outbox::delivered, &q,
            [this](const PeerId &, const model::Post &post) { setState(post, DeliveryState::Delivered); });
    connect(&outbox, &outbox::Outbox::refused, &q, [this](const PeerId &, const model::Post &post, Fault fault) {
        setState(post, DeliveryState::Failed, fault == Fault::None ? Fault::Refused : fault);
    });
    connect(&peers, &peers::PeerDirectory::unreachable, &q, [this](const PeerId &peer) { intake.forget(peer); });
    connect(&intake, &Intake::stored, &q, [this](const Message &message) {
        added(message);
        acknowledge(message.peer, message.id.as<model::PostTag>());
    });
    connect(&intake, &Intake::known, &q,
            [this](const Message &message) { acknowledge(message.peer, message.id.as<model::PostTag>()); });
    connect(&intake, &Intake::failed, &q, &ChatService::storeFailed);
}

Fault ChatService::Private::whyNot(const PeerId &peer, const QString &text) const
{
    if (isBlank(text))
        return Fault::Usage;
    if (text.size() > model::largestText || text.toUtf8().size() > model::largestText)
        return Fault::TooLarge;
    if (!peers.peer(peer))
        return Fault::NotFound;
    return outbox.isFull(peer) ? Fault::TooMany : Fault::None;
}

Message ChatService::Private::makeMessage(const PeerId &peer, Direction direction, MessageKind kind) const
{
    Message message;
    message.id = model::MessageId::random();
    message.peer = peer;
    message.direction = direction;
    message.kind = kind;
    message.sentAtMs = message.arrivedAtMs = clock.wallMs();
    return message;
}

// Lines that do not travel: what they stand for does, or nothing.
void ChatService::Private::appendOwn(const Message &message)
{
    then(store.append(message), [this](const store::Appended &appended) {
        if (appended.isNew)
            added(appended.message);
    });
}

void ChatService::Private::added(const Message &message)
{
    conversations.add(message);
    emit q.messageAdded(message);
    emit q.conversationChanged(conversations.of(message.peer));
}

void ChatService::Private::changed(const Message &message)
{
    const bool shown = conversations.change(message);
    emit q.messageChanged(message);
    if (shown)
        emit q.conversationChanged(conversations.of(message.peer));
}

void ChatService::Private::setState(const model::Post &post, DeliveryState state, Fault fault)
{
    if (!std::holds_alternative<model::TextPost>(post.body))
        return;
    then(store.setState(post.id.as<model::MessageTag>(), state, fault), [this](const store::ChangedMessages &messages) {
        for (const Message &message : messages)
            changed(message);
    });
}

void ChatService::Private::queueAgain(const Message &message)
{
    const bool failed = message.direction == Direction::Out && message.kind == MessageKind::Text
                        && message.state == DeliveryState::Failed;
    if (!failed || outbox.isFull(message.peer)) {
        qCWarning(lcChat) << "cannot retry message" << message.id.toHex().left(8) << "of" << message.peer.shortText();
        return;
    }
    // Both in this turn: the store keeps the order, so no later state is overwritten.
    const model::Post post = postOf(message);
    then(outbox.enqueue(message.peer, post), [](bool) {});
    setState(post, DeliveryState::Waiting);
}

void ChatService::Private::removeStored(const Message &message)
{
    if (canBeTakenBack(message))
        outbox.withdraw(message.peer, message.id.as<model::PostTag>());
    then(store.remove(message.id), [this, message](bool removed) {
        if (!removed)
            return;
        emit q.messageRemoved(message.peer, message.id);
        reloadSummary(message.peer);
    });
}

void ChatService::Private::reloadSummary(const PeerId &peer)
{
    then(store.summaries(), [this, peer](const QList<model::ConversationSummary> &all) {
        const auto found = std::find_if(all.begin(), all.end(), [&](const auto &one) { return one.peer == peer; });
        model::ConversationSummary summary;
        summary.peer = peer;
        conversations.replace(found == all.end() ? summary : *found);
        emit q.conversationChanged(conversations.of(peer));
    });
}

void ChatService::Private::readHere(const PeerId &peer, const model::PostId &mark, const model::MessageId &upTo,
                                    qint64 seq)
{
    if (upTo.isNull())
        return;
    if (!mark.isNull())
        outbox.adopt(peer, {mark, model::ReadPost{upTo}});
    if (seq < conversations.of(peer).lastSeq)
        return reloadSummary(peer);
    conversations.setUnread(peer, 0);
    emit q.conversationChanged(conversations.of(peer));
}

void ChatService::Private::acknowledge(const PeerId &peer, const model::PostId &id)
{
    gateways.send(peer, {{}, model::ReceiptPost{{id}}});
}

void ChatService::Private::refuse(const PeerId &peer, const model::PostId &id, Fault fault)
{
    qCInfo(lcChat) << "refusing a text of" << peer.shortText() << "-" << base::faultName(fault);
    gateways.send(peer, {{}, model::RefusalPost{id, fault}});
}

ChatService::ChatService(store::MessageStore &store, settings::Settings &settings, peers::PeerDirectory &peers,
                         outbox::Outbox &outbox, gateway::Gateways &gateways, const base::Clock &clock, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, store, settings, peers, outbox, gateways, clock))
{
    d->connectSignals();
}

ChatService::~ChatService() = default;

void ChatService::load()
{
    d->then(d->store.takeBackSent(), [](bool) {});
    base::then(d->store.summaries(), this, [this](const Result<QList<model::ConversationSummary>> &summaries) {
        if (summaries)
            d->conversations.load(*summaries);
        else
            emit storeFailed(summaries.error());
        emit loaded();
    });
}

QFuture<Result<Message>> ChatService::send(const PeerId &peer, const QString &text)
{
    const Fault fault = d->whyNot(peer, text);
    if (fault != Fault::None)
        return refusal<Message>(fault);
    Message message = d->makeMessage(peer, Direction::Out, MessageKind::Text);
    message.text = text;
    const model::Post post = postOf(message);
    return base::then(d->store.append(message, post), this,
                      [this, post](const Result<store::Appended> &appended) -> Result<Message> {
                          if (!appended)
                              return tl::unexpected<base::Error>(appended.error());
                          d->added(appended->message);
                          d->outbox.adopt(appended->message.peer, post);
                          return appended->message;
                      });
}

void ChatService::retry(const model::MessageId &message)
{
    d->then(d->store.message(message), [this](const std::optional<Message> &found) {
        if (found)
            d->queueAgain(*found);
    });
}

void ChatService::remove(const model::MessageId &message)
{
    d->then(d->store.message(message), [this](const std::optional<Message> &found) {
        if (found)
            d->removeStored(*found);
    });
}

void ChatService::markRead(const PeerId &peer, qint64 upToSeq)
{
    if (d->conversations.of(peer).unread == 0)
        return;
    const bool tells = d->settings.get(settings::keys::readReceipts) && !d->outbox.isFull(peer);
    const model::PostId mark = tells ? model::PostId::random() : model::PostId();
    d->then(d->store.markReadHere(peer, upToSeq, mark),
            [this, peer, mark, upToSeq](const model::MessageId &upTo) { d->readHere(peer, mark, upTo, upToSeq); });
}

void ChatService::appendTransfer(const PeerId &peer, const model::TransferId &transfer, Direction direction)
{
    Message message = d->makeMessage(peer, direction, MessageKind::Transfer);
    // The same id on both sides, so that a read mark may name it, and a repeat changes nothing.
    message.id = transfer.as<model::MessageTag>();
    message.transfer = transfer;
    message.state = DeliveryState::Delivered;
    d->appendOwn(message);
}

void ChatService::appendNotice(const PeerId &peer, model::Notice notice)
{
    Message message = d->makeMessage(peer, Direction::Out, MessageKind::Notice);
    message.text = model::toText(notice);
    message.state = DeliveryState::Read;
    d->appendOwn(message);
}

QList<model::ConversationSummary> ChatService::conversations() const
{
    return d->conversations.newestFirst();
}

model::ConversationSummary ChatService::conversation(const PeerId &peer) const
{
    return d->conversations.of(peer);
}

QFuture<Result<QList<Message>>> ChatService::history(const PeerId &peer, int limit)
{
    return d->store.newestTexts(peer, std::max(limit, 0));
}

QFuture<Result<std::optional<Message>>> ChatService::message(const model::MessageId &id)
{
    return d->store.message(id);
}

QFuture<Result<QList<Message>>> ChatService::page(const PeerId &peer, qint64 from, int count)
{
    return d->store.page(peer, from, std::clamp(count, 0, largestPage));
}

void ChatService::receive(const PeerId &peer, const model::PostId &id, const model::TextPost &text)
{
    if (id.isNull() || d->peers.isBlocked(peer))
        return;
    if (text.text.size() > model::largestText || text.text.toUtf8().size() > model::largestText)
        return d->refuse(peer, id, Fault::TooLarge);
    if (isBlank(text.text))
        return d->refuse(peer, id, Fault::Malformed);
    Message message = d->makeMessage(peer, Direction::In, MessageKind::Text);
    message.id = id.as<model::MessageTag>();
    message.text = text.text;
    message.sentAtMs = boundedTime(text.timeMs);
    message.state = DeliveryState::Delivered;
    d->intake.take(message);
}

void ChatService::receive(const PeerId &peer, const model::PostId &id, const model::ReadPost &read)
{
    if (id.isNull() || d->peers.isBlocked(peer))
        return;
    // Who does not tell is not told either.
    if (!d->settings.get(settings::keys::readReceipts))
        return d->acknowledge(peer, id);
    d->then(d->store.markReadByPeer(peer, read.upTo), [this, peer, id](const store::ChangedMessages &messages) {
        for (const Message &message : messages)
            d->changed(message);
        d->acknowledge(peer, id);
    });
}

} // namespace chat
