#pragma once

#include <QtGlobal>

#include <vector>

namespace ui {

// Heights of all messages of a conversation in pixels, by their dense number: measured where known, estimated
// elsewhere. A Fenwick tree over chunks maps between numbers and pixels in O(log n). Plain value.
class HeightIndex
{
public:
    static constexpr qint64 chunkSize = 128;

    // Messages first..last, each `estimate` high; last < first: none.
    void reset(qint64 first, qint64 last, int estimate);
    // More messages at the end, `estimate` high each. A smaller `last` than before changes nothing.
    void extendTo(qint64 last);
    // Numbers outside first..last are ignored. Negative heights count as 0.
    void setHeight(qint64 seq, int height);

    [[nodiscard]] qint64 first() const { return m_first; }
    [[nodiscard]] qint64 last() const { return m_last; }
    [[nodiscard]] bool isEmpty() const { return m_last < m_first; }
    [[nodiscard]] qint64 total() const { return sumBefore(m_chunks.size()); }
    [[nodiscard]] int height(qint64 seq) const; // 0 outside
    // The upper edge; total() for numbers past the last.
    [[nodiscard]] qint64 top(qint64 seq) const;
    // Who covers pixel `y`; the nearest one outside 0..total()-1. Do not ask an empty index.
    [[nodiscard]] qint64 seqAt(qint64 y) const;

private:
    struct Chunk {
        std::vector<int> heights; // empty: all estimated
        int count = 0;
    };

    [[nodiscard]] size_t chunkOf(qint64 seq) const { return size_t((seq - m_first) / chunkSize); }
    [[nodiscard]] qint64 sumBefore(size_t chunk) const;
    void addToChunk(size_t chunk, qint64 difference);
    void appendChunk(int count);

    qint64 m_first = 1;
    qint64 m_last = 0;
    int m_estimate = 1;
    std::vector<Chunk> m_chunks;
    std::vector<qint64> m_tree; // 1-based Fenwick tree of the chunks' heights
};

} // namespace ui
