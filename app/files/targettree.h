#pragma once

#include "files/foldertree.h"
#include "files/namelayout.h"
#include "model/transfer.h"

#include <functional>
#include <optional>
#include <unordered_map>

namespace files {

// Where the entries of a receiving job lie: folder descriptors below the target folder and names within them. Nothing
// it opens is outside the target folder.
class TargetTree
{
public:
    TargetTree(const model::Job &job, Missing missing);

    // The target folder itself, made when missing. Before anything else.
    [[nodiscard]] base::Result<bool> open();

    // Of a folder that already has its name. What was borrowed ends.
    void setName(quint32 folder, const QByteArray &name);
    // Makes a top-level folder under the first free name and returns that. What it is going to be called is told to
    // `note` before.
    using Note = std::function<base::Result<bool>(const QByteArray &name)>;
    [[nodiscard]] base::Result<QByteArray> makeTopFolder(quint32 entry, const Note &note);

    [[nodiscard]] QByteArray name(quint32 entry) const;
    [[nodiscard]] QByteArray partName(quint32 entry) const;
    [[nodiscard]] base::Result<int> folder(quint32 entry); // itself; borrowed until the next call
    [[nodiscard]] base::Result<int> parentFolder(quint32 entry); // borrowed until the next call
    [[nodiscard]] quint32 parent(quint32 entry) const { return m_manifest->entries[entry].parent; }
    [[nodiscard]] int target() const { return m_target.get(); }

private:
    model::ManifestPtr m_manifest;
    QString m_targetFolder;
    QByteArray m_partTag;
    Missing m_missing;
    NameLayout m_layout;
    std::unordered_map<quint32, QByteArray> m_names;
    Descriptor m_target;
    FolderTree m_folders;
};

} // namespace files
