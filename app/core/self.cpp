#include "core/self.h"

#include "identity/epoch.h"
#include "settings/keys.h"

#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <pwd.h>
#include <unistd.h>

#include <array>
#endif

namespace core {
namespace {

tl::unexpected<base::Error> failureOf(const QString &file, const base::Error &error)
{
    return base::failure(error.fault, QFileInfo(file).fileName() + QStringLiteral(": ") + error.detail);
}

#ifdef Q_OS_UNIX
// Of the account this runs under, unless it goes by another login name than its own; fills in an empty one.
QString fullName(QString &login)
{
    std::array<char, 4096> buffer;
    passwd account;
    passwd *found = nullptr;
    if (::getpwuid_r(::getuid(), &account, buffer.data(), buffer.size(), &found) != 0 || !found)
        return {};
    const QString own = QString::fromLocal8Bit(found->pw_name);
    if (login.isEmpty())
        login = own;
    if (login != own || !found->pw_gecos)
        return {};
    QString full = QString::fromLocal8Bit(found->pw_gecos).section(u',', 0, 0).trimmed();
    return full.replace(u'&', own.left(1).toUpper() + own.mid(1)); // that is what an ampersand means there
}
#else
QString fullName(const QString &)
{
    return {};
}
#endif

} // namespace

base::Result<Self> readSelf(const Profile &profile)
{
    const auto identity = identity::Identity::loadOrCreate(profile.identityFile());
    if (!identity)
        return failureOf(profile.identityFile(), identity.error());
    const auto epoch = identity::takeEpoch(profile.epochFile());
    if (!epoch)
        return failureOf(profile.epochFile(), epoch.error());
    return Self {*identity, *epoch};
}

QString accountName()
{
    QString login;
    for (const char *variable : {"USER", "LOGNAME", "USERNAME"}) {
        if (login.isEmpty())
            login = qEnvironmentVariable(variable);
    }
    const QString full = fullName(login);
    for (const QString &name : {full, login}) {
        if (settings::keys::isShownName(name))
            return name;
    }
    return QStringLiteral("Landline");
}

} // namespace core
