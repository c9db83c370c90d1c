#pragma once

#include "core/commandline.h"
#include "core/profile.h"

#include <QObject>

class QLocalSocket;

namespace core {

// Sends one command to the running instance and prints what it says. Main thread; owned by main().
class CommandClient : public QObject
{
    Q_OBJECT
public:
    enum class Output { Text, Json, Silent };

    CommandClient(const Profile &profile, const Command &command, Output output, QObject *parent = nullptr);
    ~CommandClient() override;

    void start();

signals:
    void finished(int exitStatus); // exitstatus::notRunning when nobody listens

private:
    void read();
    void ended();
    void finish(int status, const QString &error);

    QString m_socketName;
    Command m_command;
    Output m_output;
    std::unique_ptr<QLocalSocket> m_socket;
    QByteArray m_input;
    bool m_finished = false;
};

} // namespace core
