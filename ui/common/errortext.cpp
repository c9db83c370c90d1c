#include "ui/common/errortext.h"

#include <QCoreApplication>

namespace ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::errortext)
};

} // namespace

QString errorText(base::Fault fault)
{
    using base::Fault;
    switch (fault) {
    case Fault::None: return {};
    case Fault::Malformed: return Words::tr("The other side sent something that cannot be understood.");
    case Fault::TooLarge: return Words::tr("This is too large to be sent.");
    case Fault::Unsupported: return Words::tr("The other program cannot do this.");
    case Fault::Version: return Words::tr("The other program speaks another version. Please update both.");
    case Fault::Unreachable: return Words::tr("The other computer cannot be reached.");
    case Fault::Refused: return Words::tr("The other side refused.");
    case Fault::WrongPeer: return Words::tr("Somebody else answered at this address.");
    case Fault::Blocked: return Words::tr("This person cannot be reached.");
    case Fault::Myself: return Words::tr("This is the address of this program itself.");
    case Fault::Timeout: return Words::tr("The other computer did not answer in time.");
    case Fault::Broken: return Words::tr("The line dropped.");
    case Fault::TooMany: return Words::tr("There is too much waiting already. Please try again later.");
    case Fault::PortTaken: return Words::tr("The port is taken by another program.");
    case Fault::NotPermitted: return Words::tr("The system does not permit this.");
    case Fault::NotFound: return Words::tr("It is not there.");
    case Fault::Ambiguous: return Words::tr("More than one fits.");
    case Fault::DiskFull: return Words::tr("There is not enough space on the disk.");
    case Fault::CannotWrite: return Words::tr("The folder cannot be written to.");
    case Fault::CannotRead: return Words::tr("The file cannot be read.");
    case Fault::Vanished: return Words::tr("A file is no longer where it was.");
    case Fault::Changed: return Words::tr("A file kept changing while it was sent.");
    case Fault::Corrupt: return Words::tr("What arrived differs from what was sent.");
    case Fault::BadName: return Words::tr("A name cannot be used on this computer.");
    case Fault::SymbolicLink: return Words::tr("Links inside of folders are not sent.");
    case Fault::SpecialFile: return Words::tr("This is not a file but a pipe, socket or device.");
    case Fault::Incomplete: return Words::tr("Not everything in this folder could be read.");
    case Fault::Declined: return Words::tr("Declined.");
    case Fault::DeclinedByRule: return Words::tr("The other side takes no files from you.");
    case Fault::CancelledHere: return Words::tr("Cancelled.");
    case Fault::CancelledThere: return Words::tr("Cancelled by the other side.");
    case Fault::Database: return Words::tr("The history cannot be read or written.");
    case Fault::Tls: return Words::tr("A secure connection could not be made.");
    case Fault::Usage: return Words::tr("This cannot be done like that.");
    case Fault::Internal: return Words::tr("Something went wrong inside Landline. The log tells more.");
    }
    return {};
}

} // namespace ui
