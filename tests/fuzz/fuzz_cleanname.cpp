#include "fuzz/target.h"
#include "wire/codec.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString fallback = QStringLiteral("?");
    const QString name = wire::cleanName(QString::fromUtf8(fuzz::view(data, size)), fallback);
    fuzz::require(!name.isEmpty(), "there is always a name");
    fuzz::require(name.toUtf8().size() <= 256 && name.toUcs4().size() <= 64, "names keep their limits");
    fuzz::require(name == name.trimmed(), "no blanks at the ends");
    for (const uint character : name.toUcs4())
        fuzz::require(QChar::category(character) != QChar::Other_Control && (character < 0x202a || character > 0x202e),
                      "no control or direction characters");
    fuzz::require(wire::cleanName(name, fallback) == name, "clean names stay as they are");
    return 0;
}
