#pragma once

#include <QString>

namespace ui {

// Programs, scripts, installers, shortcuts, documents with macros, disk images: never opened by one click.
[[nodiscard]] bool isRiskyName(const QString &fileName);
// Looks at rights and first bytes as well; folders are never risky. Reads the disk: not for the main thread.
[[nodiscard]] bool isRiskyFile(const QString &path);

} // namespace ui
