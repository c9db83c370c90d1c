#include "ui/transfers/filepages.h"

#include "base/then.h"

namespace ui {
namespace {

using namespace std::chrono_literals;

constexpr auto renewEvery = 1s; // while bytes move
constexpr int mostAsked = 2; // pages at a time: who scrolls past a thousand of them waits only for the last
constexpr int keptAround = 10; // pages on each side of those in sight

} // namespace

FilePages::FilePages(transfer::TransferQueue &queue, const model::TransferId &id, QObject *parent)
    : QObject(parent)
    , m_queue(queue)
    , m_transfer(id)
    , m_before(queue.transfer(id))
{
    m_renew.setSingleShot(true);
    m_renew.setInterval(renewEvery);
    connect(&m_renew, &QTimer::timeout, this, &FilePages::renew);
    connect(&queue, &transfer::TransferQueue::changed, this, &FilePages::onChanged);
}

bool FilePages::isWhole() const
{
    return m_before && m_before->state == model::TransferState::Done && m_before->failed.isEmpty();
}

void FilePages::setShow(Show show)
{
    if (m_show == show)
        return;
    m_show = show;
    m_pages.clear();
    m_count = 0;
    m_isReady = false;
    m_from = m_to = 0;
    renew();
    emit changed();
}

void FilePages::choose(const transfer::Choice &choice)
{
    m_choice = choice;
    renew();
}

const transfer::EntryLine *FilePages::at(int row) const
{
    const auto page = m_pages.constFind(row / pageSize);
    const qsizetype place = row % pageSize;
    return page == m_pages.cend() || place >= page->size() ? nullptr : &page->at(place);
}

void FilePages::want(int from, int to)
{
    m_from = std::max(from, 0) / pageSize;
    m_to = std::max(to, 0) / pageSize;
    for (int page = m_from; page <= m_to && m_asked < mostAsked; ++page) {
        if (!m_fresh.contains(page))
            ask(page);
    }
}

void FilePages::ask(int page)
{
    m_fresh.insert(page);
    const auto from = quint32(page) * pageSize;
    auto answer = m_show == Show::Failed ? m_queue.failedEntries(m_transfer, from, pageSize)
                  : m_choice             ? m_queue.choose(m_transfer, *m_choice, from, pageSize)
                                         : m_queue.entries(m_transfer, from, pageSize);
    ++m_asked;
    base::then(answer, this, [this, page, round = m_round](const base::Result<transfer::EntryPage> &result) {
        --m_asked;
        if (round == m_round)
            take(page, result);
        want(m_from * pageSize, m_to * pageSize);
    });
}

void FilePages::take(int page, const base::Result<transfer::EntryPage> &result)
{
    if (!result) {
        emit failed(result.error());
        return;
    }
    m_isReady = true;
    m_count = int(std::min<quint32>(result->total, INT_MAX));
    m_pages.insert(page, result->lines);
    if (m_choice) {
        m_chosen = *result;
        m_chosen.lines.clear();
    }
    dropFar();
    emit changed();
}

// At once when something else than the bytes is different.
void FilePages::onChanged(const model::Transfer &transfer)
{
    if (transfer.id != m_transfer)
        return;
    const bool matters =
        !m_before || m_before->state != transfer.state || m_before->failed.size() != transfer.failed.size();
    m_before = transfer;
    if (matters)
        renew();
    else if (!m_renew.isActive())
        m_renew.start();
}

// What is shown stays until the answer is here.
void FilePages::renew()
{
    m_renew.stop();
    ++m_round;
    m_fresh.clear();
    want(m_from * pageSize, m_to * pageSize);
}

void FilePages::dropFar()
{
    m_pages.removeIf([this](const auto &entry) {
        const bool isFar = entry.key() < m_from - keptAround || entry.key() > m_to + keptAround;
        if (isFar)
            m_fresh.remove(entry.key());
        return isFar;
    });
}

} // namespace ui
