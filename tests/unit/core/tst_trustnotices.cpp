#include "core/core.h"
#include "support/fakegateway.h"
#include "support/tempprofile.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QSignalSpy>
#include <QTest>

using support::FakeNetwork;

class TestTrustNotices : public support::Test
{
    Q_OBJECT
private:
    struct Desk {
        Desk()
            : core({profile.path(), true, QStringLiteral("Mara"), {}, true}, net.gateway(FakeNetwork::peerId(1)))
        {
            QSignalSpy ready(&core, &core::Core::ready);
            core.start();
            QVERIFY(ready.count() > 0 || ready.wait(20000));
            model::Sighting sighting;
            sighting.peer = anna;
            sighting.name = QStringLiteral("Anna");
            sighting.reach = model::Reach::Online;
            sighting.proven = true;
            net.show(FakeNetwork::peerId(1), sighting);
            QVERIFY(QTest::qWaitFor([this] { return core.peers().peer(anna).has_value(); }, 10000));
        }
        [[nodiscard]] QStringList notices()
        {
            auto page = core.chat().page(anna, 1, 100);
            page.waitForFinished();
            const QList<model::Message> messages = page.result().value();
            QStringList words;
            for (const model::Message &message : messages) {
                if (message.kind == model::MessageKind::Notice)
                    words.append(message.text);
            }
            return words;
        }

        FakeNetwork net;
        const model::PeerId anna = FakeNetwork::peerId(2);
        support::TempProfile profile;
        core::Core core;
    };

private slots:
    void everyActIsALineOfTheConversation()
    {
        Desk desk;
        desk.core.peers().verify(desk.anna);
        desk.core.peers().verify(desk.anna); // changes nothing
        desk.core.peers().block(desk.anna);
        desk.core.peers().unblock(desk.anna); // back to verified
        desk.core.peers().unverify(desk.anna);

        QTRY_COMPARE(desk.notices(), (QStringList {QStringLiteral("verified"), QStringLiteral("blocked"),
                                                   QStringLiteral("unblocked"), QStringLiteral("unverified")}));
        QCOMPARE(desk.core.chat().conversation(desk.anna).unread, 0);
    }

    void historyIsWhatWasSaid()
    {
        Desk desk;
        desk.core.peers().verify(desk.anna);
        auto said = desk.core.chat().send(desk.anna, QStringLiteral("hello"));
        QTRY_VERIFY(said.isFinished());

        auto history = desk.core.chat().history(desk.anna, 10);
        QTRY_VERIFY(history.isFinished());

        QCOMPARE(history.result().value().size(), 1);
        QCOMPARE(history.result().value().first().text, QStringLiteral("hello"));
    }
};

static const support::Register<TestTrustNotices> registered;

#include "tst_trustnotices.moc"
