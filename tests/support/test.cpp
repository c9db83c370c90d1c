#include "support/test.h"

#include <QRegularExpression>
#include <QTest>

namespace support {

void Test::init()
{
    // Remarks of Qt and its plugins that mean nothing on a machine without a desktop.
    QTest::failOnWarning(QRegularExpression(QStringLiteral(
        "^(?!.*(This plugin does not support|XDG_RUNTIME_DIR|runtime directory|Populating font family aliases"
        "|Detected locale|propagateSizeHints))")));
}

} // namespace support
