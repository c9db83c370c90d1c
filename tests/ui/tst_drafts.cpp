#include "settings/keys.h"
#include "support/fakegateway.h"
#include "support/tempprofile.h"
#include "support/test.h"
#include "support/testmain.h"
#include "ui/chat/drafts.h"

#include <QSignalSpy>
#include <QTest>

class TestDrafts : public support::Test
{
    Q_OBJECT
private slots:
    void keepsOnePerConversation()
    {
        const support::TempProfile profile;
        settings::Settings settings(profile.settings());
        ui::Drafts drafts(settings);
        QSignalSpy changed(&drafts, &ui::Drafts::changed);
        const auto anna = support::FakeNetwork::peerId(1);

        drafts.set(anna, QStringLiteral("I will"));
        drafts.set(support::FakeNetwork::peerId(2), QStringLiteral("好"));

        QCOMPARE(drafts.of(anna), QStringLiteral("I will"));
        QCOMPARE(changed.count(), 2);
        drafts.set(anna, QStringLiteral("  "));
        QCOMPARE(drafts.of(anna), QString());
    }

    void survivesARestart()
    {
        const support::TempProfile profile;
        settings::Settings settings(profile.settings());
        {
            ui::Drafts drafts(settings);
            drafts.set(support::FakeNetwork::peerId(1), QStringLiteral("two\nlines"));
        }

        const ui::Drafts again(settings);

        QCOMPARE(again.of(support::FakeNetwork::peerId(1)), QStringLiteral("two\nlines"));
    }

    void isSavedWithinASecond()
    {
        const support::TempProfile profile;
        settings::Settings settings(profile.settings());
        ui::Drafts drafts(settings);

        drafts.set(support::FakeNetwork::peerId(1), QStringLiteral("half a sen"));

        QTRY_VERIFY(settings.get(settings::keys::drafts).contains("half a sen"));
    }

    void ignoresDamage()
    {
        const support::TempProfile profile;
        settings::Settings settings(profile.settings());
        settings.set(settings::keys::drafts, QByteArray("{\"nobody\": \"x\", \"\": 5"));

        const ui::Drafts drafts(settings);

        QCOMPARE(drafts.of({}), QString());
    }
};

static const support::Register<TestDrafts> registered;
#include "tst_drafts.moc"
