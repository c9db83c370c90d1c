#include "net/portholder.h"

#ifdef Q_OS_LINUX
#include <QByteArrayList>
#include <QDir>
#include <QFile>

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <vector>
#endif

namespace net {

#ifdef Q_OS_LINUX
namespace {

constexpr int mostLines = 100'000; // of a table in /proc/net
constexpr int mostProcesses = 20'000;
constexpr int mostDescriptors = 4096; // looked at per process

struct Owner {
    QByteArray inode;
    uint user = 0;
};

// "0100007F:5EBA" -> 24250
std::optional<quint16> portOf(const QByteArray &address)
{
    bool ok = false;
    const uint port = address.mid(address.lastIndexOf(':') + 1).toUInt(&ok, 16);
    return ok && port <= 0xffff ? std::optional<quint16>(quint16(port)) : std::nullopt;
}

// A line of /proc/net/{tcp,udp}: number, local, remote, state, queues, timer, retransmits, uid, timeout, inode.
std::optional<Owner> ownerIn(const QByteArray &line, Transport transport, quint16 port)
{
    constexpr qsizetype local = 1, state = 3, user = 7, inode = 9; // places in the line
    const QByteArrayList words = line.simplified().split(' ');
    if (words.size() <= inode || portOf(words[local]) != port)
        return std::nullopt;
    const bool listens = words[state] == "0A";
    if (transport == Transport::Tcp && !listens)
        return std::nullopt;
    return Owner {words[inode], words[user].toUInt()};
}

std::optional<Owner> ownerOf(const QString &table, Transport transport, quint16 port)
{
    QFile file(table);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    file.readLine(); // headings
    for (int i = 0; i < mostLines; ++i) {
        const QByteArray line = file.readLine(512);
        if (line.isEmpty())
            break;
        if (const auto owner = ownerIn(line, transport, port))
            return owner;
    }
    return std::nullopt;
}

bool holds(const QString &process, const QByteArray &wanted)
{
    const QString folder = QStringLiteral("/proc/%1/fd").arg(process);
    const QStringList descriptors = QDir(folder).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System);
    std::array<char, 64> target;
    for (qsizetype i = 0; i < std::min<qsizetype>(descriptors.size(), mostDescriptors); ++i) {
        const QByteArray path = QFile::encodeName(folder + u'/' + descriptors[i]);
        const ssize_t length = ::readlink(path.constData(), target.data(), target.size());
        if (length == wanted.size() && wanted == QByteArrayView(target.data(), length))
            return true;
    }
    return false;
}

QString shownName(const QString &process)
{
    QFile file(QStringLiteral("/proc/%1/comm").arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString name = QString::fromUtf8(file.read(64)).trimmed();
    // A program chooses its own name; only what is fit to be shown is kept.
    name.removeIf([](QChar c) { return !c.isPrint(); });
    return name;
}

QString processHolding(const QByteArray &inode)
{
    const QByteArray wanted = "socket:[" + inode + ']';
    const QStringList entries = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    int seen = 0;
    for (const QString &entry : entries) {
        if (!entry.front().isDigit())
            continue;
        if (++seen > mostProcesses)
            break;
        if (holds(entry, wanted))
            return QStringLiteral("%1 (pid %2)").arg(shownName(entry), entry);
    }
    return {};
}

QString userName(uint user)
{
    passwd entry {};
    passwd *found = nullptr;
    std::vector<char> buffer(16384);
    if (::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) == 0 && found)
        return QString::fromLocal8Bit(found->pw_name);
    return QString::number(user);
}

} // namespace

QString portHolder(Transport transport, quint16 port)
{
    const QString table =
        transport == Transport::Tcp ? QStringLiteral("/proc/net/tcp") : QStringLiteral("/proc/net/udp");
    std::optional<Owner> owner = ownerOf(table, transport, port);
    if (!owner)
        owner = ownerOf(table + u'6', transport, port);
    if (!owner)
        return {};
    const QString process = processHolding(owner->inode);
    return process.isEmpty() ? userName(owner->user) : process;
}

#else

QString portHolder(Transport, quint16)
{
    return {};
}

#endif

} // namespace net
