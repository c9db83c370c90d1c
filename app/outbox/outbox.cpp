#include "outbox/outbox.h"

#include "base/then.h"
#include "outbox/window.h"

#include <QLoggingCategory>
#include <QTimer>

namespace outbox {
namespace {

Q_LOGGING_CATEGORY(lcOutbox, "landline.outbox", QtInfoMsg)

using base::Fault;
using base::Result;
using gateway::Reason;
using model::PeerId;
using model::Post;
using model::PostId;

constexpr int fetchedAtOnce = 64;
constexpr std::chrono::seconds retryPause {2};

struct Queue {
    int count = 0; // in the store; exact whenever the window has reached the newest
    int storing = 0; // asked to be stored, not yet known
    bool isLinked = false;
    int round = 0; // of sending everything; answers of an earlier one are void
    bool isFetching = false;
    bool fetchAgain = false;
    bool isStalled = false; // a send failed on this link
    QSet<PostId> withdrawn; // while fetching
    Window window;
};

} // namespace

class Outbox::Private
{
public:
    Private(Outbox &owner, store::PostStore &postStore, gateway::Gateways &door, peers::PeerDirectory &directory)
        : q(owner)
        , store(postStore)
        , gateways(door)
        , peers(directory)
    {
    }

    void begin(const PeerId &peer);
    void end(const PeerId &peer);
    void startRound(const PeerId &peer, Queue &queue);
    void stall(const PeerId &peer, const PostId &post);
    void resume(const PeerId &peer, int round);
    void fetch(const PeerId &peer);
    void fetched(const PeerId &peer, int round, int asked, const Result<QList<store::QueuedPost>> &posts);
    void stored(const PeerId &peer, bool isStored);
    void settle(const PeerId &peer, Queue &queue, const PostId &post);
    void updateInterest(const PeerId &peer);

    Outbox &q;
    store::PostStore &store;
    gateway::Gateways &gateways;
    peers::PeerDirectory &peers;
    QHash<PeerId, Queue> queues;
    int lastRound = 0; // of all queues: one that ends and begins again does not take old answers
};

// A new link: everything unacknowledged goes out again, oldest first.
void Outbox::Private::begin(const PeerId &peer)
{
    Queue &queue = queues[peer];
    queue.isLinked = true;
    startRound(peer, queue);
    fetch(peer);
}

void Outbox::Private::end(const PeerId &peer)
{
    const auto queue = queues.find(peer);
    if (queue == queues.end())
        return;
    queue->isLinked = false;
    startRound(peer, *queue);
    if (const auto idle = queues.find(peer); idle != queues.end() && idle->count == 0 && idle->storing == 0)
        queues.erase(idle);
}

void Outbox::Private::startRound(const PeerId &peer, Queue &queue)
{
    queue.round = ++lastRound;
    queue.isFetching = false;
    queue.fetchAgain = false;
    queue.isStalled = false;
    queue.withdrawn.clear();
    const QList<Post> sent = queue.window.clear();
    for (const Post &post : sent)
        emit q.unsent(peer, post);
}

void Outbox::Private::stall(const PeerId &peer, const PostId &post)
{
    const auto queue = queues.find(peer);
    if (queue == queues.end() || !queue->window.contains(post))
        return;
    const bool isLinked = queue->isLinked;
    startRound(peer, *queue);
    Queue &stalled = queues[peer];
    stalled.isStalled = true;
    // A new link usually ends this first; one that carries on regardless must not hold up the queue for ever.
    if (isLinked)
        QTimer::singleShot(retryPause, &q, [this, peer, round = stalled.round] { resume(peer, round); });
}

void Outbox::Private::resume(const PeerId &peer, int round)
{
    const auto queue = queues.find(peer);
    if (queue == queues.end() || queue->round != round)
        return;
    queue->isStalled = false;
    fetch(peer);
}

void Outbox::Private::fetch(const PeerId &peer)
{
    const auto found = queues.find(peer);
    if (found == queues.end() || !found->isLinked || found->isStalled)
        return;
    Queue &queue = *found;
    if (queue.isFetching) {
        queue.fetchAgain = true;
        return;
    }
    if (!queue.window.hasRoom())
        return;
    queue.isFetching = true;
    queue.fetchAgain = false;
    base::then(store.waiting(peer, queue.window.newest(), fetchedAtOnce), &q,
               [this, peer, round = queue.round](const Result<QList<store::QueuedPost>> &posts) {
                   fetched(peer, round, fetchedAtOnce, posts);
               });
}

void Outbox::Private::fetched(const PeerId &peer, int round, int asked, const Result<QList<store::QueuedPost>> &posts)
{
    const auto found = queues.find(peer);
    if (found == queues.end() || found->round != round)
        return;
    Queue &queue = *found;
    queue.isFetching = false;
    if (!posts) {
        qCWarning(lcOutbox) << "queue of" << peer.shortText() << "cannot be read:" << posts.error().detail;
        QTimer::singleShot(retryPause, &q, [this, peer, round] { resume(peer, round); });
        return;
    }
    bool tookAll = true;
    for (const store::QueuedPost &post : *posts) {
        if (queue.withdrawn.contains(post.post.id))
            continue;
        tookAll = tookAll && queue.window.add(post);
        if (!tookAll)
            break;
        gateways.send(peer, post.post);
    }
    queue.withdrawn.clear();
    const bool reachedEnd = tookAll && posts->size() < asked && !queue.fetchAgain;
    if (reachedEnd)
        queue.count = int(queue.window.size()) + queue.storing;
    else if (tookAll)
        fetch(peer);
    updateInterest(peer);
}

void Outbox::Private::stored(const PeerId &peer, bool isStored)
{
    Queue &queue = queues[peer];
    --queue.storing;
    if (!isStored)
        queue.count = std::max(0, queue.count - 1);
    updateInterest(peer);
    fetch(peer);
}

// The post needs no more sending. Its owner is told first: if the program dies in between, the post goes out once
// more and the other side knows it, while the reverse would leave a message waiting for ever.
void Outbox::Private::settle(const PeerId &peer, Queue &queue, const PostId &post)
{
    queue.count = std::max(0, queue.count - 1);
    base::then(store.remove(peer, post), &q, [peer](const Result<bool> &removed) {
        if (!removed)
            qCWarning(lcOutbox) << "post to" << peer.shortText() << "not removed:" << removed.error().detail;
    });
}

void Outbox::Private::updateInterest(const PeerId &peer)
{
    const auto queue = queues.constFind(peer);
    const bool waits = queue != queues.constEnd() && queue->count > 0;
    gateways.setInterest(peer, Reason::Queue, waits && !peers.isBlocked(peer));
}

Outbox::Outbox(store::PostStore &store, gateway::Gateways &gateways, peers::PeerDirectory &peers, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, store, gateways, peers))
{
    connect(&peers, &peers::PeerDirectory::reachable, this, [this](const PeerId &peer) { d->begin(peer); });
    connect(&peers, &peers::PeerDirectory::unreachable, this, [this](const PeerId &peer) { d->end(peer); });
    connect(&peers, &peers::PeerDirectory::setupChanged, this, [this] {
        const QList<PeerId> waiting = d->queues.keys();
        for (const PeerId &peer : waiting)
            d->updateInterest(peer);
    });
    connect(&gateways, &gateway::Gateways::sent, this, [this](const PeerId &peer, const PostId &id) {
        const auto queue = d->queues.find(peer);
        if (queue == d->queues.end())
            return;
        if (const std::optional<Post> post = queue->window.markSent(id))
            emit sent(peer, *post);
    });
    connect(&gateways, &gateway::Gateways::failed, this,
            [this](const PeerId &peer, const PostId &id) { d->stall(peer, id); });
}

