#pragma once

#include "native/laterptr.h"
#include "wire/codec.h"

#include <QSslSocket>

#include <chrono>

namespace native {

using SocketPtr = LaterPtr<QSslSocket>;

// Ends a connection politely: says why when `last` is given, lets what was written go out, ends TLS and TCP. After
// `limit` it is cut. Until then the socket is a child of `parent`. Input is dropped.
void sayFarewell(SocketPtr socket, const std::optional<wire::Close> &last, std::chrono::milliseconds limit,
                 QObject &parent);

} // namespace native
