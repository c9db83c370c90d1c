#include "identity/safetycode.h"
#include "support/test.h"
#include "support/testmain.h"
#include "unit/wire/vectors.h"

#include <QFutureWatcher>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

namespace {

model::PeerId peer(const char *name)
{
    return model::PeerId::landline(support::vector(QString::fromLatin1(name)));
}

QString codeOf(const model::PeerId &one, const model::PeerId &other)
{
    QFutureWatcher<QString> watcher;
    QSignalSpy finished(&watcher, &QFutureWatcherBase::finished);
    watcher.setFuture(identity::safetyCode(one, other));
    return finished.wait(60'000) ? watcher.result() : QString();
}

} // namespace

class TestSafetyCode : public support::Test
{
    Q_OBJECT
private slots:
    void isTheVector()
    {
        QCOMPARE(codeOf(peer("peer-a"), peer("peer-b")), QString::fromUtf8(support::vector(QStringLiteral("safety-code"))));
    }

    void isTheSameOnBothScreens()
    {
        QCOMPARE(codeOf(peer("peer-b"), peer("peer-a")), codeOf(peer("peer-a"), peer("peer-b")));
    }

    void differsForOthers()
    {
        const model::PeerId stranger = model::PeerId::landline(QByteArray(32, '\xff'));
        const QString code = codeOf(peer("peer-a"), stranger);

        QVERIFY(code != codeOf(peer("peer-a"), peer("peer-b")));
        static const QRegularExpression form(QStringLiteral("^\\d{5}( \\d{5}){5}$"));
        QVERIFY2(form.match(code).hasMatch(), qPrintable(code));
    }
};

static const support::Register<TestSafetyCode> registered;

#include "tst_safetycode.moc"
