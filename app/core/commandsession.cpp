#include "core/commandsession.h"

#include "base/then.h"
#include "core/json.h"

#include <QJsonDocument>
#include <QLocalSocket>
#include <QTimer>

namespace core {
namespace {

// A command is small; the largest is a text of 64 KiB or a few thousand paths.
constexpr qsizetype longestRequest = 16 * 1024 * 1024;

} // namespace

QString CommandSession::sentence(const base::Error &error)
{
    const QString name = base::faultName(error.fault);
    return error.detail.isEmpty() ? name : name + QStringLiteral(": ") + error.detail;
}

CommandSession::CommandSession(QLocalSocket &socket, CommandServer &server)
    : QObject(&socket)
    , m_socket(socket)
    , m_server(server)
    , m_core(server.core())
{
    connect(&m_socket, &QLocalSocket::readyRead, this, &CommandSession::read);
    read();
}

void CommandSession::read()
{
    m_input += m_socket.readAll();
    const qsizetype end = m_input.indexOf('\n');
    if (m_input.size() > longestRequest)
        return m_socket.abort();
    if (end < 0 || m_running)
        return;
    m_running = true;
    const base::Result<Command> command = Command::fromJson(QJsonDocument::fromJson(m_input.left(end)).object());
    if (!command)
        return fail(exitstatus::usage, command.error().detail);
    run(*command);
}

void CommandSession::run(const Command &command)
{
    const QString &verb = command.verb;
    if (verb == QLatin1String("say"))
        say(command);
    else if (verb == QLatin1String("send"))
        send(command);
    else if (verb == QLatin1String("add"))
        add(command);
    else if (verb == QLatin1String("open"))
        open(command);
    else if (verb == QLatin1String("verify") || verb == QLatin1String("block") || verb == QLatin1String("unblock"))
        runOnPeer(command);
    else if (verb == QLatin1String("rule"))
        rule(command);
    else if (verb == QLatin1String("files"))
        files(command);
    else if (verb == QLatin1String("accept") || verb == QLatin1String("decline") || verb == QLatin1String("pause")
             || verb == QLatin1String("resume") || verb == QLatin1String("cancel") || verb == QLatin1String("first"))
        runOnTransfer(command);
    else
        runQuery(command);
}

void CommandSession::runQuery(const Command &command)
{
    const QString &verb = command.verb;
    if (verb == QLatin1String("status")) {
        out(toJson(m_core.status()));
        done();
    } else if (verb == QLatin1String("peers")) {
        listPeers();
    } else if (verb == QLatin1String("transfers")) {
        listTransfers();
    } else if (verb == QLatin1String("history")) {
        history(command);
    } else if (verb == QLatin1String("get")) {
        get(command);
    } else if (verb == QLatin1String("set")) {
        set(command);
    } else if (verb == QLatin1String("events")) {
        events();
    } else if (verb == QLatin1String("quit")) {
        done();
        emit m_server.quitRequested();
    }
}

void CommandSession::listPeers()
{
    QList<model::Peer> peers = m_core.peers().peers();
    std::sort(peers.begin(), peers.end(), [](const model::Peer &a, const model::Peer &b) {
        return std::tuple(-int(a.reach), a.name, a.id) < std::tuple(-int(b.reach), b.name, b.id);
    });
    for (const model::Peer &peer : std::as_const(peers))
        out(toJson(peer));
    done();
}

void CommandSession::history(const Command &command)
{
    const auto peer = peerOf(command.arguments.first());
    if (!peer)
        return;
    const int all = std::numeric_limits<int>::max();
    base::then(m_core.chat().history(*peer, command.limit > 0 ? command.limit : all), this,
               [this](const base::Result<QList<model::Message>> &messages) {
                   if (!messages)
                       return fail(messages.error());
                   for (const model::Message &message : *messages)
                       out(toJson(message));
                   done();
               });
}

void CommandSession::say(const Command &command)
{
    const auto peer = peerOf(command.arguments.first());
    if (!peer)
        return;
    base::then(m_core.chat().send(*peer, command.arguments.at(1)), this,
               [this, command](const base::Result<model::Message> &message) {
                   if (!message)
                       return fail(message.error());
                   out({{QStringLiteral("id"), message->id.toHex()}});
                   if (command.wait)
                       return waitForMessage(*message, command);
                   done();
               });
}

void CommandSession::waitForMessage(const model::Message &message, const Command &command)
{
    startTimeout(command);
    const auto check = [this, id = message.id](const model::Message &changed) {
        if (changed.id != id)
            return;
        if (changed.state == model::DeliveryState::Failed)
            return fail({changed.fault, {}});
        if (changed.state >= model::DeliveryState::Delivered)
            done();
    };
    connect(&m_core.chat(), &chat::ChatService::messageChanged, this, check);
    // It may have got there while its commit was on the way back to us.
    base::then(m_core.chat().history(message.peer, 500), this,
               [check](const base::Result<QList<model::Message>> &messages) {
                   for (const model::Message &known : messages.value_or(QList<model::Message>()))
                       check(known);
               });
}

void CommandSession::startTimeout(const Command &command)
{
    if (!command.timeout)
        return;
    QTimer::singleShot(*command.timeout, this, [this] { fail(exitstatus::failed, QStringLiteral("timed out")); });
}

void CommandSession::add(const Command &command)
{
    const model::Endpoint endpoint = model::Endpoint::fromText(command.arguments.first(), 24250);
    if (endpoint.host.isEmpty())
        return fail(exitstatus::usage, QStringLiteral("'%1' is not an address").arg(command.arguments.first()));
    connect(&m_core, &Core::manualPeerTried, this,
            [this, endpoint](const model::Endpoint &tried, const model::PeerId &peer, const base::Error &error) {
                if (tried != endpoint)
                    return;
                if (peer.isNull())
                    return fail(error);
                out({{QStringLiteral("id"), peer.toText()}});
                done();
            });
    m_core.addManualPeer(endpoint);
}

void CommandSession::get(const Command &command)
{
    const auto value = m_core.settings().text(command.arguments.first());
    if (!value)
        return fail(exitstatus::usage, value.error().detail);
    out({{QStringLiteral("value"), *value}});
    done();
}

void CommandSession::set(const Command &command)
{
    const auto result = m_core.settings().setText(command.arguments.first(), command.arguments.at(1));
    if (!result)
        return fail(exitstatus::usage, result.error().detail);
    done();
}

void CommandSession::events()
{
    const auto peerEvent = [this](const model::Peer &peer) { event(QStringLiteral("peer"), toJson(peer)); };
    connect(&m_core.peers(), &peers::PeerDirectory::peerAdded, this, peerEvent);
    connect(&m_core.peers(), &peers::PeerDirectory::peerChanged, this, peerEvent);
    const auto messageEvent = [this](const model::Message &message) {
        if (message.kind == model::MessageKind::Text)
            event(QStringLiteral("message"), toJson(message));
    };
    connect(&m_core.chat(), &chat::ChatService::messageAdded, this, messageEvent);
    connect(&m_core.chat(), &chat::ChatService::messageChanged, this, messageEvent);
    const auto transferEvent = [this](const model::Transfer &transfer) {
        event(QStringLiteral("transfer"), toJson(transfer));
    };
    connect(&m_core.transfers(), &transfer::TransferQueue::added, this, transferEvent);
    connect(&m_core.transfers(), &transfer::TransferQueue::changed, this, transferEvent);
    const auto statusEvent = [this] { event(QStringLiteral("status"), toJson(m_core.status())); };
    connect(&m_core, &Core::lineChanged, this, statusEvent);
    statusEvent();
}

void CommandSession::open(const Command &command)
{
    if (!m_server.hasWindow())
        return fail(exitstatus::failed, QStringLiteral("the running program has no window"));
    const QString words = command.arguments.value(0);
    if (words.isEmpty()) {
        emit m_server.openRequested({}, command.arguments.mid(1));
        return done();
    }
    const auto peer = peerOf(words);
    if (!peer)
        return;
    emit m_server.openRequested(*peer, command.arguments.mid(1));
    done();
}

void CommandSession::runOnPeer(const Command &command)
{
    const auto peer = peerOf(command.arguments.first());
    if (!peer)
        return;
    if (command.verb == QLatin1String("verify"))
        m_core.peers().verify(*peer);
    else if (command.verb == QLatin1String("block"))
        m_core.peers().block(*peer);
    else
        m_core.peers().unblock(*peer);
    done();
}

std::optional<model::PeerId> CommandSession::peerOf(const QString &words)
{
    const auto peer = m_core.peers().find(words);
    if (peer)
        return *peer;
    if (peer.error().fault == base::Fault::Ambiguous)
        fail(exitstatus::failed, QStringLiteral("'%1' could be: %2").arg(words, peer.error().detail));
    else
        fail(exitstatus::failed, QStringLiteral("nobody here is called '%1'").arg(words));
    return {};
}

void CommandSession::out(const QJsonObject &object)
{
    const QJsonObject line {{QStringLiteral("out"), object}};
    m_socket.write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n');
}

void CommandSession::event(const QString &kind, QJsonObject object)
{
    // A follower that stopped reading is let go instead of filling memory.
    if (m_socket.bytesToWrite() > longestRequest)
        return m_socket.abort();
    object.insert(QStringLiteral("event"), kind);
    out(object);
}

void CommandSession::done()
{
    finish({{QStringLiteral("exit"), exitstatus::done}});
}

void CommandSession::fail(int status, const QString &reason)
{
    finish({{QStringLiteral("exit"), status}, {QStringLiteral("error"), reason}});
}

void CommandSession::fail(const base::Error &error)
{
    fail(exitstatus::failed, sentence(error));
}

void CommandSession::finish(const QJsonObject &last)
{
    if (std::exchange(m_finished, true))
        return;
    m_socket.write(QJsonDocument(last).toJson(QJsonDocument::Compact) + '\n');
    m_socket.disconnectFromServer();
}

} // namespace core
