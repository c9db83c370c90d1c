#include "ui/chat/heightindex.h"

#include <algorithm>
#include <bit>

namespace ui {
namespace {

size_t lowestBit(size_t value)
{
    return value & (~value + 1);
}

} // namespace

void HeightIndex::reset(qint64 first, qint64 last, int estimate)
{
    m_first = first;
    m_last = first - 1;
    m_estimate = std::max(estimate, 1);
    m_chunks.clear();
    m_tree.assign(1, 0);
    extendTo(last);
}

void HeightIndex::extendTo(qint64 last)
{
    if (m_tree.empty())
        m_tree.assign(1, 0);
    while (m_last < last) {
        if (m_chunks.empty() || m_chunks.back().count == chunkSize)
            appendChunk(0);
        Chunk &chunk = m_chunks.back();
        const int more = int(std::min<qint64>(last - m_last, chunkSize - chunk.count));
        chunk.count += more;
        if (!chunk.heights.empty())
            chunk.heights.resize(size_t(chunk.count), m_estimate);
        m_last += more;
        addToChunk(m_chunks.size() - 1, qint64(more) * m_estimate);
    }
}

void HeightIndex::setHeight(qint64 seq, int height)
{
    if (seq < m_first || seq > m_last)
        return;
    const size_t index = chunkOf(seq);
    Chunk &chunk = m_chunks[index];
    if (chunk.heights.empty())
        chunk.heights.assign(size_t(chunk.count), m_estimate);
    int &stored = chunk.heights[size_t((seq - m_first) % chunkSize)];
    const int wanted = std::max(height, 0);
    if (stored == wanted)
        return;
    addToChunk(index, wanted - stored);
    stored = wanted;
}

int HeightIndex::height(qint64 seq) const
{
    if (seq < m_first || seq > m_last)
        return 0;
    const Chunk &chunk = m_chunks[chunkOf(seq)];
    return chunk.heights.empty() ? m_estimate : chunk.heights[size_t((seq - m_first) % chunkSize)];
}

qint64 HeightIndex::top(qint64 seq) const
{
    if (seq <= m_first)
        return 0;
    if (seq > m_last)
        return total();
    const size_t index = chunkOf(seq);
    const Chunk &chunk = m_chunks[index];
    const qint64 inside = (seq - m_first) % chunkSize;
    qint64 sum = sumBefore(index);
    if (chunk.heights.empty())
        return sum + inside * m_estimate;
    for (qint64 i = 0; i < inside; ++i)
        sum += chunk.heights[size_t(i)];
    return sum;
}

qint64 HeightIndex::seqAt(qint64 y) const
{
    Q_ASSERT(!isEmpty());
    if (y < 0)
        return m_first;
    // Fenwick descent: the last chunk that begins at or above y.
    size_t position = 0;
    qint64 rest = y;
    for (size_t step = std::bit_floor(m_chunks.size()); step > 0; step >>= 1) {
        if (position + step <= m_chunks.size() && m_tree[position + step] <= rest) {
            position += step;
            rest -= m_tree[position];
        }
    }
    if (position >= m_chunks.size())
        return m_last;
    const Chunk &chunk = m_chunks[position];
    const qint64 chunkFirst = m_first + qint64(position) * chunkSize;
    if (chunk.heights.empty())
        return std::min(chunkFirst + rest / m_estimate, m_last);
    for (int i = 0; i < chunk.count; ++i) {
        rest -= chunk.heights[size_t(i)];
        if (rest < 0)
            return chunkFirst + i;
    }
    return m_last;
}

qint64 HeightIndex::sumBefore(size_t chunk) const
{
    qint64 sum = 0;
    for (size_t i = chunk; i > 0; i -= lowestBit(i))
        sum += m_tree[i];
    return sum;
}

void HeightIndex::addToChunk(size_t chunk, qint64 difference)
{
    for (size_t i = chunk + 1; i < m_tree.size(); i += lowestBit(i))
        m_tree[i] += difference;
}

void HeightIndex::appendChunk(int count)
{
    m_chunks.push_back({{}, count});
    const size_t node = m_chunks.size();
    qint64 sum = qint64(count) * m_estimate;
    for (size_t child = node - 1; child > node - lowestBit(node); child -= lowestBit(child))
        sum += m_tree[child];
    m_tree.push_back(sum);
}

} // namespace ui
