#include "gateway/gateways.h"

#include <QSemaphore>

#include <algorithm>

namespace gateway {
namespace {

Interest strongest(const QSet<int> &reasons)
{
    if (reasons.isEmpty())
        return Interest::None;
    const bool onlyOnScreen = reasons.size() == 1 && reasons.contains(int(Reason::OnScreen));
    return onlyOnScreen ? Interest::Watched : Interest::Linked;
}

} // namespace

Gateways::Gateways(QObject *parent)
    : QObject(parent)
{
    qRegisterMetaType<model::PeerId>();
    qRegisterMetaType<model::Sighting>();
    qRegisterMetaType<model::Post>();
    qRegisterMetaType<model::JobOutcome>();
    qRegisterMetaType<gateway::LineReport>();
    qRegisterMetaType<base::Error>();
    qRegisterMetaType<model::PostId>("model::PostId");
    qRegisterMetaType<model::TransferId>("model::TransferId");
    qRegisterMetaType<model::Endpoint>("model::Endpoint");
    m_thread.setObjectName(QStringLiteral("network"));
}

Gateways::~Gateways()
{
    stop();
}

void Gateways::add(model::Network network, Make make)
{
    Q_ASSERT(!m_context);
    m_entries.push_back({network, std::move(make), nullptr});
}

void Gateways::start(const Setup &setup)
{
    if (m_context)
        return;
    m_context = new QObject;
    m_context->moveToThread(&m_thread);
    // The context and the gateways end on their own thread, after its last posted call.
    connect(&m_thread, &QThread::finished, m_context, &QObject::deleteLater);
    m_thread.start();
    for (Entry &entry : m_entries) {
        QMetaObject::invokeMethod(m_context, [this, &entry, setup] {
            entry.gateway = entry.make().release();
            entry.gateway->setParent(m_context);
            connectSignals(*entry.gateway);
            entry.gateway->start(setup);
        });
    }
    // What was asked for before, when services loaded.
    for (auto it = m_reasons.cbegin(); it != m_reasons.cend(); ++it) {
        const Interest interest = strongest(it.value());
        post(it.key().network(), [peer = it.key(), interest](Gateway &gateway) { gateway.setInterest(peer, interest); });
    }
}

void Gateways::stop()
{
    if (!m_context)
        return;
    auto done = std::make_shared<QSemaphore>();
    QMetaObject::invokeMethod(m_context, [this, done] {
        for (Entry &entry : m_entries) {
            if (entry.gateway)
                entry.gateway->stop();
        }
        done->release();
    });
    // Bounded: a goodbye is a few datagrams and closed sockets.
    done->tryAcquire(1, 2000);
    m_thread.quit();
    m_thread.wait();
    m_context = nullptr;
    for (Entry &entry : m_entries)
        entry.gateway = nullptr;
}

void Gateways::update(const Setup &setup)
{
    for (const Entry &entry : m_entries)
        post(entry.network, [setup](Gateway &gateway) { gateway.update(setup); });
}

void Gateways::announce()
{
    for (const Entry &entry : m_entries)
        post(entry.network, [](Gateway &gateway) { gateway.announce(); });
}

void Gateways::probe(const model::Endpoint &endpoint)
{
    for (const Entry &entry : m_entries)
        post(entry.network, [endpoint](Gateway &gateway) { gateway.probe(endpoint); });
}

void Gateways::setInterest(const model::PeerId &peer, Reason reason, bool wanted)
{
    QSet<int> &reasons = m_reasons[peer];
    const Interest before = strongest(reasons);
    if (wanted)
        reasons.insert(int(reason));
    else
        reasons.remove(int(reason));
    const Interest now = strongest(reasons);
    if (reasons.isEmpty())
        m_reasons.remove(peer);
    if (now != before)
        post(peer.network(), [peer, now](Gateway &gateway) { gateway.setInterest(peer, now); });
}

void Gateways::send(const model::PeerId &peer, const model::Post &post)
{
    this->post(peer.network(), [this, peer, post, link = m_linksHere.of(peer)](Gateway &gateway) {
        if (post.id.isNull() || m_linksThere.of(peer) == link)
            gateway.send(peer, post);
    });
}

void Gateways::startJob(const model::Job &job)
{
    post(job.peer.network(), [job](Gateway &gateway) { gateway.startJob(job); });
}

void Gateways::stopJob(const model::PeerId &peer, const model::TransferId &transfer)
{
    post(peer.network(), [transfer](Gateway &gateway) { gateway.stopJob(transfer); });
}

void Gateways::post(model::Network network, std::function<void(Gateway &)> call)
{
    if (!m_context)
        return;
    const auto entry = std::find_if(m_entries.begin(), m_entries.end(),
                                    [network](const Entry &e) { return e.network == network; });
    if (entry == m_entries.end())
        return;
    // The entry outlives the thread; its gateway exists once start()'s earlier call has run.
    QMetaObject::invokeMethod(m_context, [entry = &*entry, call = std::move(call)] {
        if (entry->gateway)
            call(*entry->gateway);
    });
}

void Gateways::connectSignals(Gateway &gateway)
{
    countLinks(gateway);
    connect(&gateway, &Gateway::lineChanged, this, &Gateways::lineChanged);
    connect(&gateway, &Gateway::peerSeen, this, &Gateways::peerSeen);
    connect(&gateway, &Gateway::peerLost, this, &Gateways::peerLost);
    connect(&gateway, &Gateway::received, this, &Gateways::received);
    connect(&gateway, &Gateway::sent, this, &Gateways::sent);
    connect(&gateway, &Gateway::failed, this, &Gateways::failed);
    connect(&gateway, &Gateway::probed, this, &Gateways::probed);
    connect(&gateway, &Gateway::jobProgressed, this, &Gateways::jobProgressed);
    connect(&gateway, &Gateway::jobFinished, this, &Gateways::jobFinished);
}

// Before the signals are handed on, so that whoever hears of a link can send on it.
void Gateways::countLinks(Gateway &gateway)
{
    const auto isLinked = [](const model::Sighting &sighting) { return sighting.reach == model::Reach::Linked; };
    connect(&gateway, &Gateway::peerSeen, &gateway, [this, isLinked](const model::Sighting &sighting) {
        m_linksThere.note(sighting.peer, isLinked(sighting));
    });
    connect(&gateway, &Gateway::peerLost, &gateway, [this](const model::PeerId &peer) {
        m_linksThere.note(peer, false);
    });
    connect(&gateway, &Gateway::peerSeen, this, [this, isLinked](const model::Sighting &sighting) {
        m_linksHere.note(sighting.peer, isLinked(sighting));
    });
    connect(&gateway, &Gateway::peerLost, this, [this](const model::PeerId &peer) {
        m_linksHere.note(peer, false);
    });
}

} // namespace gateway
