#pragma once

#include "gateway/gateways.h"
#include "model/transfer.h"

#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <map>
#include <memory>

namespace transfer {

// Reads files for a peer that seems to have them already, and tells it their hashes (PROTOCOL.md 6.6). One question of
// a transfer at a time and one waiting, and only so often: a peer cannot keep the disk busy. Main thread.
class SourceHashes : public QObject
{
    Q_OBJECT
public:
    static constexpr quint64 mostTimes = 8; // the whole list of a transfer, on average

    explicit SourceHashes(gateway::Gateways &gateways, QObject *parent = nullptr);
    ~SourceHashes() override; // waits for the reading, which it stops

    void read(const model::Job &job, const model::RangeSet &entries); // a sending one
    void stop(const model::TransferId &transfer); // nobody hears the answer
    void forget(const model::TransferId &transfer); // the transfer goes on, or is over

private:
    struct Question {
        quint64 asked = 0; // entries, so far
        std::shared_ptr<std::atomic_bool> stop; // null: nothing is being read
        model::RangeSet next; // asked for meanwhile
    };

    void answer(const model::Job &job, const model::RangeSet &entries, Question &question);

    gateway::Gateways &m_gateways;
    std::map<model::TransferId, Question> m_questions;
    QThreadPool m_pool;
};

} // namespace transfer
