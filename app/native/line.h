#pragma once

#include "gateway/gateway.h"
#include "native/discovery.h"
#include "native/listener.h"

#include <QTimer>

namespace native {

// Our own port: the wanted number, else the next free one, the same for TCP and UDP (PROTOCOL.md 2.1); looks again for
// the wanted one when asked to. Network thread; owned by NativeGateway.
class Line : public QObject
{
    Q_OBJECT
public:
    static constexpr int nextOnes = 15; // tried above the wanted one, before any

    Line(Listener &listener, Discovery &discovery, const Timings &timings, QObject *parent = nullptr);

    // Opens what is wanted, or what is free. Called again it moves when another number is wanted, or the wanted one has
    // become free; connections stay.
    void open(const gateway::Setup &setup);
    void refresh(); // addresses or networks have changed
    void tellTwin(); // another program uses our key
    void stop();

    [[nodiscard]] quint16 port() const { return m_report.port; }
    [[nodiscard]] const gateway::LineReport &report() const { return m_report; }

signals:
    void moved(quint16 port); // 0: cannot be reached
    void changed(const gateway::LineReport &report);

private:
    enum class Search { WantedOnly, Around };

    void openNow();
    [[nodiscard]] base::Result<quint16> take(Search search);
    [[nodiscard]] base::Result<quint16> takePort(quint16 port);
    void reopenOld();
    void lookForHolder();
    void tell();

    Listener &m_listener;
    Discovery &m_discovery;
    Timings m_timings;
    quint16 m_wanted = 0;
    quint16 m_discoveryPort = 0;
    gateway::LineReport m_report;
    gateway::LineReport m_told;
    QTimer m_retry;
};

} // namespace native
