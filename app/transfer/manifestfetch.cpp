#include "transfer/manifestfetch.h"

#include "wire/manifest.h"

#include <utility>

namespace transfer {
namespace {

constexpr quint32 pagesAhead = 4;
constexpr quint64 mostReserved = quint64(16) * 1024 * 1024; // of what the sender only says

// A page is full by entries or by bytes, but for the last one.
quint32 mostPages(quint64 length, quint32 entries)
{
    return entries / quint32(wire::entriesPerPage) + quint32(length / quint64(wire::pageBytes / 2)) + 2;
}

} // namespace

ManifestFetch::ManifestFetch(gateway::Gateways &gateways, Wanted wanted, QObject *parent)
    : QObject(parent)
    , m_gateways(gateways)
    , m_wanted(std::move(wanted))
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, this, [this] { end({base::Fault::Timeout, QStringLiteral("manifest")}); });
}

void ManifestFetch::start()
{
    m_patience.start();
    m_bytes.reserve(qsizetype(std::min<quint64>(m_wanted.length, mostReserved)));
    ask();
}

void ManifestFetch::receive(const model::ManifestPagePost &page)
{
    if (m_over || page.page < m_next || page.page >= m_asked || m_early.contains(page.page))
        return;
    if (page.bytes.isEmpty() || page.bytes.size() > wire::pageBytes)
        return end({base::Fault::Malformed, QStringLiteral("manifest page")});
    m_early.emplace(page.page, page.bytes);
    m_patience.start();
    takeInOrder();
}

void ManifestFetch::takeInOrder()
{
    for (auto page = m_early.find(m_next); page != m_early.end(); page = m_early.find(m_next)) {
        m_bytes += page->second;
        m_early.erase(page);
        ++m_next;
    }
    const quint64 length = quint64(m_bytes.size());
    if (length > m_wanted.length || m_next > mostPages(m_wanted.length, m_wanted.entries))
        return end({base::Fault::Malformed, QStringLiteral("manifest longer than offered")});
    if (length < m_wanted.length)
        return ask();
    m_over = true;
    m_patience.stop();
    emit fetched(std::exchange(m_bytes, {}));
}

void ManifestFetch::ask()
{
    for (; m_asked < m_next + pagesAhead; ++m_asked)
        m_gateways.send(m_wanted.peer, {{}, model::ManifestRequestPost{m_wanted.transfer, m_asked}});
}

void ManifestFetch::end(const base::Error &error)
{
    m_over = true;
    m_patience.stop();
    m_bytes.clear();
    m_early.clear();
    emit failed(error);
}

} // namespace transfer
