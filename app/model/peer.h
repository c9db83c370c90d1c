#pragma once

#include <QByteArray>
#include <QFlags>
#include <QHash>
#include <QList>
#include <QMetaType>
#include <QString>

#include <compare>

namespace model {

enum class Network { Landline, IpMsg, LocalSend, Plain };

// How well a peer can be reached, weakest first. Online = it answered us; Linked = a proved connection is open.
enum class Reach { Gone, Heard, Online, Linked };

// What we know of a peer's key. Unproven = datagrams only; Unverified = proved in TLS, never compared by the user.
enum class Trust { Unproven, Unverified, Verified, Blocked };

// What a person says of themselves.
enum class Presence { Here, Away, Busy };

enum class Capability {
    Receipts = 0x01,
    Edits = 0x02,
    Resume = 0x04,
    Folders = 0x08,
    Hashes = 0x10,
    Browse = 0x20,
    Encrypted = 0x40,
    Files = 0x80,
};
Q_DECLARE_FLAGS(Capabilities, Capability)
Q_DECLARE_OPERATORS_FOR_FLAGS(Capabilities)

// Who somebody is: the network and a key within it. For Landline the SHA-256 of the public key. Never a name, never
// an address.
class PeerId
{
public:
    static constexpr qsizetype landlineBytes = 32;

    PeerId() = default; // null
    PeerId(Network network, QByteArray key)
        : m_network(network)
        , m_key(std::move(key))
    {
    }

    // Null when `hash` does not have 32 bytes.
    [[nodiscard]] static PeerId landline(const QByteArray &hash);
    // The inverse of toText(); null for anything else.
    [[nodiscard]] static PeerId fromText(const QString &text);

    [[nodiscard]] bool isNull() const { return m_key.isEmpty(); }
    [[nodiscard]] Network network() const { return m_network; }
    [[nodiscard]] const QByteArray &key() const { return m_key; }

    // Landline: 64 hexadecimal digits. Others: "ipmsg:" etc. and the key in hexadecimal.
    [[nodiscard]] QString toText() const;
    // The first eight characters of the key's text, for logs.
    [[nodiscard]] QString shortText() const;

    bool operator==(const PeerId &) const = default;
    [[nodiscard]] bool operator<(const PeerId &other) const;

    friend size_t qHash(const PeerId &id, size_t seed = 0)
    {
        return qHashMulti(seed, int(id.m_network), id.m_key);
    }

private:
    Network m_network = Network::Landline;
    QByteArray m_key;
};

// Where a program listens. `host` is a numeric address, or a name where the user typed one.
struct Endpoint {
    QString host;
    quint16 port = 0;

    bool operator==(const Endpoint &) const = default;
    // "192.168.1.4:24250", "[fe80::1%eth0]:24250".
    [[nodiscard]] QString toText() const;
    // host, host:port, [v6], [v6]:port or a bare v6 address; an absent port becomes `defaultPort`. An empty host in
    // the result means: not understood.
    [[nodiscard]] static Endpoint fromText(const QString &text, quint16 defaultPort);

    friend size_t qHash(const Endpoint &endpoint, size_t seed = 0)
    {
        return qHashMulti(seed, endpoint.host, endpoint.port);
    }
};

// What a gateway says of a peer, sent at every change. Reach says how sure it is.
struct Sighting {
    PeerId peer;
    QString name; // cleaned; never empty
    QList<Endpoint> endpoints; // best first
    Reach reach = Reach::Heard;
    Presence presence = Presence::Here;
    Capabilities capabilities;
    QString program; // of the other side, "" until it said so
    bool proven = false; // its key was proved in this run
    QByteArray notes; // the gateway's own memory of this peer; kept in the store, handed back in Contact

    bool operator==(const Sighting &) const = default;
};

// A peer as kept between runs.
struct Contact {
    PeerId peer;
    QString name;
    QList<Endpoint> endpoints;
    Trust trust = Trust::Unproven;
    qint64 lastSeenMs = 0;
    QByteArray notes;

    bool operator==(const Contact &) const = default;
};

// A peer as everybody above the gateways sees it.
struct Peer {
    PeerId id;
    QString name;
    QList<Endpoint> endpoints;
    Reach reach = Reach::Gone;
    Trust trust = Trust::Unproven;
    Presence presence = Presence::Here;
    Capabilities capabilities;
    QString program;
    qint64 lastSeenMs = 0; // wall clock; 0: never in any run
    bool nameTaken = false; // another known peer had this name first: shown as somebody else

    bool operator==(const Peer &) const = default;
};

// Lower-case words of the command line's JSON.
[[nodiscard]] QString toText(Network network);
[[nodiscard]] QString toText(Reach reach);
[[nodiscard]] QString toText(Trust trust);
[[nodiscard]] QString toText(Presence presence);

} // namespace model

Q_DECLARE_METATYPE(model::PeerId)
Q_DECLARE_METATYPE(model::Sighting)
Q_DECLARE_METATYPE(model::Peer)
