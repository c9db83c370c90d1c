#include "identity/fingerprint.h"
#include "identity/tls.h"
#include "support/test.h"
#include "support/testmain.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <QSignalSpy>
#include <QSslCipher>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>
#include <QTest>

using identity::Identity;
using identity::Side;

namespace {

using IdentityPtr = std::shared_ptr<const Identity>;
using SslPtr = std::unique_ptr<SSL, decltype(&SSL_free)>;

constexpr int patience = 30'000;

// Takes connections as the program does: from the descriptor, with TLS started later.
class TlsServer : public QTcpServer
{
public:
    explicit TlsServer(QSslConfiguration configuration)
        : m_configuration(std::move(configuration))
    {
    }
    QSslSocket socket;

protected:
    void incomingConnection(qintptr descriptor) override
    {
        socket.setSslConfiguration(m_configuration);
        if (socket.setSocketDescriptor(descriptor))
            socket.startServerEncryption();
    }

private:
    QSslConfiguration m_configuration;
};

// Both ends of a handshake over loopback.
struct Loopback {
    Loopback(const QSslConfiguration &dialling, const QSslConfiguration &accepting)
        : server(accepting)
    {
        if (!server.listen(QHostAddress::LocalHost))
            return;
        dialler.setSslConfiguration(dialling);
        dialler.connectToHostEncrypted(QStringLiteral("127.0.0.1"), server.serverPort());
    }
    [[nodiscard]] bool bothEncrypted()
    {
        return QTest::qWaitFor([this] { return dialler.isEncrypted() && server.socket.isEncrypted(); }, patience);
    }
    [[nodiscard]] bool bothClosed()
    {
        const auto closed = [](const QSslSocket &socket) { return socket.state() == QAbstractSocket::UnconnectedState; };
        return QTest::qWaitFor([&] { return closed(dialler) && closed(server.socket); }, patience);
    }

    TlsServer server;
    QSslSocket dialler;
};

// Two ends of OpenSSL with memory between them.
struct Memory {
    Memory(SSL_CTX *dialling, SSL_CTX *accepting)
        : dialler(SSL_new(dialling), SSL_free)
        , acceptor(SSL_new(accepting), SSL_free)
    {
        BIO *one = nullptr;
        BIO *other = nullptr;
        BIO_new_bio_pair(&one, 0, &other, 0);
        SSL_set_bio(dialler.get(), one, one);
        SSL_set_bio(acceptor.get(), other, other);
        SSL_set_connect_state(dialler.get());
        SSL_set_accept_state(acceptor.get());
    }
    [[nodiscard]] bool shakeHands()
    {
        ERR_clear_error();
        for (int turn = 0; turn < 20 && !(SSL_is_init_finished(dialler.get()) && SSL_is_init_finished(acceptor.get()));
             ++turn) {
            if (!step(dialler.get()) || !step(acceptor.get()))
                return false;
        }
        // In TLS 1.3 the dialler is done before it can be refused: only a byte from the acceptor says so.
        char byte = 'x';
        return SSL_write(acceptor.get(), &byte, 1) == 1 && SSL_read(dialler.get(), &byte, 1) == 1;
    }

    SslPtr dialler;
    SslPtr acceptor;

private:
    static bool step(SSL *ssl)
    {
        const int result = SSL_do_handshake(ssl);
        return result == 1 || SSL_get_error(ssl, result) == SSL_ERROR_WANT_READ;
    }
};

model::PeerId peerOf(SSL *ssl)
{
    return identity::peerIdOf(SSL_get0_peer_certificate(ssl));
}

std::shared_ptr<SSL_CTX> plainContext(const SSL_METHOD *method)
{
    return {SSL_CTX_new(method), SSL_CTX_free};
}

} // namespace

