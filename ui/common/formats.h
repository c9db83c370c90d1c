#pragma once

#include "model/peer.h"

#include <QDateTime>
#include <QString>

// Numbers, times and counts as people read them, in the language and locale in use.
namespace ui::formats {

[[nodiscard]] QString size(quint64 bytes); // "48.2 MB"
[[nodiscard]] QString doneOf(quint64 done, quint64 total); // "29.4 of 48.2 MB"
[[nodiscard]] QString speed(quint64 bytesPerSecond); // "11.2 MB/s"
[[nodiscard]] QString timeLeft(qint64 seconds); // "7 s left", "3 min left", "2 h 5 min left"
[[nodiscard]] QString percent(quint64 done, quint64 total); // "61 %"; 100 only when all is there
[[nodiscard]] QString files(quint32 count); // "14 files"
[[nodiscard]] QString count(int unread); // "99+" beyond 99

[[nodiscard]] QString clock(const QDateTime &time); // "10:42"
// Day line: Today, Yesterday, the weekday within a week, else the full date.
[[nodiscard]] QString day(const QDate &day, const QDate &today);
// In the list: the time today, "Yesterday", a short weekday within a week, else a short date.
[[nodiscard]] QString listTime(const QDateTime &time, const QDateTime &now);
// In full, for tool tips.
[[nodiscard]] QString moment(const QDateTime &time);

// "Online", "Away", "Last seen yesterday 17:40", "Can be heard but not reached".
[[nodiscard]] QString presence(const model::Peer &peer, const QDateTime &now);

// A file's name as it really is: characters that hide or turn what follows are spelt out, "a[U+202E]gpj.exe".
[[nodiscard]] QString fileName(const QString &name);

// Text of others inside a sentence of ours, so that its direction stays its own.
[[nodiscard]] QString isolated(const QString &text);

} // namespace ui::formats
