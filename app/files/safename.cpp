#include "files/safename.h"

#include <algorithm>
#include <array>

namespace files {
namespace {

constexpr qsizetype longestExtension = 32; // bytes; anything longer after a dot is no extension
constexpr QLatin1String forbidden("<>:\"/\\|?*");

bool isAsciiDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

// COM and LPT also take the superscript digits of Latin-1.
bool isPortDigit(QChar c)
{
    return isAsciiDigit(c) || c == QChar(0xB9) || c == QChar(0xB2) || c == QChar(0xB3);
}

// Windows looks at what stands before the first dot, blanks at its end aside.
bool isDeviceName(const QString &name)
{
    static constexpr std::array devices {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"};
    const QString stem = name.left(name.indexOf(u'.')).trimmed().toUpper();
    if (stem.size() == 4 && (stem.startsWith(u"COM") || stem.startsWith(u"LPT")))
        return isPortDigit(stem[3]);
    return std::any_of(devices.begin(), devices.end(),
                       [&stem](const char *device) { return stem == QLatin1String(device); });
}

bool isIn(char32_t c, char32_t first, char32_t last)
{
    return c >= first && c <= last;
}

// Direction marks, zero-width characters and tags: nothing a reader would see, much that could mislead.
bool isInvisible(char32_t c)
{
    return c == 0x00AD || c == 0x034F || c == 0x061C || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5
           || isIn(c, 0x180B, 0x180F) || isIn(c, 0x200B, 0x200F) || isIn(c, 0x2028, 0x202E) || isIn(c, 0x2060, 0x206F)
           || c == 0x3164 || c == 0xFEFF || c == 0xFFA0 || isIn(c, 0xFFF9, 0xFFFB) || isIn(c, 0xE0000, 0xE0FFF);
}

bool isForbidden(char32_t c)
{
    return c < 0x20 || isIn(c, 0x7F, 0x9F) || isIn(c, 0xD800, 0xDFFF) || isIn(c, 0xFDD0, 0xFDEF)
           || (c & 0xFFFE) == 0xFFFE || (c < 0x80 && forbidden.contains(QLatin1Char(char(c))));
}

QString withoutBadCharacters(const QString &name)
{
    QString result;
    result.reserve(name.size());
    for (const char32_t c : name.toUcs4()) {
        if (isInvisible(c))
            continue;
        if (isForbidden(c))
            result += u'_';
        else
            result += QChar::fromUcs4(c);
    }
    return result.normalized(QString::NormalizationForm_C);
}

void chopEnd(QString &name)
{
    while (!name.isEmpty() && (name.back() == u'.' || name.back().isSpace()))
        name.chop(1);
}

// Where the extension begins, or the size when there is none worth keeping.
qsizetype extensionAt(const QString &name)
{
    const qsizetype dot = name.lastIndexOf(u'.');
    if (dot <= 0 || name.mid(dot).toUtf8().size() > longestExtension)
        return name.size();
    return dot;
}

// The stem is shortened until stem, addition and extension fit.
QString fitted(const QString &name, const QString &addition)
{
    const qsizetype at = extensionAt(name);
    const QString end = addition + name.mid(at);
    const qsizetype room = longestName - end.toUtf8().size();
    const QByteArray stem = name.left(at).toUtf8();
    return QString::fromUtf8(cutUtf8(stem, room)) + end;
}

bool endsLikePart(const QString &name)
{
    return name.endsWith(QLatin1String(partSuffix), Qt::CaseInsensitive);
}

} // namespace

QByteArray cutUtf8(const QByteArray &utf8, qsizetype bytes)
{
    qsizetype end = std::min(utf8.size(), std::max<qsizetype>(bytes, 0));
    while (end > 0 && end < utf8.size() && (uchar(utf8[end]) & 0xC0) == 0x80)
        --end;
    return utf8.left(end);
}

bool isPlainSafeName(QByteArrayView name)
{
    if (name.isEmpty() || name.size() > 200 || name.back() == '.' || name.back() == ' ')
        return false;
    const auto isPlain = [](char c) { return c >= 0x20 && c < 0x7F && !forbidden.contains(QLatin1Char(c)); };
    if (!std::all_of(name.begin(), name.end(), isPlain))
        return false;
    // Device names are short before the dot; the few that look so take the long way.
    const qsizetype dot = name.indexOf('.');
    const qsizetype stem = dot < 0 ? name.size() : dot;
    return stem != 3 && stem != 4 && !(stem < 12 && name.first(stem).contains(' '))
           && !(stem < 12 && name.first(stem).contains('$')) && !endsLikePart(QString::fromLatin1(name));
}

QString safeName(const QString &name)
{
    QString safe = withoutBadCharacters(name.normalized(QString::NormalizationForm_C));
    chopEnd(safe);
    if (safe.isEmpty())
        return QStringLiteral("_");
    if (isDeviceName(safe))
        safe.prepend(u'_');
    if (safe.toUtf8().size() > longestName) {
        safe = fitted(safe, {});
        chopEnd(safe);
    }
    if (endsLikePart(safe))
        safe = numberedName(safe + u'_', 0);
    return safe;
}

QString numberedName(const QString &name, int number)
{
    return fitted(name, number > 0 ? QStringLiteral(" (%1)").arg(number) : QString());
}

QString foldedName(const QString &name)
{
    // Upper case first: Qt folds character by character, and some systems hold sharp s and SS for the same.
    return name.normalized(QString::NormalizationForm_C)
        .toUpper()
        .toCaseFolded()
        .normalized(QString::NormalizationForm_C);
}

QString freeName(const QString &name, const IsTaken &isTaken)
{
    if (!isTaken(foldedName(name)))
        return name;
    const auto taken = [&](int number) { return isTaken(foldedName(numberedName(name, number))); };
    // Doubling and halving, so that a hundred thousand equal names do not cost their square.
    int low = 1; // taken
    int high = 2;
    while (taken(high)) {
        low = high;
        high *= 2;
    }
    while (high - low > 1) {
        const int middle = low + (high - low) / 2;
        (taken(middle) ? low : high) = middle;
    }
    return numberedName(name, high);
}

QString uniqueName(const QString &name, QSet<QString> &taken)
{
    const QString unique = freeName(name, [&taken](const QString &folded) { return taken.contains(folded); });
    taken.insert(foldedName(unique));
    return unique;
}

} // namespace files
