#pragma once

#include <QString>

namespace net {

enum class Transport { Tcp, Udp };

// Who listens on a local port: "feiq (pid 123)"; the user's name when the process is not ours to see; "" when nobody
// does or the system does not tell (anything but Linux). Reads /proc for some milliseconds: call it on a pool thread.
[[nodiscard]] QString portHolder(Transport transport, quint16 port);

} // namespace net
