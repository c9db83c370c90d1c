#pragma once

#include "base/result.h"

#include <QString>

namespace ui {

// A sentence for people, one for every fault. Empty for Fault::None.
[[nodiscard]] QString errorText(base::Fault fault);

} // namespace ui
