#include "core/singleinstance.h"

#include <QLocalServer>

namespace core {

SingleInstance::SingleInstance(const Profile &profile)
    : m_profile(profile)
    , m_lock(profile.lockFile())
    , m_server(std::make_unique<QLocalServer>())
{
    // Only the death of its process frees the lock, never its age.
    m_lock.setStaleLockTime(0);
    m_isFirst = m_lock.tryLock(0);
}

SingleInstance::~SingleInstance() = default;

bool SingleInstance::becomeFirst(std::chrono::milliseconds patience)
{
    m_isFirst = m_isFirst || m_lock.tryLock(int(patience.count()));
    return m_isFirst;
}

base::Result<bool> SingleInstance::listen()
{
    Q_ASSERT(m_isFirst);
    const QString name = m_profile.socketName();
    QLocalServer::removeServer(name);
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    if (!m_server->listen(name))
        return base::failure(base::Fault::CannotWrite, QStringLiteral("cannot listen for commands at %1: %2")
                                                           .arg(name, m_server->errorString()));
    return true;
}

} // namespace core
