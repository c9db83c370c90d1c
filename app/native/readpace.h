#pragma once

#include <QElapsedTimer>

#include <chrono>

namespace native {

// How fast one peer may talk: what it says ends in a queue of another thread. A share of frames and bytes per turn.
// Plain; used by Link.
class ReadPace
{
public:
    static constexpr std::chrono::milliseconds turn{50};
    static constexpr int framesPerTurn = 128;
    static constexpr qint64 bytesPerTurn = 8'388'608;

    ReadPace() { m_turn.start(); }

    void count(qsizetype bytes)
    {
        ++m_frames;
        m_bytes += bytes;
    }

    // How long until the next frame may be read; zero: at once.
    [[nodiscard]] std::chrono::milliseconds wait()
    {
        const auto used = std::chrono::milliseconds(m_turn.elapsed());
        if (used >= turn) {
            m_turn.restart();
            m_frames = 0;
            m_bytes = 0;
        }
        const bool mayRead = m_frames < framesPerTurn && m_bytes < bytesPerTurn;
        return mayRead ? std::chrono::milliseconds(0) : turn - used;
    }

private:
    QElapsedTimer m_turn;
    int m_frames = 0;
    qint64 m_bytes = 0;
};

} // namespace native
