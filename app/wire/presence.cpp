#include "wire/presence.h"

#include "wire/kinds.h"
#include "wire/presencefields.h"

using base::Fault;

namespace wire {

namespace {

constexpr char magic[] = {'L', 'L', 'P', 1};
constexpr qsizetype signatureBytes = 64;
constexpr qsizetype keyBytes = 65;
constexpr qsizetype nonceBytes = 8;
constexpr quint64 lowestPort = 1024;
constexpr quint64 highestPort = 65'535;
constexpr quint64 shortestInterval = 10;
constexpr quint64 longestInterval = 3600;

QByteArrayView context()
{
    static constexpr char text[] = "Landline presence 1"; // with its closing zero
    return QByteArrayView(text, sizeof text);
}

// Fields that only a goodbye lacks.
void writeWho(CborWriter &out, const Presence &presence)
{
    out.key(4).number(presence.port);
    out.key(5).text(presence.name);
    out.key(6).array(2).number(presence.lowestVersion).number(presence.highestVersion);
    out.key(7).number(presence.features);
}

void writeState(CborWriter &out, const Presence &presence)
{
    out.key(8).number(presence.interval);
    out.key(9).number(quint64(presence.status));
    out.key(10).number(presence.profile);
}

void readWho(Fields &fields, Presence &presence)
{
    presence.port = quint16(fields.number(4, lowestPort, highestPort));
    presence.name = fields.text(5, largestName);
    readVersions(fields, 6, presence.lowestVersion, presence.highestVersion);
    presence.features = fields.number(7);
}

void readState(Fields &fields, Presence &presence)
{
    presence.interval = fields.number32(8, shortestInterval, longestInterval);
    presence.status = presenceOf(fields.number(9));
    presence.profile = fields.number(10);
}

Presence readPresence(Fields &fields)
{
    Presence presence;
    presence.kind = PresenceKind(fields.number(0, quint64(PresenceKind::Announce), quint64(PresenceKind::Probe)));
    presence.key = fields.bytes(1, keyBytes);
    if (!presence.key.startsWith('\x04'))
        fields.fail(Fault::Malformed, QStringLiteral("key that is no uncompressed point"));
    presence.epoch = fields.number32(2);
    presence.seq = fields.number32(3);
    if (presence.kind != PresenceKind::Goodbye)
        readWho(fields, presence);
    if (presence.kind == PresenceKind::Announce || presence.kind == PresenceKind::Answer)
        readState(fields, presence);
    presence.nonce = fields.bytesOrEmpty(11, nonceBytes);
    presence.echo = fields.bytesOrEmpty(12, nonceBytes);
    presence.to = fields.bytesOrEmpty(13, nonceBytes);
    presence.call = fields.booleanOr(14, false) && presence.kind == PresenceKind::Probe;
    if (presence.kind == PresenceKind::Answer && (presence.echo.isEmpty() || presence.to.isEmpty()))
        fields.fail(Fault::Malformed, QStringLiteral("answer without echo or addressee"));
    return presence;
}

} // namespace

model::Presence presenceOf(quint64 status)
{
    return status <= quint64(model::Presence::Busy) ? model::Presence(status) : model::Presence::Here;
}

void readVersions(Fields &fields, qint64 key, quint64 &lowest, quint64 &highest)
{
    const CborArray &pair = fields.array(key, 2);
    if (pair.size() != 2 || !pair[0].to(lowest) || !pair[1].to(highest) || lowest > highest)
        fields.fail(Fault::Malformed, QStringLiteral("versions that are no range"));
}

QByteArray presencePayload(const Presence &presence)
{
    const bool hasWho = presence.kind != PresenceKind::Goodbye;
    const bool hasState = presence.kind == PresenceKind::Announce || presence.kind == PresenceKind::Answer;
    quint64 count = 4 + (hasWho ? 4 : 0) + (hasState ? 3 : 0) + (presence.call ? 1 : 0);
    for (const QByteArray *optional : {&presence.nonce, &presence.echo, &presence.to})
        count += optional->isEmpty() ? 0 : 1;

    CborWriter out;
    out.map(count).key(0).number(quint64(presence.kind));
    out.key(1).bytes(presence.key);
    out.key(2).number(presence.epoch);
    out.key(3).number(presence.seq);
    if (hasWho)
        writeWho(out, presence);
    if (hasState)
        writeState(out, presence);
    if (!presence.nonce.isEmpty())
        out.key(11).bytes(presence.nonce);
    if (!presence.echo.isEmpty())
        out.key(12).bytes(presence.echo);
    if (!presence.to.isEmpty())
        out.key(13).bytes(presence.to);
    if (presence.call)
        out.key(14).boolean(true);
    return out.result();
}

QByteArray presenceSignedBytes(QByteArrayView payload)
{
    return context().toByteArray().append(payload);
}

QByteArray presenceDatagram(QByteArrayView signature, QByteArrayView payload)
{
    return QByteArray(magic, sizeof magic).append(signature).append(payload);
}

base::Result<SignedPresence> decodePresence(QByteArrayView datagram)
{
    if (datagram.size() > largestDatagram)
        return base::failure(Fault::TooLarge, QStringLiteral("datagram of %1 bytes").arg(datagram.size()));
    constexpr qsizetype headBytes = qsizetype(sizeof magic) + signatureBytes;
    if (datagram.size() <= headBytes || !datagram.startsWith(QByteArrayView(magic, sizeof magic)))
        return base::failure(Fault::Malformed, QStringLiteral("datagram that is no presence"));
    const QByteArrayView payload = datagram.sliced(headBytes);
    const base::Result<CborValue> item = readCbor(payload);
    if (!item)
        return tl::unexpected(item.error());
    if (!item->map())
        return base::failure(Fault::Malformed, QStringLiteral("presence that is no map"));
    Fields fields(*item->map());
    SignedPresence result{readPresence(fields), datagram.sliced(sizeof magic, signatureBytes).toByteArray(),
                          presenceSignedBytes(payload)};
    if (fields.error().fault != Fault::None)
        return tl::unexpected(fields.error());
    return result;
}

} // namespace wire
