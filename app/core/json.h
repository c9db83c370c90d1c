#pragma once

#include "core/core.h"
#include "model/message.h"
#include "model/peer.h"
#include "model/transfer.h"

#include <QJsonObject>

namespace core {

// The command line's JSON fields, stable and documented in README.
[[nodiscard]] QJsonObject toJson(const model::Peer &peer);
[[nodiscard]] QJsonObject toJson(const model::Message &message);
[[nodiscard]] QJsonObject toJson(const model::Transfer &transfer);
[[nodiscard]] QJsonObject toJson(const Status &status);

} // namespace core
