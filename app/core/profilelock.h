#pragma once

#include <QString>

#include <chrono>

namespace core {

// Whether this process alone has a profile: the system's lock on an open file, which ends with the process however that
// ends. What the file holds and how old it is says nothing.
class ProfileLock
{
public:
    explicit ProfileLock(QString path); // made when it is first locked, never removed
    ~ProfileLock();
    ProfileLock(const ProfileLock &) = delete;
    ProfileLock &operator=(const ProfileLock &) = delete;

    // False: somebody else has it, also after waiting for so long. Blocks for that time. Where files cannot be locked
    // or made nobody can be kept out, and it is true.
    [[nodiscard]] bool tryLock(std::chrono::milliseconds patience);

private:
    enum class Attempt { Locked, Taken, Impossible };
    [[nodiscard]] Attempt attempt();

    QString m_path;
#ifdef Q_OS_WIN
    void *m_file = nullptr;
#else
    int m_file = -1;
#endif
};

} // namespace core
