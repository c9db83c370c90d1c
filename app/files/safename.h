#pragma once

#include <QSet>
#include <QString>

namespace files {

// One path component made storable on every system (desktop-conventions W10): separators, control, direction and
// zero-width characters, `\ : * ? " < > |`, device names, trailing dots and blanks, dots-only, over 255 bytes of
// UTF-8 (the extension stays). Never empty. NFC.
[[nodiscard]] QString safeName(const QString &name);

// `name`, or `name (2)`, `name (3)` ... before the extension, until its NFC case-folded form is not in `taken`; the
// result is added to `taken`.
[[nodiscard]] QString uniqueName(const QString &name, QSet<QString> &taken);
[[nodiscard]] QString numberedName(const QString &name, int number);
[[nodiscard]] QString foldedName(const QString &name); // for comparing as a case-blind system does

} // namespace files
