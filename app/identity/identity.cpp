#include "identity/identity.h"

#include "identity/eckey.h"
#include "identity/fingerprint.h"
#include "identity/privatefile.h"

#include <openssl/pem.h>

#include <QFileInfo>

using base::Fault;
using base::Result;

namespace identity {

namespace {

constexpr int scalarBytes = 32;

// Instead of OpenSSL's own, which would ask for a passphrase on the terminal.
int noPassphrase(char *, int, int, void *)
{
    return -1;
}

BioPtr reading(const QByteArray &pem)
{
    return BioPtr(BIO_new_mem_buf(pem.constData(), int(pem.size())));
}

QByteArray contents(BIO *bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return QByteArray(data, size);
}

// Key and certificate in one text; empty when OpenSSL fails.
QByteArray pemOf(EVP_PKEY *key, X509 *certificate)
{
    const BioPtr bio(BIO_new(BIO_s_secmem()));
    if (!bio || PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1
        || PEM_write_bio_X509(bio.get(), certificate) != 1)
        return {};
    return contents(bio.get());
}

Result<QByteArray> pemOfKey(EVP_PKEY *key)
{
    const CertificatePtr certificate = key ? makeCertificate(key) : CertificatePtr();
    const QByteArray pem = certificate ? pemOf(key, certificate.get()) : QByteArray();
    if (pem.isEmpty())
        return base::failure(Fault::Tls, opensslReason());
    return pem;
}

} // namespace

Identity::~Identity()
{
    X509_free(m_nativeCertificate);
    EVP_PKEY_free(m_nativeKey);
}

Result<std::shared_ptr<const Identity>> Identity::fromPem(const QByteArray &pem)
{
    std::shared_ptr<Identity> identity(new Identity);
    identity->m_nativeKey = PEM_read_bio_PrivateKey(reading(pem).get(), nullptr, noPassphrase, nullptr);
    identity->m_nativeCertificate = PEM_read_bio_X509(reading(pem).get(), nullptr, noPassphrase, nullptr);
    if (!identity->m_nativeKey || !identity->m_nativeCertificate)
        return base::failure(Fault::Corrupt, opensslReason());
    identity->m_point = pointOf(identity->m_nativeKey);
    if (identity->m_point.isEmpty())
        return base::failure(Fault::Corrupt, QStringLiteral("key of another kind"));
    identity->m_id = peerIdOfPoint(identity->m_point);
    if (peerIdOf(identity->m_nativeCertificate) != identity->m_id)
        return base::failure(Fault::Corrupt, QStringLiteral("certificate of another key"));
    identity->m_certificate = QSslCertificate(pem, QSsl::Pem);
    identity->m_key = QSslKey(pem, QSsl::Ec, QSsl::Pem, QSsl::PrivateKey);
    if (identity->m_certificate.isNull() || identity->m_key.isNull())
        return base::failure(Fault::Tls, QStringLiteral("Qt cannot read the key"));
    return identity;
}

Result<std::shared_ptr<const Identity>> Identity::generate()
{
    return pemOfKey(generateKey().get()).and_then(fromPem);
}

Result<std::shared_ptr<const Identity>> Identity::fromScalar(const QByteArray &scalar)
{
    const KeyPtr key = keyOfScalar(scalar);
    if (!key)
        return base::failure(Fault::Malformed, QStringLiteral("no private key of P-256"));
    return pemOfKey(key.get()).and_then(fromPem);
}

Result<std::shared_ptr<const Identity>> Identity::loadOrCreate(const QString &file)
{
    // A dangling link or a folder of that name is not "first use" either.
    const QFileInfo info(file);
    if (info.exists() || info.isSymLink())
        return readPrivateFile(file).and_then(fromPem);
    const Result<QByteArray> pem = pemOfKey(generateKey().get());
    if (!pem)
        return tl::unexpected(pem.error());
    if (const Result<void> written = writePrivateFile(file, *pem); !written)
        return tl::unexpected(written.error());
    return fromPem(*pem);
}

QByteArray Identity::sign(QByteArrayView bytes) const
{
    const DigestContextPtr context(EVP_MD_CTX_new());
    size_t size = size_t(EVP_PKEY_get_size(m_nativeKey));
    QByteArray der(qsizetype(size), Qt::Uninitialized);
    if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, m_nativeKey) != 1
        || EVP_DigestSign(context.get(), octets(der), &size, octets(bytes), size_t(bytes.size())) != 1)
        qFatal("OpenSSL cannot sign: %ls", qUtf16Printable(opensslReason()));
    const unsigned char *at = octets(QByteArrayView(der));
    const SignaturePtr parts(d2i_ECDSA_SIG(nullptr, &at, long(size)));
    QByteArray signature(qsizetype(2) * scalarBytes, '\0');
    BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), octets(signature), scalarBytes);
    BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), octets(signature) + scalarBytes, scalarBytes);
    return signature;
}

} // namespace identity
