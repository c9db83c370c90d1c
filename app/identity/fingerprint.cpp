#include "identity/fingerprint.h"

#include "identity/eckey.h"

#include <QSslCertificate>

namespace identity {

namespace {

constexpr qsizetype pointBytes = 65;
constexpr qsizetype scalarBytes = 32;
constexpr qsizetype signatureBytes = 2 * scalarBytes;

// What comes before the point in the SubjectPublicKeyInfo of every EC P-256 key with a named curve.
QByteArray spkiHead()
{
    return QByteArray::fromHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");
}

QByteArray derOfSignature(QByteArrayView signature)
{
    const SignaturePtr parts(ECDSA_SIG_new());
    NumberPtr r(BN_bin2bn(octets(signature), scalarBytes, nullptr));
    NumberPtr s(BN_bin2bn(octets(signature) + scalarBytes, scalarBytes, nullptr));
    if (!parts || !r || !s || ECDSA_SIG_set0(parts.get(), r.get(), s.get()) != 1)
        return {};
    std::ignore = r.release();
    std::ignore = s.release();
    QByteArray der(i2d_ECDSA_SIG(parts.get(), nullptr), Qt::Uninitialized);
    unsigned char *out = octets(der);
    i2d_ECDSA_SIG(parts.get(), &out);
    return der;
}

} // namespace

QByteArray sha256(QByteArrayView bytes)
{
    QByteArray hash(32, Qt::Uninitialized);
    EVP_Digest(bytes.data(), size_t(bytes.size()), octets(hash), nullptr, EVP_sha256(), nullptr);
    return hash;
}

model::PeerId peerIdOfPoint(QByteArrayView point)
{
    if (point.size() != pointBytes || point[0] != '\x04')
        return {};
    return model::PeerId::landline(sha256(spkiHead().append(point)));
}

model::PeerId peerIdOf(x509_st *certificate)
{
    unsigned char *der = nullptr;
    const int size = certificate ? i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der) : 0;
    const QByteArray spki(reinterpret_cast<const char *>(der), qMax(size, 0));
    OPENSSL_free(der);
    if (!spki.startsWith(spkiHead()))
        return {};
    return peerIdOfPoint(QByteArrayView(spki).sliced(spkiHead().size()));
}

model::PeerId peerIdOf(const QSslCertificate &certificate)
{
    const QByteArray der = certificate.toDer();
    const unsigned char *at = octets(der);
    const CertificatePtr parsed(d2i_X509(nullptr, &at, long(der.size())));
    return peerIdOf(parsed.get());
}

PublicKey::PublicKey(QByteArrayView point)
    : m_key(publicKeyOfPoint(point))
{
}

bool PublicKey::verify(QByteArrayView bytes, QByteArrayView signature) const
{
    if (!isValid() || signature.size() != signatureBytes)
        return false;
    const QByteArray der = derOfSignature(signature);
    const DigestContextPtr context(EVP_MD_CTX_new());
    return context && !der.isEmpty()
        && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, m_key.get()) == 1
        && EVP_DigestVerify(context.get(), octets(der), size_t(der.size()), octets(bytes), size_t(bytes.size())) == 1;
}

} // namespace identity
