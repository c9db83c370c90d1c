#pragma once

#include "model/peer.h"

#include <QByteArray>

#include <memory>

class QSslCertificate;
struct evp_pkey_st;
struct x509_st;

namespace identity {

// SHA-256 by OpenSSL (Qt 6.4's own is ten times slower).
[[nodiscard]] QByteArray sha256(QByteArrayView bytes);

// PeerId of a 65-byte point; null when it does not begin with 0x04 or has another size.
[[nodiscard]] model::PeerId peerIdOfPoint(QByteArrayView point);
// PeerId of a certificate's key; null unless it is EC P-256.
[[nodiscard]] model::PeerId peerIdOf(const QSslCertificate &certificate);
[[nodiscard]] model::PeerId peerIdOf(x509_st *certificate);

// A parsed public key: parsing is dear (23 µs), so it is kept per peer.
class PublicKey
{
public:
    // isValid() is false when the bytes are no point on the curve.
    explicit PublicKey(QByteArrayView point);
    [[nodiscard]] bool isValid() const { return m_key != nullptr; }
    [[nodiscard]] bool verify(QByteArrayView bytes, QByteArrayView signature) const; // 64 bytes: r, s

private:
    std::shared_ptr<evp_pkey_st> m_key;
};

} // namespace identity
