#include "support/test.h"
#include "support/testmain.h"
#include "ui/common/avatar.h"
#include "uisupport.h"

#include <QPainter>
#include <QTest>

using ui::PresenceMark;

class TestAvatar : public support::Test
{
    Q_OBJECT
private slots:
    void initials_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("initials");
        QTest::newRow("two words") << QStringLiteral("Anna Berg") << QStringLiteral("AB");
        QTest::newRow("one word") << QStringLiteral("mara") << QStringLiteral("M");
        QTest::newRow("three words") << QStringLiteral("Ana de Souza") << QStringLiteral("AS");
        QTest::newRow("two characters") << QStringLiteral("周敏") << QStringLiteral("周敏");
        QTest::newRow("given name of two") << QStringLiteral("欧阳晓明") << QStringLiteral("晓明");
        QTest::newRow("one character") << QStringLiteral("李") << QStringLiteral("李");
        QTest::newRow("department behind") << QStringLiteral("陈静（财务部）") << QStringLiteral("陈静");
        QTest::newRow("emoji") << QStringLiteral("😀 Ben") << QStringLiteral("😀B");
        QTest::newRow("sign between") << QStringLiteral("Anna - Berg") << QStringLiteral("AB");
        QTest::newRow("arabic") << QStringLiteral("سمير") << QStringLiteral("س");
        QTest::newRow("blank") << QString() << QString();
    }

    void initials()
    {
        QFETCH(QString, name);

        QTEST(ui::initialsOf(name), "initials");
    }

    void hueIsTheFirstByteModuloTwelve()
    {
        QByteArray key(32, '\0');
        key[0] = char(250);

        QCOMPARE(ui::hueOf(model::PeerId::landline(key)), 250 % 12);
    }

    void discHasTheHue()
    {
        const model::PeerId peer = support::FakeNetwork::peerId(3);
        ui::AvatarView view(support::theme(), 44, &ui::Colours::pane);
        view.setPerson(peer, QStringLiteral("Anna Berg"));
        view.resize(view.sizeHint());

        for (const qreal ratio : {1.0, 2.0})
            QCOMPARE(support::pixel(support::shot(view, ratio), 6, 24), ui::avatarColour(peer));
    }

    void everyPresenceHasAnotherShape()
    {
        QList<QImage> shapes;
        ui::Colours grey = ui::lightColours();
        grey.online = grey.away = grey.busy = grey.unreachable = grey.offline = Qt::black;
        for (const auto mark : {PresenceMark::Online, PresenceMark::Away, PresenceMark::Busy, PresenceMark::Unreachable,
                                PresenceMark::Offline}) {
            QImage image(30, 30, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::white);
            QPainter painter(&image);
            ui::paintPresence(painter, grey, QRectF(0, 0, 30, 30), mark, Qt::white);
            painter.end();
            QVERIFY(!shapes.contains(image));
            shapes.append(image);
        }
    }

    void presenceFollowsReachAndMood()
    {
        model::Peer peer;
        QCOMPARE(ui::presenceOf(peer), PresenceMark::Offline);
        peer.reach = model::Reach::Heard;
        QCOMPARE(ui::presenceOf(peer), PresenceMark::Unreachable);
        peer.reach = model::Reach::Linked;
        QCOMPARE(ui::presenceOf(peer), PresenceMark::Online);
        peer.presence = model::Presence::Busy;
        QCOMPARE(ui::presenceOf(peer), PresenceMark::Busy);
        peer.presence = model::Presence::Away;
        QCOMPARE(ui::presenceOf(peer), PresenceMark::Away);
        peer.trust = model::Trust::Blocked;
        QCOMPARE(ui::presenceOf(peer), PresenceMark::Offline);
    }
};

static const support::Register<TestAvatar> registered;

#include "tst_avatar.moc"
