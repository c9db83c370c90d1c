#pragma once

#include "base/result.h"
#include "identity/opensslptr.h"

#include <QByteArray>

namespace identity {

// Keys of EC P-256, the only kind there is here. Pure; any thread.

// Null when `point` is not 65 bytes that lie on the curve.
[[nodiscard]] KeyPtr publicKeyOfPoint(QByteArrayView point);
// The pair that belongs to a 32-byte private scalar; null when it is out of range.
[[nodiscard]] KeyPtr keyOfScalar(const QByteArray &scalar);
[[nodiscard]] KeyPtr generateKey();
// 65 bytes, uncompressed; empty unless `key` is EC P-256.
[[nodiscard]] QByteArray pointOf(EVP_PKEY *key);

// A new self-signed certificate as PROTOCOL.md 3.2 wants it; null when OpenSSL fails.
[[nodiscard]] CertificatePtr makeCertificate(EVP_PKEY *key);

// Reason of the last failure on this thread, for logs.
[[nodiscard]] QString opensslReason();

} // namespace identity
