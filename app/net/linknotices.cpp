#include "net/linknotices.h"

#include <QLoggingCategory>
#include <QSocketNotifier>

#ifdef Q_OS_LINUX
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>
#endif

#include <array>

Q_LOGGING_CATEGORY(lcLinkNotices, "landline.net.notices")

namespace net {

LinkNotices::LinkNotices(QObject *parent)
    : QObject(parent)
{
    openNotices();
    openAlarm();
    if (m_alarm.isValid())
        return;
    connect(&m_tick, &QTimer::timeout, this, &LinkNotices::ticked);
    m_tick.start(period); // must tick: it is the only way to hear of changes
}

LinkNotices::~LinkNotices() = default;

#ifdef Q_OS_LINUX

namespace {

std::chrono::milliseconds now(clockid_t clock)
{
    timespec time {};
    clock_gettime(clock, &time);
    return std::chrono::milliseconds(qint64(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000);
}

} // namespace

std::chrono::milliseconds LinkNotices::clockWithSleep()
{
    return now(CLOCK_BOOTTIME);
}

std::chrono::milliseconds LinkNotices::clockWithoutSleep()
{
    return now(CLOCK_MONOTONIC);
}

void LinkNotices::openNotices()
{
    Socket socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE));
    SocketAddress address;
    auto *netlink = reinterpret_cast<sockaddr_nl *>(&address.storage);
    netlink->nl_family = AF_NETLINK;
    netlink->nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR;
    address.length = sizeof(sockaddr_nl);
    if (!socket.isValid() || !socket.bind(address)) {
        qCInfo(lcLinkNotices) << "no notices of interface changes, looking every 30 s";
        return;
    }
    m_notices = std::move(socket);
    m_noticesReady = std::make_unique<QSocketNotifier>(m_notices.descriptor(), QSocketNotifier::Read);
    connect(m_noticesReady.get(), &QSocketNotifier::activated, this, &LinkNotices::readNotices);
}

void LinkNotices::openAlarm()
{
    // Its clock runs during sleep: due right after waking up.
    Socket alarm(::timerfd_create(CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC));
    const time_t seconds = std::chrono::duration_cast<std::chrono::seconds>(period).count();
    const itimerspec every {{seconds, 0}, {seconds, 0}};
    if (!alarm.isValid() || ::timerfd_settime(int(alarm.descriptor()), 0, &every, nullptr) != 0)
        return;
    m_alarm = std::move(alarm);
    m_alarmReady = std::make_unique<QSocketNotifier>(m_alarm.descriptor(), QSocketNotifier::Read);
    connect(m_alarmReady.get(), &QSocketNotifier::activated, this, &LinkNotices::readAlarm);
}

void LinkNotices::readNotices()
{
    // What they say does not matter, the list is read as a whole. An overrun is a notice like any other.
    std::array<char, 8192> buffer;
    constexpr int mostPerTurn = 64;
    for (int i = 0; i < mostPerTurn; ++i) {
        if (::recv(int(m_notices.descriptor()), buffer.data(), buffer.size(), 0) <= 0)
            break;
    }
    emit noticed();
}

void LinkNotices::readAlarm()
{
    quint64 times = 0;
    if (::read(int(m_alarm.descriptor()), &times, sizeof times) == sizeof times)
        emit ticked();
}

#else

std::chrono::milliseconds LinkNotices::clockWithSleep()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch());
}

std::chrono::milliseconds LinkNotices::clockWithoutSleep()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

void LinkNotices::openNotices() { }
void LinkNotices::openAlarm() { }
void LinkNotices::readNotices() { }
void LinkNotices::readAlarm() { }

#endif

} // namespace net
