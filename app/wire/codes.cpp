#include "wire/codec.h"

using base::Fault;

namespace wire {

namespace {

// Numbers of PROTOCOL.md 3.7 that have no name in the header.
enum Code : quint64 {
    declined = 32,
    declinedByRule = 33,
    diskFull = 35,
    cannotWrite = 36,
    cannotRead = 37,
    vanished = 38,
    changedTooOften = 39,
    corrupt = 40,
    nameImpossible = 41,
    cancelledBySender = 42,
    cancelledByReceiver = 43,
    tooMuch = 44,
    keptExisting = 45,
    notPermitted = 46,
    symbolicLink = 47,
    specialFile = 48,
    incomplete = 49,
    notMember = 64,
    unknownGroup = 65,
    unspecified = 63, // never given a meaning, so everybody shows "refused"
};

} // namespace

quint64 codeOf(Fault fault)
{
    switch (fault) {
    case Fault::None: return code::bye;
    case Fault::Malformed:
    case Fault::Tls: return code::malformed;
    case Fault::TooLarge: return code::tooLarge;
    case Fault::Unsupported: return code::unknownKind;
    case Fault::Version: return code::version;
    case Fault::Unreachable:
    case Fault::Blocked: return code::unavailable;
    case Fault::WrongPeer: return code::wrongPeer;
    case Fault::Myself: return code::myself;
    case Fault::Timeout: return code::tooSlow;
    case Fault::TooMany: return code::tooOften;
    case Fault::NotPermitted: return notPermitted;
    case Fault::NotFound: return code::unknownTransfer;
    case Fault::DiskFull: return diskFull;
    case Fault::CannotWrite: return cannotWrite;
    case Fault::CannotRead: return cannotRead;
    case Fault::Vanished: return vanished;
    case Fault::Changed: return changedTooOften;
    case Fault::Corrupt: return corrupt;
    case Fault::BadName: return nameImpossible;
    case Fault::SymbolicLink: return symbolicLink;
    case Fault::SpecialFile: return specialFile;
    case Fault::Incomplete: return incomplete;
    case Fault::Declined: return declined;
    case Fault::DeclinedByRule: return declinedByRule;
    case Fault::CancelledThere: return cancelledBySender;
    case Fault::CancelledHere: return cancelledByReceiver;
    case Fault::Database: return code::cannotStore;
    case Fault::Refused:
    case Fault::Broken:
    case Fault::PortTaken:
    case Fault::Ambiguous:
    case Fault::Usage:
    case Fault::Internal: return unspecified;
    }
    Q_UNREACHABLE();
}

Fault faultOf(quint64 code)
{
    switch (code) {
    case code::bye:
    case code::idle:
    case code::replaced:
    case code::duplicate: return Fault::None;
    case code::malformed: return Fault::Malformed;
    case code::version: return Fault::Version;
    case code::wrongPeer: return Fault::WrongPeer;
    case code::unavailable: return Fault::Blocked;
    case code::cannotStore: return Fault::Database;
    case code::tooSlow: return Fault::Timeout;
    case code::myself: return Fault::Myself;
    case code::unknownKind: return Fault::Unsupported;
    case code::tooLarge:
    case tooMuch: return Fault::TooLarge;
    case code::tooOften: return Fault::TooMany;
    case declined:
    case keptExisting: return Fault::Declined;
    case declinedByRule: return Fault::DeclinedByRule;
    case code::unknownTransfer:
    case unknownGroup: return Fault::NotFound;
    case diskFull: return Fault::DiskFull;
    case cannotWrite: return Fault::CannotWrite;
    case cannotRead: return Fault::CannotRead;
    case vanished: return Fault::Vanished;
    case changedTooOften: return Fault::Changed;
    case corrupt: return Fault::Corrupt;
    case nameImpossible: return Fault::BadName;
    case symbolicLink: return Fault::SymbolicLink;
    case specialFile: return Fault::SpecialFile;
    case incomplete: return Fault::Incomplete;
    case cancelledBySender: return Fault::CancelledThere;
    case cancelledByReceiver: return Fault::CancelledHere;
    case notPermitted:
    case notMember: return Fault::NotPermitted;
    default: return Fault::Refused;
    }
}

} // namespace wire
