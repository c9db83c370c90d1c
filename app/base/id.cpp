#include "base/id.h"

#include <QRandomGenerator>

#include <cstring>

namespace base {

void randomBytes(unsigned char *data, qsizetype size)
{
    for (qsizetype at = 0; at < size; at += qsizetype(sizeof(quint64))) {
        const quint64 word = QRandomGenerator::system()->generate64();
        std::memcpy(data + at, &word, size_t(std::min<qsizetype>(size - at, sizeof word)));
    }
}

} // namespace base
