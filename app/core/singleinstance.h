#pragma once

#include "base/result.h"
#include "core/profile.h"
#include "core/profilelock.h"

#include <chrono>
#include <memory>

class QLocalServer;

namespace core {

// One running program per profile: a lock file decides, a local socket takes the commands of later starts. Main
// thread; owned by main().
class SingleInstance
{
public:
    explicit SingleInstance(const Profile &profile);
    ~SingleInstance();

    // False: another instance has this profile.
    [[nodiscard]] bool isFirst() const { return m_isFirst; }
    // Tries once more for so long. Blocks; before anything else runs.
    [[nodiscard]] bool becomeFirst(std::chrono::milliseconds patience);
    // Listens; only for the first instance. A stale socket of a crashed program is replaced.
    [[nodiscard]] base::Result<bool> listen();
    [[nodiscard]] QLocalServer &server() { return *m_server; }

private:
    Profile m_profile;
    ProfileLock m_lock;
    bool m_isFirst = false;
    std::unique_ptr<QLocalServer> m_server;
};

} // namespace core
