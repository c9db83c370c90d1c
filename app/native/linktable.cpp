#include "native/linktable.h"

#include "identity/tls.h"
#include "native/connectionlog.h"

namespace native {
namespace {

constexpr qsizetype mostContenders = 4; // connections of one peer that wait for a decision

// The link of the smaller id is the one both sides keep.
bool isPreferred(Side side, const model::PeerId &self, const model::PeerId &peer)
{
    const bool smaller = self.key() < peer.key();
    return (side == Side::Dialler) == smaller;
}

} // namespace

LinkTable::LinkTable(std::shared_ptr<const identity::Identity> identity, const Timings &timings, QObject *parent)
    : QObject(parent)
    , m_identity(std::move(identity))
    , m_timings(timings)
    , m_tls(identity::linkConfiguration(*m_identity))
    , m_lingering(new QObject(this))
{
    m_ownHello.peer = m_identity->id();
}

LinkTable::~LinkTable() = default;

void LinkTable::setOwnHello(const wire::Hello &hello)
{
    m_ownHello = hello;
    m_ownHello.peer = m_identity->id();
}

void LinkTable::setBlocked(const QSet<model::PeerId> &blocked)
{
    m_blocked = blocked;
    for (const model::PeerId &peer : blocked) {
        if (Link *link = find(peer))
            link->close(wire::code::unavailable, QStringLiteral("blocked"));
        if (m_replaced.contains(peer))
            giveUpSuccessor(peer);
    }
}

bool LinkTable::isBlocked(const model::PeerId &peer) const
{
    return m_blocked.contains(peer);
}

void LinkTable::accept(qintptr descriptor, std::shared_ptr<Unproved::Slot> slot)
{
    Handshake *handshake = m_incoming.emplace_back(makeHandshake()).get();
    connect(handshake, &Handshake::ended, this, [this, handshake] { forget(handshake); });
    handshake->accept(descriptor, std::move(slot));
}

LaterPtr<Handshake> LinkTable::makeHandshake()
{
    LaterPtr<Handshake> handshake(new Handshake(*this));
    connect(handshake.get(), &Handshake::greeted, this, [this, made = handshake.get()] { decide(made); });
    return handshake;
}

void LinkTable::forget(const Handshake *handshake)
{
    std::erase_if(m_incoming, [handshake](const LaterPtr<Handshake> &each) { return each.get() == handshake; });
}

Link *LinkTable::find(const model::PeerId &peer) const
{
    const auto found = m_links.find(peer);
    return found == m_links.end() ? nullptr : found->second.get();
}

void LinkTable::send(const model::PeerId &peer, const model::Post &post)
{
    if (Link *link = find(peer))
        return link->send(post);
    if (post.id.isNull())
        return;
    const auto awaited = m_replaced.find(peer);
    if (awaited != m_replaced.end())
        awaited->second.given.append(post);
    else
        emit failed(peer, post.id, {base::Fault::Unreachable, QStringLiteral("no link")});
}

const Link *LinkTable::dialledTo(const model::Endpoint &endpoint) const
{
    for (const auto &[peer, link] : m_links) {
        if (link->side() == Side::Dialler && link->endpoint() == endpoint)
            return link.get();
    }
    return nullptr;
}

void LinkTable::decide(Handshake *handshake)
{
    Link *old = find(handshake->peer());
    if (isBlocked(handshake->peer()) || (!old && isFullFor(*handshake)))
        return handshake->refuse(wire::code::unavailable);
    if (!old)
        return admit(handshake, inherited(handshake->peer()));
    if (!replaces(*handshake, *old))
        return contest(handshake, old);
    const QList<QPointer<Handshake>> waiting = m_contests.take(handshake->peer());
    admit(handshake, retire(handshake->peer()));
    decideAgain(waiting);
}

bool LinkTable::replaces(const Handshake &candidate, const Link &old) const
{
    if (candidate.hello().epoch != old.hello().epoch || candidate.side() == old.side())
        return true;
    return isPreferred(candidate.side(), self(), candidate.peer()) && !isPreferred(old.side(), self(), old.peer());
}

bool LinkTable::isFullFor(const Handshake &candidate) const
{
    if (candidate.side() == Side::Dialler)
        return false;
    const auto fromThere = std::count_if(m_links.begin(), m_links.end(), [&candidate](const auto &each) {
        return each.second->side() == Side::Acceptor && each.second->address() == candidate.endpoint().host;
    });
    return m_links.size() >= mostLinks || fromThere >= mostPerAddress;
}

// The old link keeps its place if somebody answers on it.
void LinkTable::contest(Handshake *handshake, Link *old)
{
    QList<QPointer<Handshake>> &waiting = m_contests[handshake->peer()];
    if (waiting.size() >= mostContenders)
        return handshake->refuse(wire::code::duplicate);
    waiting.append(handshake);
    old->check(m_timings.contest);
}

void LinkTable::settleContest(const model::PeerId &peer)
{
    const QList<QPointer<Handshake>> waiting = m_contests.take(peer);
    for (const QPointer<Handshake> &handshake : waiting) {
        if (handshake && handshake->isGreeted())
            handshake->refuse(wire::code::duplicate);
    }
}

void LinkTable::admit(Handshake *handshake, const QList<model::Post> &unacknowledged)
{
    const model::PeerId peer = handshake->peer();
    LaterPtr<Link> made(new Link(handshake->admit(), *this));
    Link *link = made.get();
    m_links.insert_or_assign(peer, std::move(made));
    connectLink(link);
    qCInfo(lcLink) << "linked with" << peer.shortText();
    for (const model::Post &post : unacknowledged)
        link->send(post);
    emit linked(peer);
    link->start();
}

void LinkTable::connectLink(Link *link)
{
    const model::PeerId peer = link->peer();
    connect(link, &Link::alive, this, [this, peer] { settleContest(peer); });
    connect(link, &Link::idled, this, [this, peer] { emit idled(peer); });
    connect(link, &Link::received, this, [this, peer](const model::Post &post) { emit received(peer, post); });
    connect(link, &Link::againReceived, this, [this, peer](const auto &again) { emit againReceived(peer, again); });
    connect(link, &Link::presenceChanged, this,
            [this, peer](const auto &change) { emit presenceChanged(peer, change); });
    connect(link, &Link::sent, this, [this, peer](const model::PostId &post) { emit sent(peer, post); });
    connect(link, &Link::failed, this,
            [this, peer](const model::PostId &post, const base::Error &error) { emit failed(peer, post, error); });
    connect(link, &Link::ended, this, [this, link](const LinkEnd &end) { linkEnded(link, end); });
}

// Takes the peer's link out of the table for a better one, silently: the peer stays linked.
QList<model::Post> LinkTable::retire(const model::PeerId &peer)
{
    const auto found = m_links.find(peer);
    const LaterPtr<Link> old = std::move(found->second);
    m_links.erase(found);
    QObject::disconnect(old.get(), nullptr, this, nullptr);
    const QList<model::Post> unacknowledged = old->unacknowledged();
    old->close(wire::code::replaced, QStringLiteral("replaced"));
    return unacknowledged;
}

void LinkTable::linkEnded(Link *link, const LinkEnd &end)
{
    const model::PeerId peer = link->peer();
    const auto found = m_links.find(peer);
    if (found == m_links.end() || found->second.get() != link)
        return;
    LaterPtr<Link> old = std::move(found->second);
    m_links.erase(found);
    if (end.by == LinkEnd::By::Break)
        qCInfo(lcLink) << "link to" << peer.shortText() << "broke -" << end.reason;
    QList<QPointer<Handshake>> waiting = m_contests.take(peer);
    waiting.removeIf([](const QPointer<Handshake> &each) { return !each || !each->isGreeted(); });
    if (!waiting.isEmpty() && !isBlocked(peer))
        admit(waiting.takeFirst(), old->unacknowledged());
    else if (end.by == LinkEnd::By::Peer && end.code == wire::code::replaced)
        awaitSuccessor(std::move(old), end);
    else
        emit unlinked(peer, end, old->age());
    decideAgain(waiting);
}

void LinkTable::awaitSuccessor(LaterPtr<Link> link, const LinkEnd &end)
{
    const model::PeerId peer = link->peer();
    LaterPtr<QTimer> limit(new QTimer);
    limit->setSingleShot(true);
    connect(limit.get(), &QTimer::timeout, this, [this, peer] { giveUpSuccessor(peer); });
    limit->start(m_timings.contest);
    m_replaced.insert_or_assign(peer, Replaced{std::move(link), end, {}, std::move(limit)});
}

// What the successor of a replaced link has to say first.
QList<model::Post> LinkTable::inherited(const model::PeerId &peer)
{
    const auto found = m_replaced.find(peer);
    if (found == m_replaced.end())
        return {};
    const QList<model::Post> posts = found->second.link->unacknowledged() + found->second.given;
    m_replaced.erase(found);
    return posts;
}

void LinkTable::giveUpSuccessor(const model::PeerId &peer)
{
    const auto found = m_replaced.find(peer);
    const Replaced replaced = std::move(found->second);
    m_replaced.erase(found);
    for (const model::Post &post : replaced.given)
        emit failed(peer, post.id, {base::Fault::Broken, QStringLiteral("no link")});
    emit unlinked(peer, replaced.end, replaced.link->age());
}

void LinkTable::decideAgain(const QList<QPointer<Handshake>> &waiting)
{
    for (const QPointer<Handshake> &handshake : waiting) {
        if (handshake && handshake->isGreeted())
            decide(handshake);
    }
}

void LinkTable::sendToAll(const wire::Frame &frame)
{
    for (Link *link : all())
        link->sendControl(frame);
}

void LinkTable::checkAll()
{
    for (Link *link : all())
        link->check(m_timings.check);
}

// As a list, because a link may end by what is written to it; it lives until the next event then.
std::vector<Link *> LinkTable::all() const
{
    std::vector<Link *> links;
    links.reserve(m_links.size());
    for (const auto &[peer, link] : m_links)
        links.push_back(link.get());
    return links;
}

void LinkTable::closeAll()
{
    m_incoming.clear();
    m_contests.clear();
    m_replaced.clear();
    const auto links = std::exchange(m_links, {});
    for (const auto &[peer, link] : links) {
        QObject::disconnect(link.get(), nullptr, this, nullptr);
        link->close(wire::code::bye, QStringLiteral("goodbye"));
    }
}

} // namespace native
