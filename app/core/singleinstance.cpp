#include "core/singleinstance.h"

#include <QLocalServer>

namespace core {

SingleInstance::SingleInstance(const Profile &profile)
    : m_profile(profile)
    , m_lock(profile.lockFile())
    , m_server(std::make_unique<QLocalServer>())
{
    m_isFirst = m_lock.tryLock({});
}

SingleInstance::~SingleInstance() = default;

bool SingleInstance::becomeFirst(std::chrono::milliseconds patience)
{
    m_isFirst = m_isFirst || m_lock.tryLock(patience);
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
