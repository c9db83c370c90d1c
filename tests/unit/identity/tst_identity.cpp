#include "identity/fingerprint.h"
#include "identity/identity.h"
#include "support/test.h"
#include "support/testmain.h"
#include "unit/wire/vectors.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSslCertificateExtension>
#include <QTemporaryDir>
#include <QTest>

using base::Fault;
using identity::Identity;

namespace {

QByteArray contents(const QString &file)
{
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

void write(const QString &file, const QByteArray &bytes)
{
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(bytes);
}

// The "-----BEGIN x-----" to "-----END x-----" part.
QByteArray section(const QByteArray &pem, const QByteArray &what)
{
    const QByteArray end = "-----END " + what + "-----\n";
    const qsizetype from = pem.indexOf("-----BEGIN " + what);
    return pem.mid(from, pem.indexOf(end) + end.size() - from);
}

} // namespace

class TestIdentity : public support::Test
{
    Q_OBJECT
private slots:
    void isTheVectors_data()
    {
        QTest::addColumn<QString>("who");
        QTest::newRow("A") << QStringLiteral("a");
        QTest::newRow("B") << QStringLiteral("b");
    }
    void isTheVectors()
    {
        QFETCH(QString, who);

        const auto made = Identity::fromScalar(support::vector(QStringLiteral("key-%1-private").arg(who)));

        QVERIFY2(made, qPrintable(made ? QString() : made.error().detail));
        QCOMPARE((*made)->point(), support::vector(QStringLiteral("key-%1-point").arg(who)));
        QCOMPARE((*made)->id().key(), support::vector(QStringLiteral("peer-%1").arg(who)));
        QCOMPARE(identity::peerIdOfPoint((*made)->point()), (*made)->id());
        QCOMPARE(identity::peerIdOf((*made)->certificate()), (*made)->id());
        QCOMPARE(identity::peerIdOf((*made)->nativeCertificate()), (*made)->id());
    }

    void refusesScalarsOutOfRange()
    {
        const QByteArray order = QByteArray::fromHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
        for (const QByteArray &scalar : {QByteArray(), QByteArray(31, 1), QByteArray(33, 1), QByteArray(32, '\0'), order})
            QCOMPARE(Identity::fromScalar(scalar).error().fault, Fault::Malformed);
    }

    void certificateSaysNothingOfTheUser()
    {
        const QSslCertificate certificate = (*Identity::generate())->certificate();

        QCOMPARE(certificate.version(), QByteArrayLiteral("3"));
        QCOMPARE(certificate.subjectInfo(QSslCertificate::CommonName), QStringList{QStringLiteral("Landline")});
        QCOMPARE(certificate.subjectInfoAttributes().size(), 1);
        QVERIFY(certificate.isSelfSigned());
        QVERIFY(!certificate.serialNumber().startsWith('-'));
        QCOMPARE(certificate.effectiveDate(), QDateTime(QDate(1970, 1, 1), QTime(0, 0), Qt::UTC));
        QCOMPARE(certificate.expiryDate(), QDateTime(QDate(9999, 12, 31), QTime(23, 59, 59), Qt::UTC));
        QVERIFY(certificate.extensions().isEmpty());
        QVERIFY2(certificate.toDer().size() < 310, QByteArray::number(certificate.toDer().size()).constData());
    }

    void everyKeyIsAnother()
    {
        QVERIFY((*Identity::generate())->id() != (*Identity::generate())->id());
    }

    void staysTheSameAcrossStarts()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("key.pem"));

        const auto first = Identity::loadOrCreate(file);
        const auto second = Identity::loadOrCreate(file);

