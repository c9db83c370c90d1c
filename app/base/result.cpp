#include "base/result.h"

#include <array>
#include <utility>

namespace base {
namespace {

constexpr std::array names{
    std::pair{Fault::None, "none"},
    std::pair{Fault::Malformed, "malformed"},
    std::pair{Fault::TooLarge, "tooLarge"},
    std::pair{Fault::Unsupported, "unsupported"},
    std::pair{Fault::Version, "version"},
    std::pair{Fault::Unreachable, "unreachable"},
    std::pair{Fault::Refused, "refused"},
    std::pair{Fault::WrongPeer, "wrongPeer"},
    std::pair{Fault::Blocked, "blocked"},
    std::pair{Fault::Myself, "myself"},
    std::pair{Fault::Timeout, "timeout"},
    std::pair{Fault::Broken, "broken"},
    std::pair{Fault::TooMany, "tooMany"},
    std::pair{Fault::PortTaken, "portTaken"},
    std::pair{Fault::NotPermitted, "notPermitted"},
    std::pair{Fault::NotFound, "notFound"},
    std::pair{Fault::Ambiguous, "ambiguous"},
    std::pair{Fault::DiskFull, "diskFull"},
    std::pair{Fault::CannotWrite, "cannotWrite"},
    std::pair{Fault::CannotRead, "cannotRead"},
    std::pair{Fault::Vanished, "vanished"},
    std::pair{Fault::Changed, "changed"},
    std::pair{Fault::Corrupt, "corrupt"},
    std::pair{Fault::BadName, "badName"},
    std::pair{Fault::SymbolicLink, "symbolicLink"},
    std::pair{Fault::SpecialFile, "specialFile"},
    std::pair{Fault::Incomplete, "incomplete"},
    std::pair{Fault::Declined, "declined"},
    std::pair{Fault::DeclinedByRule, "declinedByRule"},
    std::pair{Fault::CancelledHere, "cancelledHere"},
    std::pair{Fault::CancelledThere, "cancelledThere"},
    std::pair{Fault::Database, "database"},
    std::pair{Fault::Tls, "tls"},
    std::pair{Fault::Usage, "usage"},
    std::pair{Fault::Internal, "internal"},
};

} // namespace

QString faultName(Fault fault)
{
    for (const auto &[value, name] : names) {
        if (value == fault)
            return QString::fromLatin1(name);
    }
    return QStringLiteral("internal");
}

Fault faultFromName(const QString &name)
{
    for (const auto &[value, text] : names) {
        if (name == QLatin1String(text))
            return value;
    }
    return Fault::Internal;
}

} // namespace base
