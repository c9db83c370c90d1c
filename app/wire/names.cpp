#include "wire/codec.h"

#include <QList>

#include <algorithm>
#include <iterator>

namespace wire {

namespace {

constexpr qsizetype mostCharacters = 64;
constexpr qsizetype mostBytes = 256;
constexpr char32_t blankLetters[] = {0x115f, 0x1160, 0x2800, 0x3164, 0xffa0}; // letters by category, empty to the eye
constexpr char32_t zeroWidthNonJoiner = 0x200c;
constexpr char32_t zeroWidthJoiner = 0x200d;

// Joiners belong to words of some scripts and to composed emoji; every other invisible format character can make one
// name look like another.
bool mayAppear(char32_t character)
{
    if (std::find(std::begin(blankLetters), std::end(blankLetters), character) != std::end(blankLetters))
        return false;
    switch (QChar::category(character)) {
    case QChar::Other_Control:
    case QChar::Other_Format: return character == zeroWidthJoiner || character == zeroWidthNonJoiner;
    case QChar::Other_Surrogate:
    case QChar::Other_NotAssigned:
    case QChar::Other_PrivateUse:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph: return false;
    default: return true;
    }
}

bool isVisible(char32_t character)
{
    return mayAppear(character) && !QChar::isSpace(character) && !QChar::isMark(character)
        && QChar::category(character) != QChar::Other_Format;
}

qsizetype utf8Size(char32_t character)
{
    return character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
}

QString clean(const QString &name)
{
    QList<char32_t> kept;
    qsizetype bytes = 0;
    bool visible = false;
    const QList<uint> characters = name.toUcs4();
    for (const uint unit : characters) {
        const auto character = QChar::isSpace(unit) ? char32_t(' ') : char32_t(unit);
        const bool leadingSpace = character == ' ' && kept.isEmpty();
        if (!mayAppear(character) || leadingSpace)
            continue;
        bytes += utf8Size(character);
        if (kept.size() == mostCharacters || bytes > mostBytes)
            break;
        visible = visible || isVisible(character);
        kept.append(character);
    }
    return visible ? QString::fromUcs4(kept.constData(), kept.size()).trimmed() : QString();
}

} // namespace

QString cleanName(const QString &name, const QString &fallback)
{
    const QString cleaned = clean(name);
    return cleaned.isEmpty() ? fallback : cleaned;
}

} // namespace wire