        QVERIFY(first && second);
        QCOMPARE((*second)->id(), (*first)->id());
        QCOMPARE((*second)->certificate(), (*first)->certificate());
        QCOMPARE((*second)->key(), (*first)->key());
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{QStringLiteral("key.pem")});
    }

    void onlyTheUserMayReadTheKey()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("key.pem"));
        const QFile::Permissions everybody = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;

        QVERIFY(Identity::loadOrCreate(file));
        QVERIFY(!(QFile::permissions(file) & everybody));

        QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther));
        QVERIFY(Identity::loadOrCreate(file));
        QVERIFY(!(QFile::permissions(file) & everybody));
    }

    void killedFirstStartLeavesNoHalfKey()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("key.pem"));
        write(file + QStringLiteral(".new"), "-----BEGIN PRIV");

        QVERIFY(Identity::loadOrCreate(file));
        QVERIFY(Identity::loadOrCreate(file));
        QVERIFY(!QFileInfo::exists(file + QStringLiteral(".new")));
    }

    void neverReplacesADamagedFile_data()
    {
        QTest::addColumn<QByteArray>("damaged");
        const QTemporaryDir folder;
        const auto pemOf = [&folder](const QString &name) {
            std::ignore = Identity::loadOrCreate(folder.filePath(name));
            return contents(folder.filePath(name));
        };
        const QByteArray mine = pemOf(QStringLiteral("a"));
        const QByteArray other = pemOf(QStringLiteral("b"));
        QByteArray flipped = mine;
        flipped[40] = flipped.at(40) == 'A' ? 'B' : 'A';
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut") << mine.first(mine.size() / 2);
        QTest::newRow("flipped") << flipped;
        QTest::newRow("zeros") << QByteArray(mine.size(), '\0');
        QTest::newRow("no certificate") << section(mine, "PRIVATE KEY");
        QTest::newRow("no key") << section(mine, "CERTIFICATE");
        QTest::newRow("certificate of another key") << section(mine, "PRIVATE KEY") + section(other, "CERTIFICATE");
        QTest::newRow("too large") << mine + QByteArray(70'000, '\n');
        // A passphrase would be asked for on a terminal that nobody looks at.
        QTest::newRow("encrypted") << QByteArrayLiteral(
            "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,"
            "00112233445566778899AABBCCDDEEFF\n\nAAAAAAAAAAAAAAAAAAAAAA==\n-----END EC PRIVATE KEY-----\n")
                                   + section(mine, "CERTIFICATE");
        QTest::newRow("key of another kind") << QByteArrayLiteral(
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
            "-----END PRIVATE KEY-----\n") + section(mine, "CERTIFICATE");
    }
    void neverReplacesADamagedFile()
    {
        QFETCH(QByteArray, damaged);
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("key.pem"));
        write(file, damaged);

        const auto loaded = Identity::loadOrCreate(file);

        QVERIFY(!loaded);
        QCOMPARE(loaded.error().fault, Fault::Corrupt);
        QCOMPARE(contents(file), damaged);
    }

    void saysWhenItCannotRead()
    {
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("key.pem")));

        QCOMPARE(Identity::loadOrCreate(folder.filePath(QStringLiteral("key.pem"))).error().fault, Fault::CannotRead);
    }

    void aDanglingLinkIsNoFirstUse()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("key.pem"));
        QVERIFY(QFile::link(folder.filePath(QStringLiteral("elsewhere")), file));

        QCOMPARE(Identity::loadOrCreate(file).error().fault, Fault::CannotRead);
    }

    void saysWhenItCannotWrite()
    {
        const QTemporaryDir folder;

        const auto made = Identity::loadOrCreate(folder.filePath(QStringLiteral("none/key.pem")));

        QVERIFY(!made);
        QCOMPARE(made.error().fault, Fault::CannotWrite);
    }

    void signsWhatOthersCanVerify()
    {
        const auto mine = *Identity::generate();
        const identity::PublicKey key(mine->point());
        const identity::PublicKey stranger((*Identity::generate())->point());
        const QByteArray text = QByteArrayLiteral("some bytes");

        for (int i = 0; i < 200; ++i) { // leading zeros of r and s come up
            const QByteArray signature = mine->sign(text);
            QCOMPARE(signature.size(), 64);
            QVERIFY(key.verify(text, signature));
            QVERIFY(!stranger.verify(text, signature));
            QVERIFY(!key.verify("other bytes", signature));
        }
    }

    void signsNothingAsWell()
    {
        const auto mine = *Identity::generate();

        QVERIFY(identity::PublicKey(mine->point()).verify({}, mine->sign({})));
    }
};

static const support::Register<TestIdentity> registered;

#include "tst_identity.moc"
