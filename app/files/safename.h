#pragma once

#include <QSet>
#include <QString>

#include <functional>

namespace files {

inline constexpr qsizetype longestName = 255; // bytes of UTF-8

// How part files end; safeName() keeps received names from ending so.
inline constexpr char partSuffix[] = ".landline-part";

// One path component made storable on every system (desktop-conventions W10): separators, control, direction and
// zero-width characters, `\ : * ? " < > |`, device names, trailing dots and blanks, dots-only, over 255 bytes of
// UTF-8 (the extension stays). Never empty. NFC.
[[nodiscard]] QString safeName(const QString &name);

// True for the usual case, printable ASCII that safeName() would return as it is. Cheap.
[[nodiscard]] bool isPlainSafeName(QByteArrayView name);

// `name`, or `name (2)`, `name (3)` ... before the extension, until its NFC case-folded form is not in `taken`; the
// result is added to `taken`.
[[nodiscard]] QString uniqueName(const QString &name, QSet<QString> &taken);
// The same with `isTaken` asked for folded names, at most about 50 times; nothing is added.
using IsTaken = std::function<bool(const QString &folded)>;
[[nodiscard]] QString freeName(const QString &name, const IsTaken &isTaken);

[[nodiscard]] QString numberedName(const QString &name, int number); // still at most 255 bytes
[[nodiscard]] QString foldedName(const QString &name); // for comparing as a case-blind system does

// At most `bytes` of UTF-8, cut between characters.
[[nodiscard]] QByteArray cutUtf8(const QByteArray &utf8, qsizetype bytes);

} // namespace files
