#pragma once

#include "base/result.h"

#include <QHostAddress>

#include <chrono>
#include <memory>
#include <optional>

struct ssl_st;

namespace native {

// The few calls on descriptors that data connections need beside OpenSSL. Descriptors are closed by their owner.

struct FreeSsl {
    void operator()(ssl_st *ssl) const;
};
using SslPtr = std::unique_ptr<ssl_st, FreeSsl>;

// A non-blocking TCP socket on its way to `address`; writable when it is there. Unreachable.
[[nodiscard]] base::Result<int> dialSocket(const QHostAddress &address, quint16 port);
[[nodiscard]] int socketError(int descriptor); // errno of the last connect, 0: connected
void setNonBlocking(int descriptor);
// Blocking, with `silence` as the longest wait for a byte either way.
void setBlocking(int descriptor, std::chrono::milliseconds silence);
void setNoDelay(int descriptor);

// What the other side's system has said about bytes of ours.
struct Acknowledged {
    quint64 bytes = 0; // so far
    bool isAllOfThem = true; // nothing that has left is unanswered
    std::chrono::milliseconds since {0}; // its last answer of any kind
};
// Nothing where the system does not tell.
[[nodiscard]] std::optional<Acknowledged> acknowledged(int descriptor);

void closeSocket(int descriptor);
// The other side learns at once, even when it waits for room in a full window: a mere end of ours would not wake it.
void resetSocket(int descriptor);

// OpenSSL writes with write(): a closed connection must not end the program. For the calling thread.
void blockPipeSignal();

} // namespace native
