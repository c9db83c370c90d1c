#include "model/transfer.h"

#include <array>
#include <utility>

namespace model {
namespace {

constexpr std::array stateNames{
    std::pair{TransferState::Preparing, "preparing"}, std::pair{TransferState::Waiting, "waiting"},
    std::pair{TransferState::Offered, "offered"},     std::pair{TransferState::Running, "running"},
    std::pair{TransferState::Verifying, "verifying"}, std::pair{TransferState::Paused, "paused"},
    std::pair{TransferState::Done, "done"},           std::pair{TransferState::Declined, "declined"},
    std::pair{TransferState::Cancelled, "cancelled"}, std::pair{TransferState::Failed, "failed"},
};

} // namespace

bool Transfer::isOver() const
{
    return state == TransferState::Done || state == TransferState::Declined || state == TransferState::Cancelled
        || state == TransferState::Failed;
}

bool Transfer::isInLine() const
{
    switch (state) {
    case TransferState::Preparing:
    case TransferState::Offered: return direction == Direction::Out;
    case TransferState::Waiting:
    case TransferState::Paused: return true;
    case TransferState::Running:
    case TransferState::Verifying:
    case TransferState::Done:
    case TransferState::Declined:
    case TransferState::Cancelled:
    case TransferState::Failed: return false;
    }
    return false;
}

QString toText(TransferState state)
{
    for (const auto &[value, name] : stateNames) {
        if (value == state)
            return QString::fromLatin1(name);
    }
    return {};
}

TransferState transferStateFromText(const QString &text)
{
    for (const auto &[value, name] : stateNames) {
        if (text == QLatin1String(name))
            return value;
    }
    return TransferState::Failed;
}

} // namespace model
