#include "core/quitsignal.h"

#ifdef Q_OS_UNIX
#include <QSocketNotifier>

#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace core {
namespace {

// A signal handler may do little more than write a byte; the notifier reads it on the main thread.
int ends[2] = {-1, -1};

void handle(int)
{
    const char byte = 1;
    std::ignore = ::write(ends[0], &byte, 1);
}

} // namespace

QuitSignal::QuitSignal(QObject *parent)
    : QObject(parent)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0)
        return;
    m_notifier = new QSocketNotifier(ends[1], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        std::ignore = ::read(ends[1], &byte, 1);
        emit requested();
    });
    struct sigaction action = {};
    action.sa_handler = handle;
    ::sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGHUP, &action, nullptr);
}

} // namespace core

#else

namespace core {

QuitSignal::QuitSignal(QObject *parent)
    : QObject(parent)
{
}

} // namespace core

#endif
