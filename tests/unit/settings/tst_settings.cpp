#include "settings/keys.h"
#include "support/tempprofile.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>

using base::Fault;
using settings::Settings;
using support::TempProfile;
namespace keys = settings::keys;

namespace {

const QRegularExpression keptAside(QStringLiteral("settings could not be read and are kept as"));

} // namespace

class TestSettings : public support::Test
{
    Q_OBJECT
private slots:
    void givesDefaultsWithoutAFile()
    {
        const TempProfile profile;
        const Settings settings(profile.settings());

        QCOMPARE(settings.get(keys::networkPort), 24250);
        QCOMPARE(settings.get(keys::userName), QString());
        QCOMPARE(settings.get(keys::transferAccept), QStringLiteral("ask"));
        QVERIFY(settings.get(keys::readReceipts));
        QVERIFY(!settings.has(keys::networkPort));
        QVERIFY(!QFileInfo::exists(profile.settings()));
    }

    void keepsEveryTypeOverARestart()
    {
        const TempProfile profile;
        const QStringList peers {QStringLiteral("10.0.0.1:24250"), QStringLiteral("[fe80::1%eth0]:1024")};
        {
            Settings settings(profile.settings());
            settings.set(keys::userName, QStringLiteral("王小明, \"=;@"));
            settings.set(keys::networkPort, 30000);
            settings.set(keys::uploadLimit, qint64(6'000'000'000));
            settings.set(keys::readReceipts, false);
            settings.set(keys::manualPeers, peers);
            settings.set(keys::windowState, QByteArray("\0\xff\n,", 4));
        }

        const Settings settings(profile.settings());
        QCOMPARE(settings.get(keys::userName), QStringLiteral("王小明, \"=;@"));
        QCOMPARE(settings.get(keys::networkPort), 30000);
        QCOMPARE(settings.get(keys::uploadLimit), qint64(6'000'000'000));
        QCOMPARE(settings.get(keys::readReceipts), false);
        QCOMPARE(settings.get(keys::manualPeers), peers);
        QCOMPARE(settings.get(keys::windowState), QByteArray("\0\xff\n,", 4));
        QVERIFY(settings.has(keys::networkPort));
    }

    void keepsListsOfOneAndOfNone()
    {
        const TempProfile profile;
        {
            Settings settings(profile.settings());
            settings.set(keys::manualPeers, QStringList {QStringLiteral("a,b:1024")});
        }
        {
            Settings settings(profile.settings());
            QCOMPARE(settings.get(keys::manualPeers), QStringList {QStringLiteral("a,b:1024")});
            settings.set(keys::manualPeers, QStringList());
        }

        QCOMPARE(Settings(profile.settings()).get(keys::manualPeers), QStringList());
    }

    void savesInTheBackgroundForTheOwnerOnly()
    {
        const TempProfile profile;
        Settings settings(profile.settings());

        settings.set(keys::theme, QStringLiteral("dark"));

        QTRY_VERIFY(profile.read(QStringLiteral("settings.ini")).contains("dark"));
        QCOMPARE(QFile::permissions(profile.settings()) & 0x0fff & ~(QFile::ReadUser | QFile::WriteUser),
                 QFile::Permissions());
        settings.set(keys::theme, QStringLiteral("light"));
        QTRY_VERIFY(profile.read(QStringLiteral("settings.ini")).contains("light"));
        QVERIFY(!QFileInfo::exists(profile.settings() + QStringLiteral(".new")));
    }

    void savesChangesMadeWhileSaving()
    {
        const TempProfile profile;
        Settings settings(profile.settings());

        for (int port = 2000; port < 2100; ++port) {
            settings.set(keys::networkPort, port);
            QCoreApplication::sendPostedEvents();
        }

        QTRY_COMPARE(Settings(profile.settings()).get(keys::networkPort), 2099);
    }

    void tellsChangesOnce()
    {
        const TempProfile profile;
        Settings settings(profile.settings());
        const QSignalSpy changed(&settings, &Settings::changed);
        int themes = 0;
        settings.onChange(keys::theme, this, [&themes] { ++themes; });

        settings.set(keys::theme, QStringLiteral("dark"));
        settings.set(keys::theme, QStringLiteral("dark"));
        settings.set(keys::language, QStringLiteral("en"));

        QCOMPARE(changed.size(), 2);
        QCOMPARE(themes, 1);
    }

    void resetsToTheDefault()
    {
        const TempProfile profile;
        {
            Settings settings(profile.settings());
            settings.set(keys::networkPort, 30000);
            settings.reset(keys::networkPort);
            QVERIFY(!settings.has(keys::networkPort));
        }

        QCOMPARE(Settings(profile.settings()).get(keys::networkPort), 24250);
    }

    void takesWrongValuesInTheFileForAbsent_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<bool>("isDamaged");

        QTest::newRow("wrong values") << QByteArray("[network]\nport=80\ndiscoveryPort=many\n[ui]\ntheme=pink\n"
                                                    "[transfer]\natOnce=99\nuploadLimit=fast\ndownloadLimit=3\nsameName=replaceOlder\n"
                                                    "[privacy]\nreadReceipts=perhaps\n[user]\nname=\" \"\n")
                                      << false;
        QTest::newRow("lists") << QByteArray("[network]\nport=1,2\n[ui]\ntheme=dark, light\n") << false;
        QTest::newRow("no settings") << QByteArray("\x7f"
                                                   "ELF\0\0\xff\xfe[[[",
                                                   11)
                                     << true;
        QTest::newRow("half a line") << QByteArray("[netw") << true;
        QTest::newRow("empty") << QByteArray() << false;
        QTest::newRow("huge") << QByteArray(65 * 1024 * 1024, 'x') << true;
    }

    void takesWrongValuesInTheFileForAbsent()
    {
        QFETCH(const QByteArray, file);
        QFETCH(const bool, isDamaged);
        const TempProfile profile;
        if (isDamaged)
            QTest::ignoreMessage(QtWarningMsg, keptAside);
        profile.write(QStringLiteral("settings.ini"), file);

        const Settings settings(profile.settings());

        QCOMPARE(settings.get(keys::networkPort), 24250);
        QCOMPARE(settings.get(keys::discoveryPort), 24250);
        QCOMPARE(settings.get(keys::theme), QStringLiteral("system"));
        QCOMPARE(settings.get(keys::readReceipts), true);
        QCOMPARE(settings.get(keys::userName), QString());
        QCOMPARE(settings.get(keys::transfersAtOnce), 3);
        QCOMPARE(settings.get(keys::uploadLimit), 0);
        QCOMPARE(settings.get(keys::downloadLimit), 0);
        QCOMPARE(settings.get(keys::sameName), QStringLiteral("skipIdentical"));
        QVERIFY(!settings.has(keys::networkPort));
    }

    void replacesADamagedFile()
    {
        const TempProfile profile;
        const QByteArray damaged("\xff\xfe garbage ][");
        profile.write(QStringLiteral("settings.ini"), damaged);
        QTest::ignoreMessage(QtWarningMsg, keptAside);
        {
            Settings settings(profile.settings());
            settings.set(keys::networkPort, 4000);
        }

        QCOMPARE(Settings(profile.settings()).get(keys::networkPort), 4000);
        const QStringList kept = QDir(profile.path()).entryList({QStringLiteral("settings.ini.damaged-*")});
        QCOMPARE(kept.size(), 1);
        QCOMPARE(profile.read(kept.first()), damaged);
    }

    void saysWhenItCannotSave()
    {
        const TempProfile profile;
        const QString blocked = profile.write(QStringLiteral("file"), "not a folder") + QStringLiteral("/settings.ini");
        Settings settings(blocked);

        QTest::ignoreMessage(QtWarningMsg, "settings could not be saved");
        settings.set(keys::networkPort, 4000);
        QTest::qWait(0);
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::processEvents();
        QCOMPARE(settings.get(keys::networkPort), 4000);

        QTest::ignoreMessage(QtWarningMsg, "settings could not be saved");
    }

    void readsAndSetsByName_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("value");

        const auto row = [](const char *key, const char *before, const char *value) {
            QTest::newRow(key) << QString::fromLatin1(key) << QString::fromLatin1(before) << QString::fromUtf8(value);
        };
        row("user/name", "", "Anna Müller");
        row("network/port", "24250", "1024");
        row("network/discoveryPort", "24250", "65535");
        row("transfer/accept", "ask", "verified");
        row("transfer/folder", "", "/srv/received");
        row("transfer/atOnce", "3", "8");
        row("transfer/uploadLimit", "0", "5000000000");
        row("transfer/downloadLimit", "0", "65536");
        row("transfer/sameName", "skipIdentical", "keepBoth");
        row("ui/language", "system", "zh_CN");
        row("ui/theme", "system", "light");
        row("privacy/readReceipts", "true", "false");
    }

    void readsAndSetsByName()
    {
        QFETCH(const QString, key);
        QFETCH(const QString, before);
        QFETCH(const QString, value);
        const TempProfile profile;
        Settings settings(profile.settings());

        QCOMPARE(settings.text(key).value(), before);
        QVERIFY(settings.setText(key, value).has_value());
        QCOMPARE(settings.text(key).value(), value);
    }

    void refusesByName_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("mention");

        const auto row = [](const char *key, const QString &value, const char *mention) {
            QTest::addRow("%s %d", key, int(value.size()))
                << QString::fromLatin1(key) << value << QString::fromLatin1(mention);
        };
        row("user/name", {}, "64");
        row("user/name", QString(65, u'x'), "64");
        row("user/name", QString(3, QChar(0x202e)), "64");
        row("network/port", QStringLiteral("1023"), "1024");
        row("network/port", QStringLiteral("65536"), "65535");
        row("network/port", QStringLiteral("abc"), "number");
        row("network/discoveryPort", {}, "number");
        row("transfer/accept", QStringLiteral("maybe"), "verified");
        row("transfer/folder", QStringLiteral("relative/path"), "absolute");
        row("transfer/atOnce", QStringLiteral("0"), "1 to 8");
        row("transfer/atOnce", QStringLiteral("10"), "1 to 8");
        row("transfer/uploadLimit", QStringLiteral("65535"), "65536");
        row("transfer/uploadLimit", QStringLiteral("-1"), "65536");
        row("transfer/downloadLimit", QStringLiteral("5 MB"), "bytes per second");
        row("transfer/downloadLimit", QStringLiteral("9223372036854775808"), "bytes per second");
        row("transfer/sameName", QStringLiteral("replaceOlder"), "skipIdentical");
        row("ui/language", QStringLiteral("de"), "zh_CN");
        row("ui/theme", QStringLiteral("Dark"), "dark");
        row("privacy/readReceipts", QStringLiteral("yes"), "true or false");
        row("ui/windowState", QStringLiteral("x"), "user/name");
        row("nothing", QStringLiteral("x"), "transfer/accept");
    }

    void refusesByName()
    {
        QFETCH(const QString, key);
        QFETCH(const QString, value);
        QFETCH(const QString, mention);
        const TempProfile profile;
        Settings settings(profile.settings());
        const QSignalSpy changed(&settings, &Settings::changed);

        const auto result = settings.setText(key, value);

        QVERIFY(!result);
        QCOMPARE(result.error().fault, Fault::Usage);
        QVERIFY2(result.error().detail.contains(mention), qPrintable(result.error().detail));
        QCOMPARE(changed.size(), 0);
    }

    void doesNotReadUnknownKeys()
    {
        const TempProfile profile;
        const Settings settings(profile.settings());

        QCOMPARE(settings.text(QStringLiteral("ui/windowState")).error().fault, Fault::Usage);
    }

    void anEmptyFolderIsTheDefaultOne()
    {
        const TempProfile profile;
        Settings settings(profile.settings());
        QVERIFY(settings.setText(QStringLiteral("transfer/folder"), QStringLiteral("/srv")).has_value());

        QVERIFY(settings.setText(QStringLiteral("transfer/folder"), {}).has_value());

        QVERIFY(!settings.has(keys::transferFolder));
    }
};

static const support::Register<TestSettings> registered;

#include "tst_settings.moc"
