#include "unit/native/presencelab.h"

namespace lab {

std::shared_ptr<const identity::Identity> newKey()
{
    return *identity::Identity::generate();
}

wire::Presence decoded(const QByteArray &datagram)
{
    const auto result = wire::decodePresence(datagram);
    return result ? result->presence : wire::Presence();
}

QByteArray datagramOf(const identity::Identity &identity, wire::Presence presence)
{
    presence.key = identity.point();
    const QByteArray payload = wire::presencePayload(presence);
    return wire::presenceDatagram(identity.sign(wire::presenceSignedBytes(payload)), payload);
}

wire::Presence announceOf(const QString &name, quint32 epoch, quint32 seq, const QByteArray &nonce)
{
    wire::Presence presence;
    presence.epoch = epoch;
    presence.seq = seq;
    presence.port = 24250;
    presence.name = name;
    presence.interval = 20;
    presence.nonce = nonce;
    return presence;
}

QList<wire::Presence> Program::said(wire::PresenceKind kind) const
{
    QList<wire::Presence> result;
    for (const Sent &datagram : sent) {
        const wire::Presence presence = decoded(datagram.bytes);
        if (presence.kind == kind)
            result.append(presence);
    }
    return result;
}

Program &Segment::add(const QString &name, std::shared_ptr<const identity::Identity> identity, quint32 epoch)
{
    const auto number = quint32(programs.size() + 1);
    return addAt(QHostAddress(0x0a000000U + number), name, {}, std::move(identity), epoch);
}

Program &Segment::addAt(const QHostAddress &address, const QString &name, const QList<model::Contact> &contacts,
                        std::shared_ptr<const identity::Identity> identity, quint32 epoch)
{
    programs.push_back(
        std::make_unique<Program>(clock, identity ? identity : newKey(), epoch, address, quint16(24250)));
    Program &program = *programs.back();
    program.engine.setInterfaces(
        {{QStringLiteral("eth0"), 2, true, {{QHostAddress(address), 16, net::directedBroadcast(address, 16)}}}});
    program.engine.start(24250, 24250, {name, model::Presence::Here, 0}, contacts);
    return program;
}

void Segment::pass(Program &from, const Program::Sent &datagram)
{
    for (const auto &to : programs) {
        const bool meant = datagram.to.address.isNull() || datagram.to == to->self;
        if (!meant || from.unplugged || to->unplugged)
            continue;
        if (to.get() != &from && loses && loses(from, *to))
            continue;
        to->receive(datagram.bytes, from.self);
    }
}

bool Segment::deliverOnce()
{
    bool any = false;
    for (size_t i = 0; i < programs.size(); ++i) {
        Program &from = *programs[i];
        while (from.delivered < from.sent.size()) {
            const Program::Sent datagram = from.sent[from.delivered++];
            pass(from, datagram);
            any = true;
        }
    }
    return any;
}

void Segment::settle()
{
    while (deliverOnce()) { }
}

void Segment::run(milliseconds time)
{
    const milliseconds end = clock.steady() + time;
    for (;;) {
        for (const auto &program : programs)
            program->engine.tick();
        settle();
        milliseconds next = end;
        for (const auto &program : programs)
            next = std::min(next, program->engine.nextDue());
        if (clock.steady() >= end)
            return;
        clock.advance(std::max(next - clock.steady(), milliseconds(next < end ? 1 : 0)));
    }
}

} // namespace lab
