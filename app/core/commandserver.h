#pragma once

#include "core/commandline.h"
#include "core/core.h"

#include <QObject>

class QLocalServer;

namespace core {

// Answers the commands of later starts. Requests and replies are JSON objects, one a line: a request is a Command; a
// reply is {"out": object} any number of times, then {"exit": status, "error": sentence}. Main thread; owned by main().
class CommandServer : public QObject
{
    Q_OBJECT
public:
    CommandServer(QLocalServer &server, Core &core, QObject *parent = nullptr);

    // The start's own `open`, when it was the first.
    void open(const QStringList &arguments);
    // Without a window `open` fails.
    void setHasWindow(bool hasWindow) { m_hasWindow = hasWindow; }
    [[nodiscard]] bool hasWindow() const { return m_hasWindow; }
    [[nodiscard]] Core &core() { return m_core; }

signals:
    // `peer` null: just raise, or ask for a person when there are paths.
    void openRequested(const model::PeerId &peer, const QStringList &paths);
    void quitRequested();

private:
    void accept();

    QLocalServer &m_server;
    Core &m_core;
    bool m_hasWindow = false;
};

} // namespace core
