#include "core/ruletext.h"

#include <QRegularExpression>

namespace core {
namespace {

constexpr double largestSize = double(quint64(1) << 62);

double prefixOf(const QString &letter)
{
    double factor = 1;
    for (const char16_t known : {u'k', u'm', u'g', u't'}) {
        factor *= 1000;
        if (letter.compare(QChar(known), Qt::CaseInsensitive) == 0)
            return factor;
    }
    return 1;
}

} // namespace

std::optional<quint64> sizeFromText(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("^(\\d{1,19}(?:\\.\\d+)?)\\s*([kmgt]?)b?$"),
                                            QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = pattern.match(text.trimmed());
    if (!match.hasMatch())
        return {};
    const double bytes = match.captured(1).toDouble() * prefixOf(match.captured(2));
    return bytes <= largestSize ? std::optional(quint64(bytes)) : std::nullopt;
}

base::Result<model::PeerRule> ruleFrom(const Command &command, const model::PeerRule &present)
{
    model::PeerRule rule = present;
    if (command.arguments.size() > 1) {
        const QString word = command.arguments.at(1);
        const std::optional<model::Consent> consent = model::consentFromText(word);
        const std::optional<quint64> size = sizeFromText(word);
        if (size)
            rule = {present.peer, model::Consent::UpTo, *size, {}, {}};
        else if (consent && *consent != model::Consent::UpTo)
            rule = {present.peer, *consent, 0, {}, {}};
        else
            return base::failure(base::Fault::Usage,
                                 QStringLiteral("'%1' is not general, ask, always, never or a size").arg(word));
    }
    if (!command.toFolder.isEmpty())
        rule.folder = command.toFolder;
    if (!command.sameName.isEmpty())
        rule.sameName = model::sameNameFromText(command.sameName);
    return rule;
}

QJsonObject toJson(const model::PeerRule &rule)
{
    return {{QStringLiteral("peer"), rule.peer.toText()},
            {QStringLiteral("consent"), model::toText(rule.consent)},
            {QStringLiteral("upTo"), qint64(rule.upToBytes)},
            {QStringLiteral("folder"), rule.folder},
            {QStringLiteral("sameName"), rule.sameName ? model::toText(*rule.sameName) : QString()}};
}

} // namespace core
