#include "core/json.h"

#include <QJsonArray>

namespace core {
namespace {

QJsonArray capabilityWords(model::Capabilities capabilities)
{
    using model::Capability;
    static const QList<std::pair<Capability, QString>> words{
        {Capability::Receipts, QStringLiteral("receipts")}, {Capability::Edits, QStringLiteral("edits")},
        {Capability::Resume, QStringLiteral("resume")},     {Capability::Folders, QStringLiteral("folders")},
        {Capability::Hashes, QStringLiteral("hashes")},     {Capability::Browse, QStringLiteral("browse")},
        {Capability::Encrypted, QStringLiteral("encrypted")}, {Capability::Files, QStringLiteral("files")},
    };
    QJsonArray array;
    for (const auto &[capability, word] : words) {
        if (capabilities.testFlag(capability))
            array.append(word);
    }
    return array;
}

QJsonValue faultOrNull(const base::Error &error)
{
    return error.fault == base::Fault::None ? QJsonValue() : QJsonValue(base::faultName(error.fault));
}

} // namespace

QJsonObject toJson(const model::Peer &peer)
{
    QJsonArray addresses;
    for (const model::Endpoint &endpoint : peer.endpoints)
        addresses.append(endpoint.host);
    return {{QStringLiteral("id"), peer.id.toText()},
            {QStringLiteral("name"), peer.name},
            {QStringLiteral("addresses"), addresses},
            {QStringLiteral("port"), peer.endpoints.isEmpty() ? 0 : int(peer.endpoints.first().port)},
            {QStringLiteral("reach"), model::toText(peer.reach)},
            {QStringLiteral("trust"), model::toText(peer.trust)},
            {QStringLiteral("network"), model::toText(peer.id.network())},
            {QStringLiteral("capabilities"), capabilityWords(peer.capabilities)}};
}

QJsonObject toJson(const model::Message &message)
{
    return {{QStringLiteral("id"), message.id.toHex()},
            {QStringLiteral("peer"), message.peer.toText()},
            {QStringLiteral("direction"), model::toText(message.direction)},
            {QStringLiteral("text"), message.text},
            {QStringLiteral("sentAt"), message.sentAtMs},
            {QStringLiteral("arrivedAt"), message.arrivedAtMs},
            {QStringLiteral("state"), model::toText(message.state)}};
}

QJsonObject toJson(const model::Transfer &transfer)
{
    return {{QStringLiteral("id"), transfer.id.toHex()},
            {QStringLiteral("peer"), transfer.peer.toText()},
            {QStringLiteral("direction"), model::toText(transfer.direction)},
            {QStringLiteral("state"), model::toText(transfer.state)},
            {QStringLiteral("name"), transfer.name},
            {QStringLiteral("files"), qint64(transfer.files)},
            {QStringLiteral("bytesTotal"), qint64(transfer.bytesTotal)},
            {QStringLiteral("bytesDone"), qint64(transfer.bytesDone)},
            {QStringLiteral("rate"), qint64(transfer.bytesPerSecond)},
            {QStringLiteral("path"), transfer.path},
            {QStringLiteral("error"), faultOrNull(transfer.error)}};
}

QJsonObject toJson(const Status &status)
{
    return {{QStringLiteral("id"), status.self.toText()},
            {QStringLiteral("name"), status.name},
            {QStringLiteral("port"), status.port},
            {QStringLiteral("discoveryPort"), status.discoveryPort},
            {QStringLiteral("version"), status.version},
            {QStringLiteral("qt"), status.qtVersion},
            {QStringLiteral("tls"), status.tls},
            {QStringLiteral("profile"), status.profile},
            {QStringLiteral("headless"), status.headless},
            {QStringLiteral("peers"), status.peers},
            {QStringLiteral("longestStallMs"), status.longestStallMs}};
}

} // namespace core
