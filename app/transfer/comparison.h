#pragma once

#include "files/twins.h"
#include "gateway/gateways.h"

#include <QFutureWatcher>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <array>
#include <memory>
#include <vector>

namespace transfer {

// Finds out which of the files that lie in the target are those that are offered: asks the sender for their hashes and
// reads its own meanwhile (PROTOCOL.md 6.6). Main thread; owned by its transfer's row. Its end stops the reading.
class Comparison : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds patience{15'000}; // without a word from the sender; then asked again
    static constexpr int mostRepeats = 2; // in a row

    // It may be the one that is calling.
    struct Later {
        void operator()(Comparison *comparison) const
        {
            comparison->stop();
            comparison->deleteLater();
        }
    };

    // `job` is the receiving one; `pool` reads.
    Comparison(gateway::Gateways &gateways, QThreadPool &pool, model::Job job, files::Twins twins);
    ~Comparison() override;

    void start(); // finished() follows, never from within
    void stop(); // reads no further; nothing follows
    void receive(const model::HashesPost &post); // what was not asked for is ignored
    [[nodiscard]] const files::Twins &twins() const { return m_twins; }
    [[nodiscard]] model::RangeSet same() const; // so far

signals:
    void progressed(quint64 bytes); // read here
    void finished(); // once: all are compared, or the sender fell silent

private:
    static constexpr size_t hashBytes = 16;
    using Hash = std::array<char, hashBytes>;

    // What is known of a twin, as bits.
    enum Known : quint8 { Nothing = 0, Ours = 1, Theirs = 2, Same = 4, Unreadable = 8 };
    struct Shared; // with the reading thread

    void ask();
    void askAgain();
    void take();
    void learn(quint32 entry, const QByteArray &hash, Known whose);
    void endWhenDone();

    gateway::Gateways &m_gateways;
    QThreadPool &m_pool;
    const model::Job m_job;
    const files::Twins m_twins;
    std::vector<Hash> m_hashes; // of each twin: the one that came first
    std::vector<quint8> m_known;
    size_t m_asked = 0; // twins asked for, in their order
    size_t m_told = 0; // and answered
    std::shared_ptr<Shared> m_shared;
    QFutureWatcher<void> m_reading;
    QTimer m_patience;
    int m_repeats = 0;
    bool m_isOver = false;
};

} // namespace transfer