class TestTls : public support::Test
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(identity::requireTls());
        m_anna = *Identity::generate();
        m_ben = *Identity::generate();
    }

    void namesTheBackEnd()
    {
        const auto name = identity::requireTls();

        QVERIFY2(name->startsWith(QLatin1String("OpenSSL 3.")), qPrintable(*name));
        QCOMPARE(name->split(u' ').size(), 2);
    }

    void linksKnowBothKeys()
    {
        Loopback link(identity::linkConfiguration(*m_anna), identity::linkConfiguration(*m_ben));

        QVERIFY2(link.bothEncrypted(), qPrintable(link.dialler.errorString() + link.server.socket.errorString()));
        QCOMPARE(identity::peerIdOf(link.dialler.peerCertificate()), m_ben->id());
        QCOMPARE(identity::peerIdOf(link.server.socket.peerCertificate()), m_anna->id());
        QCOMPARE(link.dialler.peerCertificateChain().size(), 1);
        QCOMPARE(link.dialler.sessionProtocol(), QSsl::TlsV1_3);
        QCOMPARE(link.server.socket.sessionProtocol(), QSsl::TlsV1_3);
    }

    void linksCarryBytes()
    {
        Loopback link(identity::linkConfiguration(*m_anna), identity::linkConfiguration(*m_ben));
        QVERIFY(link.bothEncrypted());
        const QByteArray sent(300'000, 'x');

        link.dialler.write(sent);

        QByteArray received;
        QVERIFY(QTest::qWaitFor([&] { return (received += link.server.socket.readAll()).size() == sent.size(); }, patience));
        QCOMPARE(received, sent);
    }

    void linksPreferFastCiphers()
    {
        Loopback link(identity::linkConfiguration(*m_anna), identity::linkConfiguration(*m_ben));
        QVERIFY(link.bothEncrypted());

        const QString cipher = link.dialler.sessionCipher().name();
        QVERIFY2(cipher == QLatin1String("TLS_AES_128_GCM_SHA256") || cipher == QLatin1String("TLS_CHACHA20_POLY1305_SHA256"),
                 qPrintable(cipher));
        QVERIFY(identity::linkConfiguration(*m_anna).ciphers().size() == 3);
    }

    void linksAreNeverOlderThanTls13()
    {
        QSslConfiguration old = identity::linkConfiguration(*m_anna);
        old.setBackendConfiguration();
        old.setProtocol(QSsl::TlsV1_2);
        old.setCiphers(QSslConfiguration::supportedCiphers());
        Loopback link(old, identity::linkConfiguration(*m_ben));

        QVERIFY(link.bothClosed());
        QVERIFY(!link.server.socket.isEncrypted() && !link.dialler.isEncrypted());
    }

    void aDiallerWithoutCertificateIsRefused()
    {
        QSslConfiguration nameless = identity::linkConfiguration(*m_anna);
        nameless.setLocalCertificate(QSslCertificate());
        nameless.setPrivateKey(QSslKey());
        Loopback link(nameless, identity::linkConfiguration(*m_ben));

        QVERIFY(link.bothClosed());
        QVERIFY(link.server.socket.peerCertificate().isNull());
        QVERIFY(!link.server.socket.isEncrypted());
    }

    void dataConnectionsKnowBothKeys()
    {
        const auto dialling = identity::dataContext(*m_anna, Side::Dialler);
        const auto accepting = identity::dataContext(*m_ben, Side::Acceptor);
        Memory data(dialling.get(), accepting.get());

        QVERIFY(data.shakeHands());
        QCOMPARE(peerOf(data.dialler.get()), m_ben->id());
        QCOMPARE(peerOf(data.acceptor.get()), m_anna->id());
        QCOMPARE(SSL_version(data.dialler.get()), TLS1_3_VERSION);
        QCOMPARE(SSL_session_reused(data.dialler.get()), 0);
    }

    void dataConnectionsSendNoTickets()
    {
        const auto dialling = identity::dataContext(*m_anna, Side::Dialler);
        const auto accepting = identity::dataContext(*m_ben, Side::Acceptor);
        int tickets = 0;
        SSL_CTX_set_app_data(dialling.get(), &tickets);
        SSL_CTX_set_session_cache_mode(dialling.get(), SSL_SESS_CACHE_CLIENT);
        SSL_CTX_sess_set_new_cb(dialling.get(), [](SSL *ssl, SSL_SESSION *) {
            ++*static_cast<int *>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
            return 0;
        });
        Memory data(dialling.get(), accepting.get());

        QVERIFY(data.shakeHands());
        QCOMPARE(tickets, 0);
    }

    void dataDiallersWithoutCertificateAreRefused()
    {
        const auto nameless = plainContext(TLS_client_method());
        const auto accepting = identity::dataContext(*m_ben, Side::Acceptor);
        Memory data(nameless.get(), accepting.get());

        QVERIFY(!data.shakeHands());
    }

    void dataConnectionsAreNeverOlderThanTls13()
    {
        const auto old = plainContext(TLS_client_method());
        SSL_CTX_set_max_proto_version(old.get(), TLS1_2_VERSION);
        const auto accepting = identity::dataContext(*m_ben, Side::Acceptor);
        Memory data(old.get(), accepting.get());

        QVERIFY(!data.shakeHands());
    }

    void linkAndDataSpeakToEachOther()
    {
        // One port serves both, so both must offer the same handshake.
        const auto dialling = identity::dataContext(*m_anna, Side::Dialler);
        QCOMPARE(SSL_CTX_get_min_proto_version(dialling.get()), TLS1_3_VERSION);
        const STACK_OF(SSL_CIPHER) *suites = SSL_CTX_get_ciphers(dialling.get());
        QStringList names;
        for (int i = 0; i < sk_SSL_CIPHER_num(suites); ++i) {
            const SSL_CIPHER *suite = sk_SSL_CIPHER_value(suites, i);
            if (QByteArrayView(SSL_CIPHER_get_version(suite)) == "TLSv1.3")
                names.append(QString::fromLatin1(SSL_CIPHER_get_name(suite)));
        }
        QStringList ofLinks;
        for (const QSslCipher &cipher : identity::linkConfiguration(*m_anna).ciphers())
            ofLinks.append(cipher.name());

        QCOMPARE(names, ofLinks);
    }

private:
    IdentityPtr m_anna;
    IdentityPtr m_ben;
};

static const support::Register<TestTls> registered;

#include "tst_tls.moc"
