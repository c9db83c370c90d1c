#pragma once

#include "core/commandline.h"
#include "model/rule.h"

namespace core {

// What `rule PEER ...` makes of the rule that person has. A word alone replaces all of it; folder and same names can
// be given with it or changed alone. Usage for a word that is neither a consent nor a size.
[[nodiscard]] base::Result<model::PeerRule> ruleFrom(const Command &command, const model::PeerRule &present);
[[nodiscard]] QJsonObject toJson(const model::PeerRule &rule);

// "5000000", "500k", "20 MB", "1.5G": SI prefixes, at most 2^62. Nothing for anything else.
[[nodiscard]] std::optional<quint64> sizeFromText(const QString &text);

} // namespace core
