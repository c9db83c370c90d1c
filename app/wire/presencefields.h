#pragma once

#include "wire/fields.h"

namespace wire {

// Status of a person; a number of a later version counts as "here".
[[nodiscard]] model::Presence presenceOf(quint64 status);

// `[lowest, highest]` under `key`.
void readVersions(Fields &fields, qint64 key, quint64 &lowest, quint64 &highest);

} // namespace wire
