#pragma once

#include "base/result.h"

class QSqlDatabase;

namespace store {

inline constexpr int currentSchema = 2;

// Brings the database to currentSchema, one numbered step per transaction. Corrupt: the file is damaged; Version: a
// later program made it; DiskFull or Database: not now.
[[nodiscard]] base::Result<bool> migrate(QSqlDatabase &database);

} // namespace store
