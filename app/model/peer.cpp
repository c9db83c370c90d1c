#include "model/peer.h"

#include <array>
#include <utility>

namespace model {
namespace {

constexpr std::array networkNames{
    std::pair{Network::Landline, "landline"},
    std::pair{Network::IpMsg, "ipmsg"},
    std::pair{Network::LocalSend, "localsend"},
    std::pair{Network::Plain, "plain"},
};

} // namespace

PeerId PeerId::landline(const QByteArray &hash)
{
    return hash.size() == landlineBytes ? PeerId(Network::Landline, hash) : PeerId();
}

PeerId PeerId::fromText(const QString &text)
{
    const qsizetype colon = text.indexOf(u':');
    const QString hex = text.mid(colon + 1);
    const QByteArray key = QByteArray::fromHex(hex.toLatin1());
    if (key.isEmpty() || key.toHex() != hex.toLower().toLatin1())
        return {};
    if (colon < 0)
        return landline(key);
    for (const auto &[network, name] : networkNames) {
        if (network != Network::Landline && text.left(colon) == QLatin1String(name))
            return {network, key};
    }
    return {};
}

QString PeerId::toText() const
{
    const QString hex = QString::fromLatin1(m_key.toHex());
    return m_network == Network::Landline ? hex : model::toText(m_network) + u':' + hex;
}

QString PeerId::shortText() const
{
    return toText().left(8);
}

bool PeerId::operator<(const PeerId &other) const
{
    return std::pair(m_network, m_key) < std::pair(other.m_network, other.m_key);
}

QString Endpoint::toText() const
{
    const QString shown = host.contains(u':') ? u'[' + host + u']' : host;
    return shown + u':' + QString::number(port);
}

Endpoint Endpoint::fromText(const QString &text, quint16 defaultPort)
{
    const QString trimmed = text.trimmed();
    QString host = trimmed;
    QString portText;
    if (trimmed.startsWith(u'[')) {
        const qsizetype end = trimmed.indexOf(u']');
        if (end < 0)
            return {};
        host = trimmed.mid(1, end - 1);
        const QString rest = trimmed.mid(end + 1);
        if (!rest.isEmpty() && !rest.startsWith(u':'))
            return {};
        portText = rest.mid(1);
    } else if (trimmed.count(u':') == 1) {
        host = trimmed.section(u':', 0, 0);
        portText = trimmed.section(u':', 1);
        if (portText.isEmpty())
            return {};
    }
    bool ok = true;
    const quint16 port = portText.isEmpty() ? defaultPort : portText.toUShort(&ok);
    const bool spaced = std::any_of(host.begin(), host.end(), [](QChar c) { return c.isSpace(); });
    if (host.isEmpty() || host.size() > 255 || spaced || !ok || port == 0)
        return {};
    return {host, port};
}

QString toText(Network network)
{
    for (const auto &[value, name] : networkNames) {
        if (value == network)
            return QString::fromLatin1(name);
    }
    return {};
}

QString toText(Reach reach)
{
    switch (reach) {
    case Reach::Gone: return QStringLiteral("gone");
    case Reach::Heard: return QStringLiteral("heard");
    case Reach::Online: return QStringLiteral("online");
    case Reach::Linked: return QStringLiteral("linked");
    }
    return {};
}

QString toText(Trust trust)
{
    switch (trust) {
    case Trust::Unproven: return QStringLiteral("unproven");
    case Trust::Unverified: return QStringLiteral("unverified");
    case Trust::Verified: return QStringLiteral("verified");
    case Trust::Blocked: return QStringLiteral("blocked");
    }
    return {};
}

QString toText(Presence presence)
{
    switch (presence) {
    case Presence::Here: return QStringLiteral("here");
    case Presence::Away: return QStringLiteral("away");
    case Presence::Busy: return QStringLiteral("busy");
    }
    return {};
}

} // namespace model
