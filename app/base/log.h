#pragma once

#include <QLoggingCategory>
#include <QString>

namespace base {

enum class LogLevel { Info, Debug };

// Sends Qt's messages to `folder`/landline.log, rotated at 1 MiB, three files kept; warnings and worse also to
// stderr. Written by a thread of its own, so that a slow disk never holds up the caller. Once per process,
// before other threads start. A folder that cannot be written leaves stderr only.
void startLog(const QString &folder, LogLevel level);

// Writes out what is waiting and closes the file. Safe without startLog.
void stopLog();

} // namespace base
