#pragma once

#include <tl/expected.hpp>

#include <QMetaType>
#include <QString>

namespace base {

// Why something did not work, for code and tests. Sentences for people are made in ui/common/errortext.
enum class Fault {
    None,
    Malformed,       // bytes that do not follow the protocol
    TooLarge,        // a length beyond its limit
    Unsupported,     // the network or the peer cannot do this
    Version,         // no common protocol version
    Unreachable,     // nobody answers there
    Refused,         // the other side said no without a reason
    WrongPeer,       // another key than the one expected
    Blocked,         // blocked by us, or we by them: told alike
    Myself,          // the other end is this program
    Timeout,
    Broken,          // a connection ended unexpectedly
    TooMany,         // a limit on number or rate
    PortTaken,
    NotPermitted,
    NotFound,
    Ambiguous,
    DiskFull,
    CannotWrite,
    CannotRead,
    Vanished,        // a source file is no longer there
    Changed,         // a source file kept changing
    Corrupt,         // hashes differ
    BadName,         // a name this system cannot store
    SymbolicLink,    // a link inside a folder, which is neither followed nor made
    SpecialFile,     // a pipe, socket or device, which holds no bytes to be sent
    Declined,        // the receiver said no
    Incomplete,      // a folder whose contents could not all be listed
    DeclinedByRule,  // the receiver takes nothing from us
    CancelledHere,
    CancelledThere,
    Database,
    Tls,             // no usable TLS 1.3 back end, or a failed handshake
    Usage,
    Internal,
};

// `detail` is for the log and for curious people; it is never translated.
struct Error {
    Fault fault = Fault::None;
    QString detail;

    bool operator==(const Error &) const = default;
};

template<typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> failure(Fault fault, QString detail = {})
{
    return tl::unexpected<Error>(Error{fault, std::move(detail)});
}

// The enumerator's name in lower camel case ("diskFull"): stable, used in JSON, logs and the store.
[[nodiscard]] QString faultName(Fault fault);
[[nodiscard]] Fault faultFromName(const QString &name); // unknown: Fault::Internal

} // namespace base

Q_DECLARE_METATYPE(base::Error)
