#include "ui/chat/linkfinder.h"

#include <QRegularExpression>

namespace ui {
namespace {

constexpr qsizetype mostLinks = 200;
constexpr qsizetype longestLink = 2048;

// Ends a sentence rather than an address: "see https://a.b/c." and "(https://a.b)".
qsizetype withoutTrailingPunctuation(QStringView link)
{
    qsizetype length = link.size();
    while (length > 0) {
        const QChar last = link[length - 1];
        if (last == u')' && link.first(length).count(u'(') >= link.first(length).count(u')'))
            break;
        if (!QStringView(u".,;:!?)]}'\"\u3002\uff0c\uff1b\uff01\uff1f\uff09").contains(last))
            break;
        --length;
    }
    return length;
}

QString targetOf(QStringView found)
{
    const bool isMail = found.contains(u'@') && !found.contains(QStringView(u"://"))
                        && !found.startsWith(QStringView(u"mailto:"), Qt::CaseInsensitive);
    if (isMail)
        return QStringLiteral("mailto:") + found.toString();
    if (found.startsWith(QStringView(u"www."), Qt::CaseInsensitive))
        return QStringLiteral("http://") + found.toString();
    return found.toString();
}

} // namespace

QList<TextLink> findLinks(const QString &text)
{
    // Blanks, controls, direction overrides and full-width punctuation end an address.
    static const QRegularExpression pattern(
        QStringLiteral("(?:\\bhttps?://|\\bmailto:|\\bwww\\.(?=[^\\s.]))"
                       "[^\\s<>\"\\x{00}-\\x{20}\\x{7f}\\x{200b}-\\x{200f}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}"
                       "\\x{3000}-\\x{303f}\\x{ff00}-\\x{ff0f}]+"
                       "|\\b[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,8}\\b"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    QList<TextLink> links;
    auto matches = pattern.globalMatch(text);
    while (matches.hasNext() && links.size() < mostLinks) {
        const QRegularExpressionMatch match = matches.next();
        const QStringView found = match.capturedView();
        const qsizetype length = withoutTrailingPunctuation(found);
        const QStringView address = found.first(length);
        if (length > longestLink || address.endsWith(QStringView(u":/")) || address.endsWith(QStringView(u"://"))
            || address.compare(QStringView(u"mailto"), Qt::CaseInsensitive) == 0)
            continue;
        links.append({match.capturedStart(), length, targetOf(address)});
    }
    return links;
}

} // namespace ui
