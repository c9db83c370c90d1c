#include "core/commandclient.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalSocket>

#include <cstdio>

namespace core {
namespace {

QString value(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toVariant().toString();
}

QString timeText(const QJsonObject &object, const char *key)
{
    return QDateTime::fromMSecsSinceEpoch(object.value(QLatin1String(key)).toInteger()).toString(Qt::ISODate);
}

QString peerLine(const QJsonObject &peer)
{
    const QString address = peer.value(u"addresses").toArray().first().toString();
    return QStringLiteral("%1  %2  %3  %4  %5")
        .arg(value(peer, "id").left(12), value(peer, "reach"), value(peer, "trust"),
             address.isEmpty() ? QStringLiteral("-") : address + u':' + value(peer, "port"), value(peer, "name"));
}

QString messageLine(const QJsonObject &message)
{
    const QString arrow = value(message, "direction") == QLatin1String("in") ? QStringLiteral("<") : QStringLiteral(">");
    return QStringLiteral("%1 %2 [%3] %4").arg(timeText(message, "sentAt"), arrow, value(message, "state"),
                                               value(message, "text"));
}

QString transferLine(const QJsonObject &transfer)
{
    return QStringLiteral("%1  %2  %3  %4/%5 bytes  %6")
        .arg(value(transfer, "id").left(12), value(transfer, "direction"), value(transfer, "state"),
             value(transfer, "bytesDone"), value(transfer, "bytesTotal"), value(transfer, "name"));
}

QString fileLine(const QJsonObject &file)
{
    return QStringLiteral("%1  %2  %3  %4")
        .arg(value(file, "state"), -9)
        .arg(value(file, "size"), 15)
        .arg(value(file, "path"), value(file, "error"))
        .trimmed();
}

QString ruleLine(const QJsonObject &rule)
{
    const QString consent = value(rule, "consent");
    QString line = consent == QLatin1String("upTo") ? value(rule, "upTo") : consent;
    if (!value(rule, "folder").isEmpty())
        line += QStringLiteral(" --to ") + value(rule, "folder");
    if (!value(rule, "sameName").isEmpty())
        line += QStringLiteral(" --same-name ") + value(rule, "sameName");
    return line;
}

QString statusLines(const QJsonObject &status)
{
    QString lines;
    for (auto it = status.begin(); it != status.end(); ++it)
        lines += it.key() + QStringLiteral(": ") + it.value().toVariant().toString() + u'\n';
    return lines.chopped(1);
}

// How one line of output reads for a person.
QString shown(const QString &verb, const QJsonObject &object)
{
    if (verb == QLatin1String("peers"))
        return peerLine(object);
    if (verb == QLatin1String("history"))
        return messageLine(object);
    if (verb == QLatin1String("transfers"))
        return transferLine(object);
    if (verb == QLatin1String("files"))
        return fileLine(object);
    if (verb == QLatin1String("rule"))
        return ruleLine(object);
    if (verb == QLatin1String("status"))
        return statusLines(object);
    if (verb == QLatin1String("get"))
        return value(object, "value");
    if (verb == QLatin1String("events"))
        return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
    return value(object, "id"); // say, send, add
}

void print(const QString &text, std::FILE *to)
{
    std::fputs((text + u'\n').toUtf8().constData(), to);
    std::fflush(to);
}

} // namespace

CommandClient::CommandClient(const Profile &profile, const Command &command, Output output, QObject *parent)
    : QObject(parent)
    , m_socketName(profile.socketName())
    , m_command(command)
    , m_output(output)
    , m_socket(std::make_unique<QLocalSocket>())
{
    connect(m_socket.get(), &QLocalSocket::connected, this, [this] {
        m_socket->write(QJsonDocument(m_command.toJson()).toJson(QJsonDocument::Compact) + '\n');
    });
    connect(m_socket.get(), &QLocalSocket::readyRead, this, &CommandClient::read);
    connect(m_socket.get(), &QLocalSocket::disconnected, this, &CommandClient::ended);
    connect(m_socket.get(), &QLocalSocket::errorOccurred, this, &CommandClient::ended);
}

CommandClient::~CommandClient()
{
    m_socket->disconnect(this);
}

void CommandClient::start()
{
    m_socket->connectToServer(m_socketName);
}

void CommandClient::read()
{
    m_input += m_socket->readAll();
    for (qsizetype end = m_input.indexOf('\n'); end >= 0; end = m_input.indexOf('\n')) {
        const QJsonObject line = QJsonDocument::fromJson(m_input.left(end)).object();
        m_input.remove(0, end + 1);
        m_answered = true;
        if (line.contains(u"exit"))
            return finish(line.value(u"exit").toInt(), line.value(u"error").toString());
        const QJsonObject object = line.value(u"out").toObject();
        if (m_output == Output::Json)
            print(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)), stdout);
        else
            print(shown(m_command.verb, object), stdout);
    }
}

void CommandClient::ended()
{
    if (m_socket->isOpen())
        read();
    const bool neverThere = m_socket->error() == QLocalSocket::ServerNotFoundError
        || m_socket->error() == QLocalSocket::ConnectionRefusedError
        || m_socket->error() == QLocalSocket::SocketAccessError;
    if (neverThere)
        return finish(exitstatus::notRunning, QStringLiteral("no running Landline with this profile"));
    finish(exitstatus::failed, QStringLiteral("the running program ended"));
}

void CommandClient::finish(int status, const QString &error)
{
    if (!std::exchange(m_finished, true))
        emit finished(status, error);
}

} // namespace core
