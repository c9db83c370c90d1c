#pragma once

#include "gateway/gateway.h"
#include "gateway/linkcount.h"

#include <QHash>
#include <QThread>

#include <functional>
#include <memory>
#include <vector>

namespace gateway {

// Why somebody upstairs cares about a peer; reasons add up, the strongest interest counts.
enum class Reason { OnScreen, Conversation, Queue, Transfer };

// The only door to the network thread. Main thread; owned by Core. Owns the thread and the gateways on it: calls
// are posted, answers arrive as queued signals carrying values.
class Gateways : public QObject
{
    Q_OBJECT
public:
    using Make = std::function<std::unique_ptr<Gateway>()>; // called on the network thread

    explicit Gateways(QObject *parent = nullptr);
    ~Gateways() override;

    void add(model::Network network, Make make); // before start()
    void start(const Setup &setup);
    void stop(); // returns when every gateway has said goodbye; at most 2 s
    void update(const Setup &setup);
    void announce();
    void probe(const model::Endpoint &endpoint);
    void setInterest(const model::PeerId &peer, Reason reason, bool wanted);
    // A durable post belongs to the link known here when it is given: when that one has ended, it goes nowhere, and
    // the news that the link ended is already on its way. So no later post overtakes it on the next link.
    void send(const model::PeerId &peer, const model::Post &post);
    void startJob(const model::Job &job);
    void stopJob(const model::PeerId &peer, const model::TransferId &transfer);

signals:
    void lineChanged(const gateway::LineReport &report);
    void peerSeen(const model::Sighting &sighting);
    void peerLost(const model::PeerId &peer);
    void received(const model::PeerId &peer, const model::Post &post);
    void sent(const model::PeerId &peer, const model::PostId &post);
    void failed(const model::PeerId &peer, const model::PostId &post, const base::Error &error);
    void probed(const model::Endpoint &endpoint, const model::PeerId &peer, const base::Error &error);
    void jobProgressed(const model::TransferId &transfer, quint64 bytesDone);
    void jobFinished(const model::JobOutcome &outcome);

private:
    struct Entry {
        model::Network network;
        Make make;
        Gateway *gateway = nullptr; // lives and dies on the network thread
    };

    void post(model::Network network, std::function<void(Gateway &)> call);
    void connectSignals(Gateway &gateway);
    void countLinks(Gateway &gateway);

    QThread m_thread;
    QObject *m_context = nullptr; // on the network thread, receives posted calls
    std::vector<Entry> m_entries;
    QHash<model::PeerId, QSet<int>> m_reasons;
    LinkCount m_linksHere; // as told to the main thread
    LinkCount m_linksThere; // as told by the gateways; network thread only
};

} // namespace gateway
