#pragma once

#include "core/core.h"
#include "ui/common/prompter.h"
#include "ui/common/theme.h"

#include <QObject>

class QMenu;
class QWidget;

namespace ui {

// What a user can do with a person, from list, header and menu alike. Owned by the window; borrows all.
class PeerCommands : public QObject
{
    Q_OBJECT
public:
    PeerCommands(const Theme &theme, core::Core &core, Prompter &prompter, QObject *parent = nullptr);

    // The menu of one person; deletes itself.
    [[nodiscard]] QMenu *makeMenu(const model::PeerId &peer, QWidget *parent);

    void send(const model::PeerId &peer, const QStringList &paths);
    void sendAfterAsking(const model::PeerId &peer, const QStringList &paths);
    void chooseFiles(const model::PeerId &peer);
    void chooseFolder(const model::PeerId &peer);
    void block(const model::PeerId &peer);
    void unblock(const model::PeerId &peer);

signals:
    void verifyRequested(const model::PeerId &peer);
    void rulesRequested(const model::PeerId &peer); // what happens to files from them
    void filesSent(const model::PeerId &peer);
    void told(const QString &sentence); // why something was not done

private:
    [[nodiscard]] QString nameOf(const model::PeerId &peer) const; // isolated
    void showDetails(const model::PeerId &peer);
    void unverify(const model::PeerId &peer);

    const Theme &m_theme;
    core::Core &m_core;
    Prompter &m_prompter;
};

} // namespace ui
