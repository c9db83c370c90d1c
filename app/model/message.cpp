#include "model/message.h"

namespace model {

QString toText(Direction direction)
{
    return direction == Direction::In ? QStringLiteral("in") : QStringLiteral("out");
}

QString toText(DeliveryState state)
{
    switch (state) {
    case DeliveryState::Waiting: return QStringLiteral("waiting");
    case DeliveryState::Sent: return QStringLiteral("sent");
    case DeliveryState::Delivered: return QStringLiteral("delivered");
    case DeliveryState::Read: return QStringLiteral("read");
    case DeliveryState::Failed: return QStringLiteral("failed");
    }
    return {};
}

QString toText(Notice notice)
{
    switch (notice) {
    case Notice::Verified: return QStringLiteral("verified");
    case Notice::Unverified: return QStringLiteral("unverified");
    case Notice::Blocked: return QStringLiteral("blocked");
    case Notice::Unblocked: return QStringLiteral("unblocked");
    }
    return {};
}

} // namespace model
