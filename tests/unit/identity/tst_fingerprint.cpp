#include "identity/fingerprint.h"
#include "support/test.h"
#include "support/testmain.h"
#include "unit/wire/vectors.h"

#include <QCryptographicHash>
#include <QSslCertificate>
#include <QTest>

using identity::PublicKey;

namespace {

constexpr qsizetype signatureAt = 4;
constexpr qsizetype payloadAt = 68;

bool isProved(const QByteArray &datagram, const PublicKey &key)
{
    return key.verify(QByteArrayLiteral("Landline presence 1\0") + datagram.mid(payloadAt),
                      QByteArrayView(datagram).sliced(signatureAt, 64));
}

} // namespace

class TestFingerprint : public support::Test
{
    Q_OBJECT
private slots:
    void hashes()
    {
        QCOMPARE(identity::sha256("abc"), QCryptographicHash::hash("abc", QCryptographicHash::Sha256));
        QCOMPARE(identity::sha256({}), QCryptographicHash::hash({}, QCryptographicHash::Sha256));
    }

    void namesOnlyUncompressedPoints()
    {
        const QByteArray point = support::vector(QStringLiteral("key-a-point"));

        QCOMPARE(identity::peerIdOfPoint(point).key(), support::vector(QStringLiteral("peer-a")));
        QVERIFY(identity::peerIdOfPoint({}).isNull());
        QVERIFY(identity::peerIdOfPoint(point.chopped(1)).isNull());
        QVERIFY(identity::peerIdOfPoint(point + '\0').isNull());
        QVERIFY(identity::peerIdOfPoint('\x06' + point.mid(1)).isNull());
    }

    void nobodyHasNoCertificate()
    {
        QVERIFY(identity::peerIdOf(QSslCertificate()).isNull());
        QVERIFY(identity::peerIdOf(static_cast<x509_st *>(nullptr)).isNull());
    }

    void otherKeysHaveNoId()
    {
        // Self-signed Ed25519.
        const QSslCertificate other(QByteArrayLiteral(
            "-----BEGIN CERTIFICATE-----\n"
            "MIIBPDCB76ADAgECAhR88tHhs/MsX4k/jhQmTQ/YRNZ/0zAFBgMrZXAwEzERMA8G\n"
            "A1UEAwwITGFuZGxpbmUwIBcNMjYxMTIxMDg1MjM5WhgPMjEyNjEwMjgwODUyMzla\n"
            "MBMxETAPBgNVBAMMCExhbmRsaW5lMCowBQYDK2VwAyEAXKvHYOtrVilexmCkZzs3\n"
            "iFpdJGtJzwlmP6ITy1UIHaOjUzBRMB0GA1UdDgQWBBQZ6VB9uZsdPIDxXn4JUwb4\n"
            "/Ovx5jAfBgNVHSMEGDAWgBQZ6VB9uZsdPIDxXn4JUwb4/Ovx5jAPBgNVHRMBAf8E\n"
            "BTADAQH/MAUGAytlcANBAH9lHrAiMvikvzaaHtiQ1vZFdWm4+Y4fDT50RN89meQl\n"
            "RZRN2muD1yv3YHBDPXKCshTCNqxI+BQ4npYCYoOXkQ4=\n"
            "-----END CERTIFICATE-----\n"), QSsl::Pem);

        QVERIFY(!other.isNull());
        QVERIFY(identity::peerIdOf(other).isNull());
    }

    void verifiesTheVectors_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("key");
        QTest::addColumn<bool>("good");
        const QString a = QStringLiteral("key-a-point");
        const QString b = QStringLiteral("key-b-point");
        QTest::newRow("announce") << QStringLiteral("announce") << a << true;
        QTest::newRow("beacon") << QStringLiteral("beacon") << a << true;
        QTest::newRow("answer") << QStringLiteral("answer") << b << true;
        QTest::newRow("confirm") << QStringLiteral("confirm") << a << true;
        QTest::newRow("goodbye") << QStringLiteral("goodbye") << a << true;
        QTest::newRow("largest") << QStringLiteral("announce-largest") << a << true;
        QTest::newRow("damaged") << QStringLiteral("announce-bad") << a << false;
        QTest::newRow("other key") << QStringLiteral("announce") << b << false;
    }
    void verifiesTheVectors()
    {
        QFETCH(QString, name);
        QFETCH(QString, key);

        const PublicKey parsed(support::vector(key));

        QVERIFY(parsed.isValid());
        QTEST(isProved(support::vector(name), parsed), "good");
    }

    void everyFlippedBitCounts()
    {
        const QByteArray datagram = support::vector(QStringLiteral("announce"));
        const PublicKey key(support::vector(QStringLiteral("key-a-point")));
        for (qsizetype at = signatureAt; at < datagram.size(); ++at) {
            QByteArray bad = datagram;
            bad[at] = char(bad.at(at) ^ 0x10);
            QVERIFY2(!isProved(bad, key), QByteArray::number(at).constData());
        }
    }

    void refusesSignaturesOfOtherForms()
    {
        const PublicKey key(support::vector(QStringLiteral("key-a-point")));
        for (const QByteArray &signature : {QByteArray(), QByteArray(63, 1), QByteArray(65, 1), QByteArray(64, '\0'),
                                            QByteArray(64, '\xff')})
            QVERIFY(!key.verify("x", signature));
    }

    void refusesPointsBesideTheCurve()
    {
        QByteArray point = support::vector(QStringLiteral("key-a-point"));
        point[64] = char(point.at(64) ^ 1);

        for (const QByteArray &bad : {point, QByteArray(), QByteArray(1, '\0'), QByteArray(65, '\0'),
                                      '\x04' + QByteArray(64, '\xff'), point.chopped(1)}) {
            const PublicKey key(bad);
            QVERIFY(!key.isValid());
            QVERIFY(!key.verify("x", QByteArray(64, 1)));
        }
    }
};

static const support::Register<TestFingerprint> registered;

#include "tst_fingerprint.moc"
