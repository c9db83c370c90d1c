#include "core/self.h"

#include "identity/epoch.h"

#include <QFileInfo>

namespace core {
namespace {

tl::unexpected<base::Error> failureOf(const QString &file, const base::Error &error)
{
    return base::failure(error.fault, QFileInfo(file).fileName() + QStringLiteral(": ") + error.detail);
}

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
    for (const char *variable : {"USER", "LOGNAME", "USERNAME"}) {
        const QString name = qEnvironmentVariable(variable);
        if (!name.isEmpty())
            return name;
    }
    return QStringLiteral("Landline");
}

} // namespace core
