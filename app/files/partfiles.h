#pragma once

#include "files/descriptor.h"
#include "files/hasher.h"
#include "files/journal.h"
#include "files/targettree.h"

#include <unordered_map>
#include <vector>

namespace files {

// The begun files of a sink: their part files on disk and the hashes of the blocks in them.
class PartFiles
{
public:
    struct Part {
        quint64 size = 0;
        qint64 timeMs = 0;
        FileHash hashes;
        quint64 held = 0; // bytes in known blocks
        Descriptor file;
    };

    PartFiles(TargetTree &tree, Journal &journal);

    // A fresh, empty part file, whatever was there before.
    [[nodiscard]] base::Result<bool> begin(quint32 entry, quint64 size, qint64 timeMs);
    // Goes on with one from an earlier round that holds `blocks`; hashes that are not noted are made from the disk.
    [[nodiscard]] base::Result<bool> adopt(quint32 entry, const Notes::Begun &begun, const model::RangeSet &blocks);
    [[nodiscard]] base::Result<bool> write(quint32 entry, quint64 offset, QByteArrayView bytes);
    [[nodiscard]] base::Result<bool> keepBlock(quint32 entry, quint32 block, QByteArrayView hash);
    // `count` blocks of zeros, which take no room where the disk can do that.
    [[nodiscard]] base::Result<bool> leaveHole(quint32 entry, quint32 first, quint32 count);
    // A fresh file of one block, whole at once; it is not kept here.
    [[nodiscard]] base::Result<Descriptor> putWhole(quint32 entry, qint64 timeMs, QByteArrayView bytes, QByteArrayView hash);
    [[nodiscard]] base::Result<int> file(quint32 entry); // borrowed until the next call

    [[nodiscard]] const Part *find(quint32 entry) const;
    [[nodiscard]] Part take(quint32 entry); // out of here, with its open file
    void drop(quint32 entry); // the part file stays on disk
    [[nodiscard]] quint64 held() const { return m_held; }

private:
    [[nodiscard]] base::Result<bool> adoptBlock(quint32 entry, Part &part, const Notes::Begun &begun, quint32 block);
    void hold(Part &part, quint32 block, QByteArrayView hash);
    void noteOpen(quint32 entry);

    TargetTree &m_tree;
    Journal &m_journal;
    std::unordered_map<quint32, Part> m_parts;
    std::vector<quint32> m_openOrder;
    quint64 m_held = 0;
};

} // namespace files
