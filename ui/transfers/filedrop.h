#pragma once

#include <QStringList>

class QMimeData;

namespace ui {

// Local files and folders in dragged or copied data, each once; nothing is read from the disk.
[[nodiscard]] QStringList localPaths(const QMimeData &data);
[[nodiscard]] bool hasLocalPaths(const QMimeData &data);

} // namespace ui
