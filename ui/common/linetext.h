#pragma once

#include "gateway/gateway.h"

#include <QString>

namespace ui {

// We have a port, but not the one we wanted.
[[nodiscard]] bool isPortMoved(const gateway::LineReport &line);

// Somebody else on the network uses our key.
[[nodiscard]] bool runsTwice(const gateway::LineReport &line);
[[nodiscard]] QString runsTwiceText();

// "Port 24250 is held by feiq.exe. Using 24251."
[[nodiscard]] QString portTakenText(const gateway::LineReport &line);

// What to send to a friend by other means; empty without an address.
[[nodiscard]] QString inviteText(const gateway::LineReport &line);

} // namespace ui
