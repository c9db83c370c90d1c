#include "model/rule.h"

#include <array>
#include <utility>

namespace model {
namespace {

constexpr std::array sameNames {
    std::pair {SameName::KeepBoth, "keepBoth"},
    std::pair {SameName::SkipIdentical, "skipIdentical"},
    std::pair {SameName::ReplaceOlder, "replaceOlder"},
};

constexpr std::array consents {
    std::pair {Consent::General, "general"}, std::pair {Consent::Ask, "ask"},   std::pair {Consent::Always, "always"},
    std::pair {Consent::Never, "never"},     std::pair {Consent::UpTo, "upTo"},
};

template<typename Pairs, typename Value>
QString nameIn(const Pairs &pairs, Value value)
{
    for (const auto &[known, name] : pairs) {
        if (known == value)
            return QString::fromLatin1(name);
    }
    return {};
}

template<typename Value, typename Pairs>
std::optional<Value> valueIn(const Pairs &pairs, const QString &text)
{
    for (const auto &[known, name] : pairs) {
        if (text == QLatin1String(name))
            return known;
    }
    return {};
}

} // namespace

QString toText(SameName sameName)
{
    return nameIn(sameNames, sameName);
}

std::optional<SameName> sameNameFromText(const QString &text)
{
    return valueIn<SameName>(sameNames, text);
}

QString toText(Consent consent)
{
    return nameIn(consents, consent);
}

std::optional<Consent> consentFromText(const QString &text)
{
    return valueIn<Consent>(consents, text);
}

} // namespace model
