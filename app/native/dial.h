#pragma once

#include "native/linktable.h"

#include <QHostInfo>

namespace native {

// One round of attempts to reach somebody at several addresses: host names are looked up, attempts start 250 ms apart,
// at most three run at once, the first that proves the key goes on alone (PROTOCOL.md 3.5). Network thread; owned by
// who wants the connection.
class Dial : public QObject
{
    Q_OBJECT
public:
    static constexpr qsizetype mostAtOnce = 3;
    static constexpr qsizetype mostEndpoints = 12;

    // A null `expected` takes whoever answers. `table` outlives it.
    Dial(LinkTable &table, QList<model::Endpoint> endpoints, const model::PeerId &expected);
    ~Dial() override; // cuts what is under way

    void start();
    // True once a key was proved: the other side may already count on this connection.
    [[nodiscard]] bool isCommitted() const { return m_committed; }
    [[nodiscard]] QString step() const; // how far it has come: lookup, tcp, tls, hello
    void abandon(); // no signal follows

signals:
    // Somebody else lives at `endpoint`.
    void misled(const model::Endpoint &endpoint);
    // Once, and the last signal. Without fault `peer` has a link, by this dial or another connection. The detail begins
    // with the step that failed: lookup, tcp, preamble, tls, hello.
    void ended(const model::PeerId &peer, const base::Error &error);

private:
    void lookUp(const model::Endpoint &endpoint);
    void lookedUp(const QHostInfo &info, quint16 port);
    void startNext();
    void begin(const model::Endpoint &endpoint);
    void commit(const Handshake *attempt);
    void attemptEnded(Handshake *attempt, const base::Error &error);
    void remember(const base::Error &error);
    void endIfNothingIsLeft();
    void end(const model::PeerId &peer, const base::Error &error);

    LinkTable &m_table;
    QList<model::Endpoint> m_endpoints; // still to be tried
    QSet<model::Endpoint> m_seen;
    model::PeerId m_expected;
    std::vector<LaterPtr<Handshake>> m_attempts;
    QList<int> m_lookups;
    QTimer m_spacing;
    base::Error m_error; // the most telling one so far
    bool m_committed = false;
    bool m_ended = false;
};

} // namespace native
