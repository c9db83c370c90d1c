#pragma once

#include "gateway/gateways.h"

#include <QObject>
#include <QTimer>

#include <map>

namespace transfer {

// Asks a peer for the pages of one manifest, four ahead, and joins them (PROTOCOL.md 6.3, kinds 34 and 35). Bounded by
// the length the offer promised; the hash is judged by whoever gets the bytes. Main thread; owned by its transfer's
// row.
class ManifestFetch : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds patience{30'000}; // without a page

    struct Wanted {
        model::PeerId peer;
        model::TransferId transfer;
        quint64 length = 0;
        quint32 entries = 0;
    };

    ManifestFetch(gateway::Gateways &gateways, Wanted wanted, QObject *parent = nullptr);

    void start();
    void receive(const model::ManifestPagePost &page); // unasked ones are ignored

signals:
    // One of these, once.
    void fetched(const QByteArray &bytes);
    void failed(const base::Error &error); // Timeout; Malformed: more or longer pages than there can be

private:
    void ask();
    void takeInOrder();
    void end(const base::Error &error);

    gateway::Gateways &m_gateways;
    Wanted m_wanted;
    QTimer m_patience;
    QByteArray m_bytes;
    std::map<quint32, QByteArray> m_early; // came before an earlier one
    quint32 m_next = 0; // page to be joined next
    quint32 m_asked = 0;
    bool m_over = false;
};

} // namespace transfer
