#pragma once

#include <QByteArray>
#include <QMetaType>
#include <QString>

#include <memory>
#include <vector>

namespace model {

enum class EntryKind : quint8 { Folder = 0, File = 1, Symlink = 2 };

// One line of a manifest (PROTOCOL.md 6.2). Entries count from 0; `parent` is 0 for the top, or 1 + the index of an
// earlier folder, so there are no paths to parse.
struct Entry {
    EntryKind kind = EntryKind::File;
    bool executable = false;
    bool nameAltered = false; // bytes on the sender's disk were not UTF-8
    bool incomplete = false; // of a folder: the sender could not list everything in it
    quint32 parent = 0;
    QByteArray name; // UTF-8, one component
    quint64 size = 0;
    qint64 timeMs = 0; // modification time
    QByteArray target; // of a symlink

    bool operator==(const Entry &) const = default;
};

// What is offered. Immutable once made; shared between threads.
struct Manifest {
    std::vector<Entry> entries;

    [[nodiscard]] quint64 bytes() const;
    [[nodiscard]] quint32 files() const;
    bool operator==(const Manifest &) const = default;
};
using ManifestPtr = std::shared_ptr<const Manifest>;

// A set of unsigned numbers as sorted, disjoint, non-touching ranges.
class RangeSet
{
public:
    struct Range {
        quint32 first = 0;
        quint32 count = 0;
        bool operator==(const Range &) const = default;
    };

    void insert(quint32 value) { insert(Range{value, 1}); }
    void insert(Range range);
    [[nodiscard]] bool contains(quint32 value) const;
    [[nodiscard]] quint64 count() const;
    [[nodiscard]] bool isEmpty() const { return m_ranges.empty(); }
    [[nodiscard]] const std::vector<Range> &ranges() const { return m_ranges; }
    bool operator==(const RangeSet &) const = default;

private:
    std::vector<Range> m_ranges;
};

} // namespace model
