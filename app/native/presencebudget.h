#pragma once

#include "model/peer.h"

#include <QHash>
#include <QHostAddress>

#include <array>
#include <chrono>
#include <vector>

namespace native {

// Lets `rate` things a second through, `burst` of them at once. Plain; starts full.
class TokenBucket
{
public:
    TokenBucket() = default;
    TokenBucket(double rate, double burst)
        : m_rate(rate)
        , m_burst(burst)
        , m_tokens(burst)
    {
    }
    [[nodiscard]] bool take(std::chrono::milliseconds now);
    [[nodiscard]] bool has(std::chrono::milliseconds now); // without taking
    [[nodiscard]] std::chrono::milliseconds touched() const { return m_touched; }

private:
    double m_rate = 0;
    double m_burst = 0;
    double m_tokens = 0;
    std::chrono::milliseconds m_touched {0};
};

// A bucket per address in a table of fixed size: invented addresses cost no memory, and a full table forgets the one
// of few that was quiet longest. Plain.
class AddressBuckets
{
public:
    AddressBuckets(double rate, double burst);
    [[nodiscard]] bool take(const QHostAddress &address, std::chrono::milliseconds now);

private:
    using Key = std::array<quint8, 16>;
    struct Slot {
        Key address {};
        TokenBucket bucket;
        bool used = false;
    };
    static constexpr size_t ways = 8;
    static constexpr size_t sets = 512;

    [[nodiscard]] Slot &slotOf(const Key &key);

    double m_rate;
    double m_burst;
    size_t m_seed; // secret: which addresses share a set must not be foreseeable
    std::vector<Slot> m_slots;
};

// Everything presence may spend. Plain; one per Discovery.
class PresenceBudget
{
public:
    // What made somebody send us the datagram: nothing of ours, our announce, or a nonce only they were told.
    enum class Cause { None, Announce, Probe };
    enum class Urgency { Watched, Other };

    PresenceBudget();

    [[nodiscard]] bool admit(const QHostAddress &from, std::chrono::milliseconds now); // before parsing
    [[nodiscard]] bool check(Cause cause, std::chrono::milliseconds now); // of a signature
    [[nodiscard]] bool answer(const QHostAddress &to, std::chrono::milliseconds now);
    [[nodiscard]] bool probe(Urgency urgency, std::chrono::milliseconds now);
    [[nodiscard]] bool obeyCall(const model::PeerId &peer, std::chrono::milliseconds now);

private:
    AddressBuckets m_addresses;
    AddressBuckets m_answersTo;
    TokenBucket m_checks;
    TokenBucket m_announcedChecks;
    TokenBucket m_uncalledForChecks;
    TokenBucket m_answers;
    TokenBucket m_watchedProbes;
    TokenBucket m_otherProbes;
    TokenBucket m_calls;
    QHash<model::PeerId, std::chrono::milliseconds> m_called; // within the last callPerPeer
};

} // namespace native
