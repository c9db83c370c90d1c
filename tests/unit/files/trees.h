#pragma once

#include "files/sink.h"
#include "model/transfer.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <vector>

namespace trees {

void write(const QString &path, const QByteArray &bytes);
[[nodiscard]] QByteArray read(const QString &path);
[[nodiscard]] QByteArray noise(qsizetype size, quint32 seed); // the same for the same seed
[[nodiscard]] QStringList below(const QString &folder); // relative paths of everything, hidden too, sorted

// A manifest written line by line.
class Listed
{
public:
    quint32 folder(const QByteArray &name, quint32 parent = 0); // the number to use as parent
    quint32 file(const QByteArray &name, quint64 size, quint32 parent = 0); // its entry
    quint32 add(model::Entry entry);

    model::Manifest manifest;
};

// Folders one below the other, each of the same name, deeper than a path may be long. Gone with this object.
class Deep
{
public:
    Deep(const QString &base, int depth, const QByteArray &name);
    ~Deep();
    Deep(const Deep &) = delete;
    Deep &operator=(const Deep &) = delete;

    [[nodiscard]] QString top() const;
    [[nodiscard]] bool write(const QByteArray &name, const QByteArray &bytes) const; // in the deepest
    // Of the file "file" in the deepest.
    [[nodiscard]] static QByteArray read(const QString &top, int depth, const QByteArray &name);
    static void remove(const QString &base, int depth, const QByteArray &name);

private:
    QString m_base;
    QByteArray m_name;
    int m_depth;
};

// A receiving job below `base`: target folder "target", state folder "state".
[[nodiscard]] model::Job receiving(const model::Manifest &manifest, const QString &base);

// All blocks of one file into the sink, then its end; the first fault.
[[nodiscard]] base::Result<bool> put(files::Sink &sink, quint32 entry, const QByteArray &bytes);
[[nodiscard]] base::Result<bool> putBlock(files::Sink &sink, quint32 entry, const QByteArray &file, quint32 block);
[[nodiscard]] base::Result<bool> writeBlock(files::Sink &sink, quint32 entry, quint64 offset, const QByteArray &bytes,
                                            const QByteArray &hash);
[[nodiscard]] QByteArray fileHash(const QByteArray &bytes);

} // namespace trees
