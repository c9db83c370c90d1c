#include "core/core.h"
#include "support/fakegateway.h"
#include "support/tempprofile.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using support::FakeNetwork;
using support::TempProfile;

class TestDamagedHistory : public support::Test
{
    Q_OBJECT
private:
    // Starts a program on that profile and asks it.
    static QString damagedHistory(const TempProfile &profile)
    {
        FakeNetwork net;
        core::Core core({profile.path(), true, QStringLiteral("Mara"), {}, true}, net.gateway(FakeNetwork::peerId(1)));
        QSignalSpy ready(&core, &core::Core::ready);
        core.start();
        return ready.count() > 0 || ready.wait(20000) ? core.damagedHistory() : QStringLiteral("never ready");
    }

private slots:
    void aSoundOneIsNotMentioned()
    {
        const TempProfile profile;

        QCOMPARE(damagedHistory(profile), QString());
        QCOMPARE(damagedHistory(profile), QString());
    }

    void aDamagedOneIsKeptAndToldOnce()
    {
        const TempProfile profile;
        const QByteArray damaged = QByteArray("no database at all\n").repeated(200);
        profile.write(QStringLiteral("landline.db"), damaged);

        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("damaged")));
        const QString kept = damagedHistory(profile);

        QVERIFY(kept.startsWith(profile.database() + QStringLiteral(".damaged-")));
        QFile file(kept);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), damaged);
        QCOMPARE(damagedHistory(profile), QString());
    }
};

static const support::Register<TestDamagedHistory> registered;

#include "tst_damagedhistory.moc"
