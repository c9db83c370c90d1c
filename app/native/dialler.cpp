#include "native/dialler.h"

#include "native/connectionlog.h"

using base::Error;

namespace native {

Dialler::Dialler(LinkTable &table, Candidates candidates, QObject *parent)
    : QObject(parent)
    , m_table(table)
    , m_candidates(std::move(candidates))
{
    connect(&m_table, &LinkTable::linked, this, &Dialler::linked);
    connect(&m_table, &LinkTable::unlinked, this,
            [this](const model::PeerId &peer, const LinkEnd &, std::chrono::milliseconds age) { unlinked(peer, age); });
}

Dialler::~Dialler() = default;

void Dialler::want(const model::PeerId &peer)
{
    if (m_wanted.contains(peer) || peer == m_table.self())
        return;
    m_wanted.insert(peer);
    pursue(peer).backoff.reset();
    beginRound(peer);
}

void Dialler::unwant(const model::PeerId &peer)
{
    m_wanted.remove(peer);
    const auto found = m_pursuits.find(peer);
    if (found == m_pursuits.end())
        return;
    // A connection that has proved the key may already be a link on the other side.
    if (found->second.dial && found->second.dial->isCommitted())
        return;
    m_pursuits.erase(found);
}

void Dialler::dialOnce(const model::PeerId &peer)
{
    if (!m_table.isBlocked(peer) && peer != m_table.self())
        beginRound(peer);
}

void Dialler::encourage(const model::PeerId &peer)
{
    const auto found = m_pursuits.find(peer);
    if (found == m_pursuits.end() || !m_wanted.contains(peer))
        return;
    Pursuit &pursuit = found->second;
    pursuit.backoff.reset();
    if (!pursuit.pause->isActive())
        return;
    // Not at every datagram: the first pause of the backoff lies between two rounds at least.
    const auto since = std::chrono::milliseconds(pursuit.begun.isValid() ? pursuit.begun.elapsed() : 0);
    const auto least = pursuit.begun.isValid() ? m_table.timings().backoffFirst - since : Timings::Ms(0);
    const auto soon = std::max(Timings::Ms(0), std::chrono::duration_cast<Timings::Ms>(least));
    if (pursuit.pause->remainingTimeAsDuration() > soon)
        pursuit.pause->start(soon);
}

void Dialler::encourageAll()
{
    for (auto &[peer, pursuit] : m_pursuits) {
        pursuit.wrong.clear();
        encourage(peer);
    }
}

void Dialler::stop()
{
    m_wanted.clear();
    m_pursuits.clear();
}

Dialler::Pursuit &Dialler::pursue(const model::PeerId &peer)
{
    const auto [place, isNew] = m_pursuits.try_emplace(peer);
    Pursuit &pursuit = place->second;
    if (isNew) {
        const Timings &times = m_table.timings();
        pursuit.backoff = net::Backoff(times.backoffFirst, times.backoffMost);
        pursuit.pause.reset(new QTimer);
        pursuit.pause->setSingleShot(true);
        connect(pursuit.pause.get(), &QTimer::timeout, this, [this, peer] { beginRound(peer); });
    }
    return pursuit;
}

void Dialler::beginRound(const model::PeerId &peer)
{
    Pursuit &pursuit = pursue(peer);
    if (pursuit.dial || m_table.find(peer))
        return;
    QList<model::Endpoint> endpoints = m_candidates(peer);
    endpoints.removeIf([&pursuit](const model::Endpoint &endpoint) { return pursuit.wrong.contains(endpoint); });
    const bool busy = rounds() >= mostRounds;
    if (busy || endpoints.isEmpty() || m_table.isBlocked(peer)) {
        if (m_wanted.contains(peer))
            pursuit.pause->start(busy ? m_table.timings().backoffFirst : pursuit.backoff.next());
        else
            m_pursuits.erase(peer);
        return;
    }
    startDial(peer, endpoints);
}

void Dialler::startDial(const model::PeerId &peer, const QList<model::Endpoint> &endpoints)
{
    Pursuit &pursuit = pursue(peer);
    pursuit.pause->stop();
    pursuit.begun.start();
    pursuit.dial.reset(new Dial(m_table, endpoints, peer));
    Dial *dial = pursuit.dial.get();
    connect(dial, &Dial::misled, this, [this, peer](const model::Endpoint &endpoint) {
        pursue(peer).wrong.insert(endpoint);
        emit misled(peer, endpoint);
    });
    connect(dial, &Dial::ended, this,
            [this, peer](const model::PeerId &, const Error &error) { roundEnded(peer, error); });
    dial->start();
}

void Dialler::roundEnded(const model::PeerId &peer, const Error &error)
{
    const auto found = m_pursuits.find(peer);
    if (found == m_pursuits.end())
        return;
    found->second.dial.reset();
    const bool wanted = m_wanted.contains(peer);
    if (wanted && !m_table.find(peer))
        found->second.pause->start(found->second.backoff.next());
    if (!wanted)
        m_pursuits.erase(found);
    if (error.fault == base::Fault::None)
        return;
    qCDebug(lcLink) << "cannot reach" << peer.shortText() << "-" << error.detail;
    emit unreachable(peer, error);
}

void Dialler::linked(const model::PeerId &peer)
{
    const auto found = m_pursuits.find(peer);
    if (found == m_pursuits.end())
        return;
    found->second.pause->stop();
    // A second connection that has greeted is for the table to judge; one that has not is not needed.
    if (found->second.dial && !found->second.dial->isCommitted())
        found->second.dial.reset();
    if (!found->second.dial && !m_wanted.contains(peer))
        m_pursuits.erase(found);
}

// A link that ended as soon as it stood, again and again, must not be dialled in a circle.
void Dialler::unlinked(const model::PeerId &peer, std::chrono::milliseconds age)
{
    if (!m_wanted.contains(peer))
        return;
    Pursuit &pursuit = pursue(peer);
    if (pursuit.dial)
        return;
    if (age < m_table.timings().settled) {
        pursuit.pause->start(pursuit.backoff.next());
        return;
    }
    pursuit.backoff.reset();
    beginRound(peer);
}

int Dialler::rounds() const
{
    return int(std::count_if(m_pursuits.begin(), m_pursuits.end(),
                             [](const auto &each) { return each.second.dial != nullptr; }));
}

} // namespace native
