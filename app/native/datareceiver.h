#pragma once

#include "files/sink.h"
#include "model/transfer.h"
#include "native/datachannel.h"
#include "native/datacontrol.h"
#include "native/datatimings.h"
#include "wire/record.h"

#include <QElapsedTimer>

#include <map>
#include <set>
#include <unordered_map>

namespace native {

// Reads records of a job into its sink (PROTOCOL.md 6.4). Everything read is hostile: lengths, order, versions and
// hashes are checked before a byte reaches the sink. One thread.
class DataReceiver
{
public:
    DataReceiver(const model::Job &job, DataChannel &channel, DataControl &control, const DataTimings &timings);

    [[nodiscard]] model::JobOutcome run();

private:
    // Blocks of one entry whose hash was wrong, with the number of times they were asked for again.
    struct Asked {
        std::map<quint32, int> outstanding;
    };

    [[nodiscard]] base::Result<bool> receiveAll();
    [[nodiscard]] base::Result<bool> take(const wire::Record &record);
    [[nodiscard]] base::Result<bool> takeData(const wire::Record &record);
    [[nodiscard]] base::Result<bool> takeHole(const wire::Record &record);
    [[nodiscard]] base::Result<bool> takeEnd(const wire::Record &record);
    [[nodiscard]] base::Result<bool> takeFail(const wire::Record &record);
    [[nodiscard]] base::Result<bool> takeChanged(const wire::Record &record);
    [[nodiscard]] base::Result<bool> takeStill();
    [[nodiscard]] base::Result<bool> takeDone();

    // What a record of this entry is worth.
    enum class Worth { Take, Skip };
    [[nodiscard]] base::Result<Worth> judge(const wire::Record &record) const;
    [[nodiscard]] base::Result<bool> checkBlock(const wire::Record &record);
    [[nodiscard]] base::Result<bool> checkHole(const wire::Record &record) const;
    [[nodiscard]] base::Result<bool> noteBegun(quint32 entry);
    [[nodiscard]] base::Result<bool> takeWhole(const wire::Record &record);
    [[nodiscard]] base::Result<bool> takeBlock(const wire::Record &record);
    [[nodiscard]] base::Result<bool> endBlock(const wire::Record &record);
    [[nodiscard]] base::Result<QByteArray> readHash();
    [[nodiscard]] base::Result<bool> skipBlock(quint64 length); // and its hash
    [[nodiscard]] base::Result<bool> skip(quint64 bytes);
    void askAgain(quint32 entry, quint32 block);
    void ask(quint32 entry, const Asked &asked);

    [[nodiscard]] base::Result<bool> commit(quint32 entry, QByteArrayView fileHash);
    // A fault of one entry fails that and lets the rest go on.
    [[nodiscard]] base::Result<bool> settle(quint32 entry, const base::Result<bool> &result);
    void fail(quint32 entry, base::Fault fault);
    void forget(quint32 entry);

    [[nodiscard]] bool isKnown(quint32 entry) const;
    [[nodiscard]] bool isOutstanding(quint32 entry, quint32 block) const;
    [[nodiscard]] quint16 versionOf(quint32 entry) const;
    void report();

    const model::Job &m_job;
    DataChannel &m_channel;
    DataControl &m_control;
    DataTimings m_timings;
    files::Sink m_sink;
    files::BlockHasher m_hasher;
    QByteArray m_buffer;
    std::set<quint32> m_begun; // wanted entries some of which has come, but not their end
    std::map<quint32, Asked> m_asked; // kept when answered: an answer may come twice
    std::map<quint32, QByteArray> m_ended; // file hashes of entries that only wait for blocks asked for again
    std::unordered_map<quint32, quint16> m_versions;
    bool m_done = false;
    QElapsedTimer m_sinceReport;
};

} // namespace native
