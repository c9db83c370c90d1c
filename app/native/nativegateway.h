#pragma once

#include "base/clock.h"
#include "gateway/gateway.h"
#include "identity/identity.h"

#include <memory>

namespace native {

struct Timings;

// Landline's own protocol (PROTOCOL.md) behind the contract of gateways. Network thread.
class NativeGateway final : public gateway::Gateway
{
    Q_OBJECT
public:
    // `epoch`: the number of this start (identity::takeEpoch). `program`: name and version, told to the other side.
    // identity::requireTls() has been called. `clock` outlives it.
    NativeGateway(std::shared_ptr<const identity::Identity> identity, quint32 epoch, const base::Clock &clock,
                  const QString &program, QObject *parent = nullptr);
    // With other times than the protocol's.
    NativeGateway(std::shared_ptr<const identity::Identity> identity, quint32 epoch, const base::Clock &clock,
                  const QString &program, const Timings &timings, QObject *parent = nullptr);
    ~NativeGateway() override;

    [[nodiscard]] model::Network network() const override { return model::Network::Landline; }
    void start(const gateway::Setup &setup) override;
    void stop() override;
    void update(const gateway::Setup &setup) override;
    void probe(const model::Endpoint &endpoint) override;
    void setInterest(const model::PeerId &peer, gateway::Interest interest) override;
    void announce() override;
    void send(const model::PeerId &peer, const model::Post &post) override;
    void startJob(const model::Job &job) override;
    void stopJob(const model::TransferId &transfer) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace native
