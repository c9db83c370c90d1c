#pragma once

#include "base/result.h"
#include "model/peer.h"

#include <QByteArray>
#include <QSslCertificate>
#include <QSslKey>
#include <QString>

#include <memory>

struct evp_pkey_st;
struct x509_st;

namespace identity {

// Our key: EC P-256, with a self-signed certificate (PROTOCOL.md 3.2). Immutable; shared between threads.
class Identity
{
public:
    // Reads `file` (PEM with key and certificate, 0600), or makes it on first use: written to a new file, flushed,
    // renamed. A damaged file is an error, never silently replaced: it is who the user is. Blocks on the disk.
    [[nodiscard]] static base::Result<std::shared_ptr<const Identity>> loadOrCreate(const QString &file);
    // A key of the given 32-byte private scalar, for test vectors.
    [[nodiscard]] static base::Result<std::shared_ptr<const Identity>> fromScalar(const QByteArray &scalar);
    [[nodiscard]] static base::Result<std::shared_ptr<const Identity>> generate();

    ~Identity();

    [[nodiscard]] const model::PeerId &id() const { return m_id; }
    [[nodiscard]] const QByteArray &point() const { return m_point; } // 65 bytes
    [[nodiscard]] QByteArray sign(QByteArrayView bytes) const; // 64 bytes: r, s
    [[nodiscard]] const QSslCertificate &certificate() const { return m_certificate; }
    [[nodiscard]] const QSslKey &key() const { return m_key; }
    [[nodiscard]] evp_pkey_st *nativeKey() const { return m_nativeKey; } // borrowed
    [[nodiscard]] x509_st *nativeCertificate() const { return m_nativeCertificate; } // borrowed

private:
    Identity() = default;
    [[nodiscard]] static base::Result<std::shared_ptr<const Identity>> fromPem(const QByteArray &pem);

    model::PeerId m_id;
    QByteArray m_point;
    QSslCertificate m_certificate;
    QSslKey m_key;
    evp_pkey_st *m_nativeKey = nullptr;
    x509_st *m_nativeCertificate = nullptr;
};

} // namespace identity
