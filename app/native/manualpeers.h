#pragma once

#include "native/dial.h"
#include "net/backoff.h"


namespace native {

// Addresses the user typed, mostly in other subnets where presence does not reach: somebody who answers there is kept
// linked for as long as the address is listed. Network thread; owned by NativeGateway.
class ManualPeers : public QObject
{
    Q_OBJECT
public:
    static constexpr qsizetype mostEndpoints = 256;

    explicit ManualPeers(LinkTable &table, QObject *parent = nullptr);
    ~ManualPeers() override;

    void setEndpoints(const QList<model::Endpoint> &endpoints); // new ones are dialled at once
    [[nodiscard]] bool isManual(const model::PeerId &peer) const; // last proved at one of the addresses
    void encourageAll(); // the network has changed
    void stop();

private:
    struct Place {
        model::Endpoint endpoint;
        model::PeerId peer; // last proved there
        net::Backoff backoff;
        LaterPtr<Dial> dial;
        LaterPtr<QTimer> pause;
    };

    void add(const model::Endpoint &endpoint);
    void dial(const model::Endpoint &endpoint);
    void dialEnded(const model::Endpoint &endpoint, const model::PeerId &peer, const base::Error &error);
    void unlinked(const model::PeerId &peer);
    [[nodiscard]] Place *find(const model::Endpoint &endpoint);

    LinkTable &m_table;
    std::vector<Place> m_places;
};

} // namespace native
