#pragma once

#include "base/result.h"

#include <QString>

namespace core {

// The one folder that holds everything of a user, and the names in it. A value.
class Profile
{
public:
    // `folder` empty: the system's place for application data.
    explicit Profile(const QString &folder);

    // Makes the folder, for its owner only; one that is there already keeps its permissions. Blocks on the disk; once,
    // before the window.
    [[nodiscard]] base::Result<bool> create() const;

    [[nodiscard]] const QString &folder() const { return m_folder; }
    [[nodiscard]] bool isDefault() const { return m_isDefault; }
    [[nodiscard]] QString settingsFile() const { return inside(QStringLiteral("settings.ini")); }
    [[nodiscard]] QString identityFile() const { return inside(QStringLiteral("identity.pem")); }
    [[nodiscard]] QString epochFile() const { return inside(QStringLiteral("epoch")); }
    [[nodiscard]] QString databaseFile() const { return inside(QStringLiteral("landline.db")); }
    [[nodiscard]] QString partsFolder() const { return inside(QStringLiteral("parts")); }
    [[nodiscard]] QString logFolder() const { return inside(QStringLiteral("log")); }
    [[nodiscard]] QString lockFile() const { return inside(QStringLiteral("lock")); }
    // Where the running instance listens for commands: in the folder, or under /tmp where that path is too long for a
    // socket.
    [[nodiscard]] QString socketName() const;
    // Received files go here unless the settings say otherwise.
    [[nodiscard]] QString receiveFolder() const;

private:
    [[nodiscard]] QString inside(const QString &name) const { return m_folder + u'/' + name; }

    QString m_folder;
    bool m_isDefault = false;
};

} // namespace core
