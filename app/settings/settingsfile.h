#pragma once

#include <QHash>
#include <QString>
#include <QVariant>

namespace settings {

// The settings file: INI, readable by its owner only. Any thread.

// Empty when there is no file, or none that can be understood; that one is moved aside, with a warning.
[[nodiscard]] QHash<QString, QVariant> readFile(const QString &file);
// As a new file that takes the old one's place, so that a crash or a full disk leaves one of the two whole.
[[nodiscard]] bool writeFile(const QString &file, const QHash<QString, QVariant> &values);

} // namespace settings
