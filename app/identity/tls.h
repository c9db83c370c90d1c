#pragma once

#include "base/result.h"
#include "identity/identity.h"

#include <QSslConfiguration>

#include <memory>

struct ssl_ctx_st;

namespace identity {

// Makes Qt use OpenSSL and says what it is ("OpenSSL 3.0.19"); Tls when there is no full TLS 1.3 back end. Call before
// the first socket; any number of times.
[[nodiscard]] base::Result<QString> requireTls();

// For links: TLS 1.3 only, our certificate, the peer's asked for; suites and groups of PROTOCOL.md 3.2. Certificate
// errors are judged by the caller, by key alone.
[[nodiscard]] QSslConfiguration linkConfiguration(const Identity &identity);

enum class Side { Dialler, Acceptor };

// The same for data connections, which run on OpenSSL directly. No sessions, no tickets; the peer must send a
// certificate, which the caller judges by key alone.
[[nodiscard]] std::shared_ptr<ssl_ctx_st> dataContext(const Identity &identity, Side side);

} // namespace identity
