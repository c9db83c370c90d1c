#include "files/safename.h"
#include "fuzz/target.h"

#include <initializer_list>

namespace {

void requireStorable(const QString &name)
{
    fuzz::require(!name.isEmpty(), "there is always a name");
    fuzz::require(name != QLatin1String(".") && name != QLatin1String(".."), "never the folder itself or its parent");
    fuzz::require(name.toUtf8().size() <= files::longestName, "names keep their limit");
    for (const char16_t bad : {u'/', u'\\', u':', u'*', u'?', u'"', u'<', u'>', u'|', u'\0', u'\u202e'})
        fuzz::require(!name.contains(QChar(bad)), "no character with a meaning");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView bytes = fuzz::view(data, size);
    const QString name = files::safeName(QString::fromUtf8(bytes));
    requireStorable(name);
    fuzz::require(files::safeName(name) == name, "safe names stay as they are");
    if (files::isPlainSafeName(bytes))
        fuzz::require(name.toUtf8() == bytes, "plain names are safe names");

    QSet<QString> taken;
    for (int i = 0; i < 3; ++i) {
        const QString unique = files::uniqueName(name, taken);
        requireStorable(unique);
        fuzz::require(taken.size() == i + 1, "every name is another one");
    }
    return 0;
}
