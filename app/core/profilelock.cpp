#include "core/profilelock.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QThread>

#ifdef Q_OS_WIN
#include <windows.h>
#else
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#endif

namespace core {
namespace {

constexpr std::chrono::milliseconds betweenAttempts {20};

} // namespace

ProfileLock::ProfileLock(QString path)
    : m_path(std::move(path))
{
}

#ifdef Q_OS_WIN

ProfileLock::~ProfileLock()
{
    if (m_file)
        ::CloseHandle(m_file);
}

ProfileLock::Attempt ProfileLock::attempt()
{
    const auto *path = reinterpret_cast<const wchar_t *>(m_path.utf16());
    void *file = ::CreateFileW(path, GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (file == INVALID_HANDLE_VALUE)
        return ::GetLastError() == ERROR_SHARING_VIOLATION ? Attempt::Taken : Attempt::Impossible;
    m_file = file;
    return Attempt::Locked;
}

#else

ProfileLock::~ProfileLock()
{
    if (m_file >= 0)
        ::close(m_file);
}

ProfileLock::Attempt ProfileLock::attempt()
{
    const int file = ::open(QFile::encodeName(m_path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return Attempt::Impossible;
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        const bool isTaken = errno == EWOULDBLOCK;
        ::close(file);
        return isTaken ? Attempt::Taken : Attempt::Impossible;
    }
    m_file = file;
    return Attempt::Locked;
}

#endif

bool ProfileLock::tryLock(std::chrono::milliseconds patience)
{
    const QDeadlineTimer end(patience);
    Attempt last = attempt();
    while (last == Attempt::Taken && !end.hasExpired()) {
        QThread::msleep(ulong(betweenAttempts.count()));
        last = attempt();
    }
    return last != Attempt::Taken;
}

} // namespace core
