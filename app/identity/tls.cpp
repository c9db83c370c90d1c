#include "identity/tls.h"

#include "identity/opensslptr.h"

#include <openssl/ssl.h>

#include <QSslCipher>
#include <QSslSocket>

#if defined(Q_PROCESSOR_ARM) && defined(Q_OS_LINUX)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

using base::Fault;

namespace identity {

namespace {

constexpr char groupList[] = "X25519:P-256";
constexpr char signatureList[] = "ECDSA+SHA256";
constexpr char backend[] = "openssl";

bool cpuHasAes()
{
#if defined(Q_PROCESSOR_X86) && defined(Q_CC_GNU)
    return __builtin_cpu_supports("aes");
#elif defined(Q_PROCESSOR_ARM_64) && defined(Q_OS_LINUX)
    return (getauxval(AT_HWCAP) & HWCAP_AES) != 0;
#elif defined(Q_PROCESSOR_ARM_32) && defined(Q_OS_LINUX)
    return (getauxval(AT_HWCAP2) & HWCAP2_AES) != 0;
#else
    return true;
#endif
}

QByteArray suiteList()
{
    return cpuHasAes() ? QByteArrayLiteral("TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384")
                       : QByteArrayLiteral("TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384");
}

QList<QSslCipher> ciphers()
{
    QList<QSslCipher> list;
    for (const QByteArray &name : suiteList().split(':'))
        list.append(QSslCipher(QString::fromLatin1(name), QSsl::TlsV1_3));
    return list;
}

// The caller judges the key; chains, dates and names mean nothing here.
int acceptAnyChain(X509_STORE_CTX *, void *)
{
    return 1;
}

bool configure(SSL_CTX *context, const Identity &identity)
{
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_CTX_set_cert_verify_callback(context, acceptAnyChain, nullptr);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
                                  | SSL_MODE_RELEASE_BUFFERS);
    return SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1
        && SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1
        && SSL_CTX_set_ciphersuites(context, suiteList().constData()) == 1
        && SSL_CTX_set1_groups_list(context, groupList) == 1
        && SSL_CTX_set1_sigalgs_list(context, signatureList) == 1
        && SSL_CTX_set_num_tickets(context, 0) == 1
        && SSL_CTX_use_certificate(context, identity.nativeCertificate()) == 1
        && SSL_CTX_use_PrivateKey(context, identity.nativeKey()) == 1;
}

// Before anybody asks for OpenSSL: it is not to clean up when the process exits. A QThread counts as ended a moment
// before its thread is, and what that still holds would be pulled from under it.
const int noCleanUp = OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);

} // namespace

base::Result<QString> requireTls()
{
    const QString openssl = QLatin1String(backend);
    if (!QSslSocket::availableBackends().contains(openssl))
        return base::failure(Fault::Tls, QStringLiteral("Qt has no OpenSSL back end"));
    if (QSslSocket::activeBackend() != openssl && !QSslSocket::setActiveBackend(openssl))
        return base::failure(Fault::Tls, QStringLiteral("another TLS back end is in use"));
    if (!QSslSocket::supportsSsl() || !QSslSocket::isProtocolSupported(QSsl::TlsV1_3))
        return base::failure(Fault::Tls, QStringLiteral("no TLS 1.3"));
    return QSslSocket::sslLibraryVersionString().section(QLatin1Char(' '), 0, 1);
}

QSslConfiguration linkConfiguration(const Identity &identity)
{
    QSslConfiguration configuration;
    configuration.setProtocol(QSsl::TlsV1_3);
    configuration.setLocalCertificate(identity.certificate());
    configuration.setPrivateKey(identity.key());
    configuration.setCaCertificates({});
    configuration.setCiphers(ciphers());
    // Asked for and needed, but not judged by Qt: only the key counts, and the caller compares it.
    configuration.setPeerVerifyMode(QSslSocket::QueryPeer);
    configuration.setMissingCertificateIsFatal(true);
    configuration.setSslOption(QSsl::SslOptionDisableSessionTickets, true);
    configuration.setSslOption(QSsl::SslOptionDisableSessionSharing, true);
    configuration.setSslOption(QSsl::SslOptionDisableSessionPersistence, true);
    configuration.setSslOption(QSsl::SslOptionDisableServerNameIndication, true);
    configuration.setBackendConfigurationOption("Groups", QByteArray(groupList));
    configuration.setBackendConfigurationOption("SignatureAlgorithms", QByteArray(signatureList));
    return configuration;
}

std::shared_ptr<ssl_ctx_st> dataContext(const Identity &identity, Side side)
{
    const SSL_METHOD *method = side == Side::Dialler ? TLS_client_method() : TLS_server_method();
    std::shared_ptr<SSL_CTX> context(SSL_CTX_new(method), SSL_CTX_free);
    if (!context || !configure(context.get(), identity))
        qFatal("OpenSSL has no TLS 1.3 with P-256");
    return context;
}

} // namespace identity
