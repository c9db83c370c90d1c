#pragma once

#include "core/commandline.h"
#include "core/profile.h"

#include <QObject>

class QLocalSocket;

namespace core {

// Sends one command to the running instance and prints what it says, but for the reason of a failure. Main thread; owned
// by main().
class CommandClient : public QObject
{
    Q_OBJECT
public:
    enum class Output { Text, Json };

    CommandClient(const Profile &profile, const Command &command, Output output, QObject *parent = nullptr);
    ~CommandClient() override;

    void start();
    // The running instance has said something.
    [[nodiscard]] bool isAnswered() const { return m_answered; }

signals:
    // exitstatus::notRunning when nobody listens. `error` is empty when it is done.
    void finished(int exitStatus, const QString &error);

private:
    void read();
    void ended();
    void finish(int status, const QString &error);

    QString m_socketName;
    Command m_command;
    Output m_output;
    std::unique_ptr<QLocalSocket> m_socket;
    QByteArray m_input;
    bool m_answered = false;
    bool m_finished = false;
};

} // namespace core