Outbox::~Outbox() = default;

void Outbox::load()
{
    base::then(d->store.counts(), this, [this](const Result<QHash<PeerId, int>> &counts) {
        if (!counts) {
            qCWarning(lcOutbox) << "queues cannot be read:" << counts.error().detail;
            return;
        }
        for (auto count = counts->begin(); count != counts->end(); ++count) {
            d->queues[count.key()].count += count.value();
            d->updateInterest(count.key());
            d->fetch(count.key());
        }
    });
}

bool Outbox::isFull(const PeerId &peer) const
{
    const auto queue = d->queues.constFind(peer);
    return queue != d->queues.constEnd() && queue->count >= largestQueue;
}

QFuture<Result<bool>> Outbox::enqueue(const PeerId &peer, const Post &post)
{
    Q_ASSERT(!post.id.isNull());
    if (isFull(peer))
        return QtFuture::makeReadyFuture<Result<bool>>(base::failure(Fault::TooMany));
    Queue &queue = d->queues[peer];
    ++queue.count;
    ++queue.storing;
    d->peers.keep(peer);
    return base::then(d->store.append(peer, post), this, [this, peer](const Result<qint64> &number) -> Result<bool> {
        d->stored(peer, number.has_value());
        return number.map([](qint64) { return true; });
    });
}

void Outbox::adopt(const PeerId &peer, const Post &post)
{
    Q_ASSERT(!post.id.isNull());
    Queue &queue = d->queues[peer];
    if (!queue.window.contains(post.id))
        ++queue.count;
    d->peers.keep(peer);
    d->updateInterest(peer);
    d->fetch(peer);
}

void Outbox::withdraw(const PeerId &peer, const PostId &post)
{
    if (const auto queue = d->queues.find(peer); queue != d->queues.end()) {
        std::ignore = queue->window.take({post});
        if (queue->isFetching)
            queue->withdrawn.insert(post);
    }
    base::then(d->store.remove(peer, post), this, [this, peer](const Result<bool> &removed) {
        const auto queue = d->queues.find(peer);
        if (!removed || !*removed || queue == d->queues.end())
            return;
        queue->count = std::max(0, queue->count - 1);
        d->updateInterest(peer);
        d->fetch(peer);
    });
}

void Outbox::receive(const PeerId &peer, const model::ReceiptPost &receipt)
{
    const auto queue = d->queues.find(peer);
    if (queue == d->queues.end())
        return;
    const QList<Post> acknowledged = queue->window.take({receipt.ids.begin(), receipt.ids.end()});
    for (const Post &post : acknowledged) {
        emit delivered(peer, post);
        d->settle(peer, d->queues[peer], post.id);
    }
    d->updateInterest(peer);
    d->fetch(peer);
}

void Outbox::receive(const PeerId &peer, const model::RefusalPost &refusal)
{
    const auto queue = d->queues.find(peer);
    if (queue == d->queues.end())
        return;
    const QList<Post> taken = queue->window.take({refusal.refused});
    for (const Post &post : taken) {
        emit refused(peer, post, refusal.fault);
        d->settle(peer, d->queues[peer], post.id);
    }
    d->updateInterest(peer);
    d->fetch(peer);
}

} // namespace outbox
