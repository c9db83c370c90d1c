#pragma once

#include <QString>

namespace ui {

// The drawing for a file of this name: "file-text", "file-image", "file-program" ...; by its ending only.
[[nodiscard]] QString fileIcon(const QString &name);

} // namespace ui
