#pragma once

#include <QByteArray>

namespace files {

// Names on disk are bytes; names in a manifest are UTF-8. What is not is written as %XX, with '%' itself escaped too,
// so that the way back is exact (PROTOCOL.md 6.2, flag 2).
struct ListedName {
    QByteArray utf8;
    bool altered = false;
};
[[nodiscard]] ListedName listedName(const QByteArray &diskName);
[[nodiscard]] QByteArray diskName(const QByteArray &listed, bool altered);

} // namespace files
