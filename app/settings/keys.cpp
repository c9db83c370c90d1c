#include "settings/keys.h"

#include <QDir>

namespace settings::keys {
namespace {

constexpr qsizetype longestName = 64; // characters
constexpr qsizetype longestNameBytes = 256;
constexpr char32_t zeroWidthNonJoiner = 0x200c;
constexpr char32_t zeroWidthJoiner = 0x200d;

// The same characters that other peers accept in a name; the joiners belong to some scripts and to emoji.
bool mayAppear(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format: return c == zeroWidthJoiner || c == zeroWidthNonJoiner;
    case QChar::Other_Surrogate:
    case QChar::Other_NotAssigned:
    case QChar::Other_PrivateUse:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph: return false;
    default: return true;
    }
}

bool isVisible(char32_t c)
{
    return !QChar::isSpace(c) && !QChar::isMark(c) && QChar::category(c) != QChar::Other_Format;
}

} // namespace

bool isPort(const int &port)
{
    return port >= 1024 && port <= 65535;
}

bool isShownName(const QString &name)
{
    return !name.isEmpty() && name == cleanedName(name);
}

bool isAcceptRule(const QString &rule)
{
    return rule == u"ask" || rule == u"verified" || rule == u"always";
}

bool isFolder(const QString &folder)
{
    return QDir::isAbsolutePath(folder) && !folder.contains(QChar::Null);
}

bool isAtOnce(const int &transfers)
{
    return transfers >= 1 && transfers <= mostAtOnce;
}

bool isSpeedLimit(const qint64 &bytesPerSecond)
{
    return bytesPerSecond == 0 || (bytesPerSecond >= smallestSpeedLimit && bytesPerSecond <= largestSpeedLimit);
}

// To replace something is decided for a person or a transfer, never for everybody.
bool isSameNameRule(const QString &rule)
{
    return rule == u"keepBoth" || rule == u"skipIdentical";
}

bool isLanguage(const QString &word)
{
    return word == u"system" || word == u"en" || word == u"zh_CN";
}

bool isTheme(const QString &word)
{
    return word == u"system" || word == u"light" || word == u"dark";
}

QString cleanedName(const QString &typed)
{
    QString name;
    qsizetype count = 0;
    bool visible = false;
    const QList<uint> characters = typed.toUcs4();
    for (const uint unit : characters) {
        const char32_t c = QChar::isSpace(unit) ? U' ' : char32_t(unit);
        if (!mayAppear(c) || (c == U' ' && name.isEmpty()))
            continue;
        const QString next = name + QString::fromUcs4(&c, 1);
        if (count == longestName || next.toUtf8().size() > longestNameBytes)
            break;
        name = next;
        ++count;
        visible = visible || isVisible(c);
    }
    return visible ? name.trimmed() : QString();
}

QString wholeName(const QString &typed)
{
    return typed.toUcs4().size() <= longestName ? cleanedName(typed) : QString();
}

} // namespace settings::keys
