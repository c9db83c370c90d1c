#pragma once

#include "core/commandserver.h"

#include <QJsonObject>
#include <QObject>

class QLocalSocket;

namespace core {

// One connection and its one command. Owned by the socket; ends with it.
class CommandSession : public QObject
{
    Q_OBJECT
public:
    CommandSession(QLocalSocket &socket, CommandServer &server);

private:
    void read();
    void run(const Command &command);
    void runQuery(const Command &command);
    void runOnTransfer(const Command &command);
    void runOnAll(const Command &command);
    [[nodiscard]] bool act(const Command &command, const model::TransferId &id);
    void rule(const Command &command);
    void files(const Command &command);
    void listFiles(const model::TransferId &id, const Command &command, quint32 from);
    void runOnPeer(const Command &command);
    void listPeers();
    void listTransfers();
    void history(const Command &command);
    void say(const Command &command);
    void send(const Command &command);
    void add(const Command &command);
    void get(const Command &command);
    void set(const Command &command);
    void events();
    void open(const Command &command);

    // Lets the command end when the message or transfer is through, failed, or time is up.
    void waitForMessage(const model::Message &message, const Command &command);
    void waitForTransfer(const model::TransferId &id, const Command &command);
    void startTimeout(const Command &command);

    [[nodiscard]] std::optional<model::PeerId> peerOf(const QString &words); // replies on failure
    [[nodiscard]] std::optional<model::TransferId> transferOf(const QString &words); // the same
    [[nodiscard]] static QString sentence(const base::Error &error);
    void out(const QJsonObject &object);
    void event(const QString &kind, QJsonObject object);
    void done();
    void fail(int status, const QString &reason);
    void fail(const base::Error &error);
    void finish(const QJsonObject &last);

    QLocalSocket &m_socket;
    CommandServer &m_server;
    Core &m_core;
    QByteArray m_input;
    bool m_running = false;
    bool m_finished = false;
};

} // namespace core
