#include "core/commandserver.h"

#include "core/commandsession.h"

#include <QLocalServer>
#include <QLocalSocket>

namespace core {
CommandServer::CommandServer(QLocalServer &server, Core &core, QObject *parent)
    : QObject(parent)
    , m_server(server)
    , m_core(core)
{
    connect(&m_server, &QLocalServer::newConnection, this, &CommandServer::accept);
}

void CommandServer::open(const QStringList &arguments)
{
    const QString words = arguments.value(0);
    const auto peer = words.isEmpty() ? base::Result<model::PeerId>() : m_core.peers().find(words);
    emit openRequested(peer.value_or(model::PeerId()), arguments.mid(1));
}

void CommandServer::accept()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        new CommandSession(*socket, *this);
    }
}

} // namespace core
