#pragma once

#include "dataend.h"
#include "datarawpeer.h"

#include "files/hasher.h"

#include <QTemporaryDir>

// One end of ours and the key of a hand-written other one.
namespace dataend {

inline constexpr qsizetype mib = 1024 * 1024;
inline constexpr int patienceMs = 60'000;

[[nodiscard]] inline QByteArray joinedHash(const QByteArray &bytes)
{
    files::FileHash hash(files::blockCount(quint64(bytes.size())));
    for (quint32 block = 0; block < hash.blocks(); ++block)
        hash.setBlock(block, files::xxh128(bytes.mid(qsizetype(block) * mib, mib)));
    return hash.result();
}

[[nodiscard]] inline model::RangeSet blocks(std::initializer_list<quint32> values)
{
    model::RangeSet set;
    for (const quint32 value : values)
        set.insert(value);
    return set;
}

// A receiving job of files "0", "1" ... and a folder, waiting for `peer` to dial.
struct Receiving {
    explicit Receiving(const QList<QByteArray> &files, const native::DataTimings &timings = {}, bool holes = false)
        : end(timings)
    {
        job.holes = holes;
        model::Manifest manifest;
        for (const QByteArray &bytes : files) {
            model::Entry entry;
            entry.name = QByteArray::number(manifest.entries.size());
            entry.size = quint64(bytes.size());
            manifest.entries.push_back(entry);
        }
        model::Entry folder;
        folder.kind = model::EntryKind::Folder;
        folder.name = "folder";
        manifest.entries.push_back(folder);
        job.transfer = model::TransferId::random();
        job.peer = peer->id();
        job.direction = model::Direction::In;
        job.round = 5;
        job.manifest = std::make_shared<const model::Manifest>(manifest);
        job.targetFolder = dir.filePath(u"target"_qs);
        job.stateFolder = dir.filePath(u"state"_qs);
        end.connections.startJob(job, native::DataConnections::Role::Waits, {});
    }
    [[nodiscard]] wire::DataOpen open() const { return {job.transfer, job.round, 0, 1}; }
    [[nodiscard]] QString target(int file) const { return dir.filePath(u"target/%1"_qs.arg(file)); }

    QTemporaryDir dir;
    DataEnd end;
    std::shared_ptr<const identity::Identity> peer = *identity::Identity::generate();
    model::Job job;
};

// A sending job of one path, waiting for `peer` to dial.
struct Sending {
    explicit Sending(const QString &path, const native::DataTimings &timings = {}, bool holes = false)
        : end(timings)
        , job(sendingJob(path, peer->id()))
    {
        job.holes = holes;
        end.connections.startJob(job, native::DataConnections::Role::Waits, {});
    }
    [[nodiscard]] wire::DataOpen open() const { return {job.transfer, job.round, 0, 1}; }

    DataEnd end;
    std::shared_ptr<const identity::Identity> peer = *identity::Identity::generate();
    model::Job job;
};

} // namespace dataend
