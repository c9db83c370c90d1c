#include "identity/eckey.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>

namespace identity {

namespace {

constexpr char curve[] = "P-256";
constexpr qsizetype pointBytes = 65;
constexpr qsizetype scalarBytes = 32;
constexpr int serialBits = 127; // random and positive

using ParameterBuilderPtr = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using ParametersPtr = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;

// `secret` is null for a public key.
KeyPtr keyFrom(QByteArrayView point, const BIGNUM *secret)
{
    const ParameterBuilderPtr builder(OSSL_PARAM_BLD_new());
    if (!builder || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve, 0) != 1
        || OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                            size_t(point.size())) != 1
        || (secret && OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret) != 1))
        return {};
    const ParametersPtr parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    const KeyContextPtr context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    EVP_PKEY *key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1)
        return {};
    const int selection = secret ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
    if (EVP_PKEY_fromdata(context.get(), &key, selection, parameters.get()) != 1)
        ERR_clear_error();
    return KeyPtr(key);
}

// Times by ASN1_TIME_set_string take the short form before 2050 and the long one after, as RFC 5280 asks.
bool setValidity(X509 *certificate)
{
    return ASN1_TIME_set_string(X509_getm_notBefore(certificate), "700101000000Z") == 1
        && ASN1_TIME_set_string(X509_getm_notAfter(certificate), "99991231235959Z") == 1;
}

bool setSerial(X509 *certificate)
{
    const NumberPtr serial(BN_new());
    return serial && BN_rand(serial.get(), serialBits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1
        && BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool setNames(X509 *certificate)
{
    static constexpr unsigned char name[] = "Landline";
    X509_NAME *subject = X509_get_subject_name(certificate);
    return X509_NAME_add_entry_by_NID(subject, NID_commonName, MBSTRING_UTF8, name, sizeof name - 1, -1, 0) == 1
        && X509_set_issuer_name(certificate, subject) == 1;
}

} // namespace

KeyPtr publicKeyOfPoint(QByteArrayView point)
{
    if (point.size() != pointBytes || point[0] != '\x04')
        return {};
    return keyFrom(point, nullptr);
}

KeyPtr keyOfScalar(const QByteArray &scalar)
{
    const GroupPtr group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
    const NumberPtr secret(BN_bin2bn(octets(scalar), int(scalar.size()), nullptr));
    if (scalar.size() != scalarBytes || !group || !secret || BN_is_zero(secret.get())
        || BN_cmp(secret.get(), EC_GROUP_get0_order(group.get())) >= 0)
        return {};
    const PointPtr point(EC_POINT_new(group.get()));
    QByteArray bytes(pointBytes, Qt::Uninitialized);
    if (!point || EC_POINT_mul(group.get(), point.get(), secret.get(), nullptr, nullptr, nullptr) != 1
        || EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, octets(bytes),
                              size_t(pointBytes), nullptr) != size_t(pointBytes))
        return {};
    return keyFrom(bytes, secret.get());
}

KeyPtr generateKey()
{
    return KeyPtr(EVP_EC_gen(curve));
}

QByteArray pointOf(EVP_PKEY *key)
{
    char group[32] = "";
    if (!key || EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) != 1
        || OBJ_txt2nid(group) != NID_X9_62_prime256v1) {
        ERR_clear_error();
        return {};
    }
    QByteArray point(pointBytes, Qt::Uninitialized);
    size_t size = 0;
    if (EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, octets(point), size_t(pointBytes), &size) != 1
        || size != size_t(pointBytes)) {
        ERR_clear_error();
        return {};
    }
    return point;
}

CertificatePtr makeCertificate(EVP_PKEY *key)
{
    CertificatePtr certificate(X509_new());
    if (!certificate || X509_set_version(certificate.get(), X509_VERSION_3) != 1 || !setSerial(certificate.get())
        || !setValidity(certificate.get()) || !setNames(certificate.get())
        || X509_set_pubkey(certificate.get(), key) != 1 || X509_sign(certificate.get(), key, EVP_sha256()) == 0)
        return {};
    return certificate;
}

QString opensslReason()
{
    char text[256] = "";
    ERR_error_string_n(ERR_get_error(), text, sizeof text);
    ERR_clear_error();
    return QString::fromLatin1(text);
}

} // namespace identity
