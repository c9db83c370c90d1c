#pragma once

#include "base/result.h"
#include "model/message.h"
#include "model/offer.h"

#include <QByteArray>
#include <QFile>

#include <map>
#include <mutex>
#include <set>
#include <unordered_map>
#include <vector>

namespace files {

// What a receiving transfer's journal tells about earlier rounds.
struct Notes {
    struct Begun {
        quint64 size = 0; // of the whole file, as it was announced when the part file was made
        qint64 timeMs = 0;
        std::map<quint32, QByteArray> blocks; // hashes of what was written
        QByteArray finalName {}; // that it was about to get, where that is not as laid out
    };

    std::unordered_map<quint32, QByteArray> folders; // that have a name already, and how they are called
    std::set<quint32> joined; // those of them that were there before us
    std::unordered_map<quint32, Begun> begun; // files with a part file
    model::RangeSet done;
    std::unordered_map<quint32, QByteArray> finalNames; // of done files that are not called as laid out
    std::unordered_map<quint32, quint64> finalSizes; // of done files whose size is not the manifest's
    // Folders that exist because of us: what is empty of them may go again.
    [[nodiscard]] std::vector<bool> madeByUs(const model::Manifest &manifest) const;

    bool finished = false; // every wanted entry was there or given up, empty folders too
};

// The notes of one receiving transfer: an append-only file of checked records in the transfer's state folder. A torn
// end, as a power cut leaves it, is cut off. Blocks. Once open, several threads may append.
class Journal
{
public:
    Journal(const QString &stateFolder, const model::TransferId &transfer);

    // What is noted; nothing when there is no journal or it belongs to another transfer.
    [[nodiscard]] Notes read(const model::Manifest &manifest);
    // Ready to append, after the last whole record read() found. DiskFull, CannotWrite.
    [[nodiscard]] base::Result<bool> open();

    base::Result<bool> madeFolder(quint32 entry, const QByteArray &name); // or that is made next
    base::Result<bool> joinedFolder(quint32 entry, const QByteArray &name); // one that was there
    base::Result<bool> began(quint32 entry, quint64 size, qint64 timeMs); // a fresh part file
    base::Result<bool> wroteBlock(quint32 entry, quint32 block, QByteArrayView hash);
    // A file of one block that is on the disk whole: began() and wroteBlock() in one.
    base::Result<bool> wroteWhole(quint32 entry, quint64 size, qint64 timeMs, QByteArrayView hash);
    base::Result<bool> leftHole(quint32 entry, quint32 firstBlock, quint32 blocks);
    base::Result<bool> naming(quint32 entry, const QByteArray &finalName); // told before the file gets it
    base::Result<bool> done(quint32 entry, const QByteArray &finalName); // empty: as laid out
    base::Result<bool> done(const std::vector<quint32> &entries); // all as laid out
    base::Result<bool> finished();

    [[nodiscard]] int handle() const { return m_file.handle(); }
    void remove(); // and the state folder, when nothing else is in it

private:
    base::Result<bool> append(const QByteArray &records);

    QString m_folder;
    model::TransferId m_transfer;
    QFile m_file;
    std::mutex m_appending;
    qint64 m_goodBytes = 0; // read() found whole records up to here
};

} // namespace files
