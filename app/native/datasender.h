#pragma once

#include "files/hasher.h"
#include "files/source.h"
#include "model/transfer.h"
#include "native/datachannel.h"
#include "native/datacontrol.h"
#include "native/datatimings.h"
#include "wire/record.h"

#include <QElapsedTimer>

#include <unordered_map>

namespace native {

// Sends a job's files as records (PROTOCOL.md 6.4), then stays for `again` until the receiver closes. One thread.
class DataSender
{
public:
    DataSender(const model::Job &job, DataChannel &channel, DataControl &control, const DataTimings &timings);

    [[nodiscard]] model::JobOutcome run();

private:
    using Opened = files::Source::Opened;
    // How one try at a file ended.
    enum class Try { Sent, Changed, Failed };

    [[nodiscard]] base::Result<bool> sendAll();
    [[nodiscard]] base::Result<bool> stay();
    [[nodiscard]] base::Result<bool> serveRequests();
    [[nodiscard]] base::Result<bool> serve(const DataRequests::Request &request);

    enum class Start { AsClaimed, Anew };
    [[nodiscard]] base::Result<bool> sendFile(quint32 entry, Start start);
    [[nodiscard]] base::Result<Try> trySending(quint32 entry, const Opened &opened, files::FileHash hashes);
    [[nodiscard]] base::Result<Try> sendSmall(quint32 entry, const Opened &opened);
    [[nodiscard]] base::Result<Try> sendBlocks(quint32 entry, const Opened &opened, files::FileHash hashes);
    // Blocks from `block` on that are holes and not yet held there; 0 when it is none.
    [[nodiscard]] quint32 holesAt(quint32 block, const Opened &opened, const files::FileHash &hashes);
    // Both note the hashes of what they send.
    [[nodiscard]] base::Result<Try> sendHole(quint32 entry, const Opened &opened, quint32 block, quint32 count,
                                             files::FileHash &hashes);
    [[nodiscard]] base::Result<Try> sendBlock(quint32 entry, const Opened &opened, quint32 block,
                                              files::FileHash &hashes);
    [[nodiscard]] base::Result<bool> resend(quint32 entry, const Opened &opened, const DataRequests::Request &request);
    [[nodiscard]] base::Result<bool> sendFail(quint32 entry, base::Fault fault);
    [[nodiscard]] base::Result<bool> sendChanged(quint32 entry, const Opened &opened);

    // The hashes of the claimed blocks when the claim is right; all unknown when there is none or it is wrong.
    [[nodiscard]] base::Result<files::FileHash> claimedHashes(const model::PartialFile *claim, const Opened &opened);
    [[nodiscard]] QByteArray hashFromSource(const Opened &opened, quint32 block);
    [[nodiscard]] const model::PartialFile *claimOf(quint32 entry) const;
    [[nodiscard]] bool hasFailed(quint32 entry) const;
    [[nodiscard]] bool isAsSent(quint32 entry, const Opened &opened) const;

    [[nodiscard]] base::Result<bool> writeRecord(const wire::Record &record);
    [[nodiscard]] base::Result<bool> stayAlive(); // between records
    [[nodiscard]] wire::Record record(wire::RecordType type, quint32 entry) const;
    void report();

    // What the receiver was told of a file beyond the manifest.
    struct Changed {
        quint16 version = 0;
        quint64 size = 0;
        qint64 timeMs = 0;
    };

    const model::Job &m_job;
    DataChannel &m_channel;
    DataControl &m_control;
    DataTimings m_timings;
    files::Source m_source;
    files::BlockHasher m_hasher;
    QByteArray m_buffer;
    std::unordered_map<quint32, const model::PartialFile *> m_claims;
    std::unordered_map<quint32, Changed> m_changed;
    std::vector<model::FailedEntry> m_failed;
    quint64 m_settledBytes = 0; // of files the receiver has
    quint64 m_currentBytes = 0; // of the one under way
    QElapsedTimer m_sinceReport;
    QElapsedTimer m_sinceRecord;
    QElapsedTimer m_sinceFlush;
};

} // namespace native
