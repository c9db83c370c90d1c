#pragma once

#include "model/rule.h"

#include <QString>

namespace ui {

// What happens to names that are taken, as a choice and as a sentence.
[[nodiscard]] QString sameNameChoice(model::SameName sameName); // "Keep both"
[[nodiscard]] QString sameNameSentence(model::SameName sameName);

} // namespace ui
