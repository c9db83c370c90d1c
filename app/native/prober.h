#pragma once

#include "native/dial.h"

#include <map>

namespace native {

// "Is there anybody at this address?": one answer per question, within 10 s. Network thread; owned by NativeGateway.
class Prober : public QObject
{
    Q_OBJECT
public:
    static constexpr size_t mostAtOnce = 16;

    explicit Prober(LinkTable &table, QObject *parent = nullptr);
    ~Prober() override;

    void probe(const model::Endpoint &endpoint);
    void stop(); // no answers follow

signals:
    void probed(const model::Endpoint &endpoint, const model::PeerId &peer, const base::Error &error);

private:
    struct Probe {
        LaterPtr<Dial> dial;
        LaterPtr<QTimer> limit;
    };

    void end(quint64 number, const model::Endpoint &endpoint, const model::PeerId &peer, const base::Error &error);

    LinkTable &m_table;
    std::map<quint64, Probe> m_probes;
    quint64 m_next = 0;
};

} // namespace native
