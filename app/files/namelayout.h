#pragma once

#include "model/listing.h"

#include <QByteArray>

#include <unordered_map>

namespace files {

// What every entry of a received manifest is called on this disk: safe, and unique within its folder as a case-blind
// system compares. A pure function of the manifest, so that every round finds the same names. Keeps only names that
// differ from the manifest's.
class NameLayout
{
public:
    explicit NameLayout(const model::Manifest &manifest);

    [[nodiscard]] QByteArray name(quint32 entry) const;

private:
    const model::Manifest &m_manifest;
    std::unordered_map<quint32, QByteArray> m_changed;
};

} // namespace files
