#include "files/backgroundflush.h"

#include <unistd.h>

namespace files {
namespace {

constexpr quint64 mostBytes = 64 * 1024 * 1024;
constexpr qint64 mostMs = 2000;

} // namespace

void BackgroundFlush::wrote(const Descriptor &file, int journal, quint64 bytes)
{
    if (m_bytes == 0)
        m_age.start();
    m_bytes += bytes;
    const bool isDue = m_bytes >= mostBytes || m_age.hasExpired(mostMs);
    if (!isDue || m_running.isRunning())
        return;
    if (!m_worker)
        m_worker = std::make_unique<base::Worker<Flusher>>([] { return std::make_unique<Flusher>(); });
    const auto data = std::make_shared<const Descriptor>(file.duplicate());
    const auto notes = std::make_shared<const Descriptor>(Descriptor(::dup(journal)));
    m_running = m_worker->post([data, notes](Flusher &) {
        const bool flushed = flush(data->get()).has_value();
        return flush(notes->get()).has_value() && flushed;
    });
    m_bytes = 0;
}

} // namespace files
