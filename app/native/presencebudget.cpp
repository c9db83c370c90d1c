#include "native/presencebudget.h"

#include "native/presencelimits.h"

#include <QRandomGenerator>

#include <algorithm>
#include <cstring>

namespace native {

using std::chrono::milliseconds;

bool TokenBucket::has(milliseconds now)
{
    const double passed = double((now - m_touched).count()) / 1000.0;
    m_tokens = std::min(m_burst, m_tokens + std::max(0.0, passed) * m_rate);
    m_touched = now;
    return m_tokens >= 1;
}

bool TokenBucket::take(milliseconds now)
{
    if (!has(now))
        return false;
    m_tokens -= 1;
    return true;
}

AddressBuckets::AddressBuckets(double rate, double burst)
    : m_rate(rate)
    , m_burst(burst)
    , m_seed(size_t(QRandomGenerator::system()->generate64()))
    , m_slots(sets * ways)
{
}

AddressBuckets::Slot &AddressBuckets::slotOf(const Key &key)
{
    const size_t set = qHashBits(key.data(), key.size(), m_seed) % sets;
    const auto first = m_slots.begin() + qptrdiff(set * ways);
    const auto last = first + qptrdiff(ways);
    const auto found = std::find_if(first, last, [&](const Slot &slot) { return slot.used && slot.address == key; });
    if (found != last)
        return *found;
    Slot &oldest = *std::min_element(first, last, [](const Slot &a, const Slot &b) {
        return std::pair(a.used, a.bucket.touched()) < std::pair(b.used, b.bucket.touched());
    });
    oldest = {key, TokenBucket(m_rate, m_burst), true};
    return oldest;
}

bool AddressBuckets::take(const QHostAddress &address, milliseconds now)
{
    Key key;
    const Q_IPV6ADDR bytes = address.toIPv6Address(); // IPv4 comes mapped
    std::memcpy(key.data(), &bytes, key.size());
    return slotOf(key).bucket.take(now);
}

PresenceBudget::PresenceBudget()
    : m_addresses(limits::datagramsPerAddress, limits::datagramBurst)
    , m_answersTo(limits::answersPerAddress, limits::answersPerAddress)
    , m_checks(limits::checks, limits::checks)
    , m_announcedChecks(limits::announcedChecks, limits::announcedChecks)
    , m_uncalledForChecks(limits::uncalledForChecks, limits::uncalledForChecks)
    , m_answers(limits::answers, limits::answers)
    , m_watchedProbes(limits::watchedProbes, limits::watchedProbes)
    , m_otherProbes(limits::otherProbes, limits::otherProbes)
    , m_calls(limits::callsPerMinute / 60, limits::callsPerMinute)
{
}

bool PresenceBudget::admit(const QHostAddress &from, milliseconds now)
{
    return m_addresses.take(from, now);
}

bool PresenceBudget::check(Cause cause, milliseconds now)
{
    switch (cause) {
    case Cause::None: return m_checks.has(now) && m_uncalledForChecks.take(now) && m_checks.take(now);
    case Cause::Announce: return m_checks.has(now) && m_announcedChecks.take(now) && m_checks.take(now);
    case Cause::Probe: return m_checks.take(now);
    }
    return false;
}

bool PresenceBudget::answer(const QHostAddress &to, milliseconds now)
{
    return m_answers.has(now) && m_answersTo.take(to, now) && m_answers.take(now);
}

bool PresenceBudget::probe(Urgency urgency, milliseconds now)
{
    return urgency == Urgency::Watched ? m_watchedProbes.take(now) : m_otherProbes.take(now);
}

bool PresenceBudget::obeyCall(const model::PeerId &peer, milliseconds now)
{
    m_called.removeIf([now](auto entry) { return now - entry.value() >= limits::callPerPeer; });
    if (m_called.contains(peer) || !m_calls.take(now))
        return false;
    m_called.insert(peer, now);
    return true;
}

} // namespace native
