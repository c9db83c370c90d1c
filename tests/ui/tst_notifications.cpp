#include "support/test.h"
#include "support/testmain.h"
#include "ui/desktop/notifications.h"

#include <QDBusConnection>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using ui::Notice;
using ui::Notifications;

namespace {

// A notification server as a desktop has it.
class FakeServer final : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    struct Shown {
        uint replaces = 0;
        QString title;
        QString body;
        QStringList actions;
        QVariantMap hints;
    };

    QStringList capabilities{QStringLiteral("body"), QStringLiteral("body-markup"), QStringLiteral("actions")};
    QList<Shown> shown;
    QList<uint> closed;

public slots:
    QStringList GetCapabilities() { return capabilities; }
    uint Notify(const QString &, uint replaces, const QString &, const QString &title, const QString &body,
                const QStringList &actions, const QVariantMap &hints, int)
    {
        shown.append({replaces, title, body, actions, hints});
        return replaces != 0 ? replaces : ++m_last;
    }
    void CloseNotification(uint id) { closed.append(id); }

signals:
    void ActionInvoked(uint id, const QString &action);
    void NotificationClosed(uint id, uint reason);
    void ActivationToken(uint id, const QString &token);
    void NotificationReplied(uint id, const QString &text);

private:
    uint m_last = 40;
};

Notice notice(const QString &key, const QString &body)
{
    Notice made;
    made.key = key;
    made.title = QStringLiteral("Anna Berg");
    made.body = body;
    made.canReply = true;
    return made;
}

} // namespace

class TestNotifications : public support::Test
{
    Q_OBJECT
private:
    QProcess m_bus;
    QString m_address;
    std::unique_ptr<FakeServer> m_server;

    QDBusConnection connectAs(const QString &name) { return QDBusConnection::connectToBus(m_address, name); }

    void startServer(const QStringList &more = {})
    {
        m_server = std::make_unique<FakeServer>();
        m_server->capabilities += more;
        QDBusConnection bus = connectAs(QStringLiteral("server"));
        QVERIFY(bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), m_server.get(),
                                   QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
        QVERIFY(bus.registerService(QStringLiteral("org.freedesktop.Notifications")));
    }

private slots:
    void initTestCase()
    {
        m_bus.start(QStringLiteral("dbus-daemon"),
                    {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
        QSignalSpy printed(&m_bus, &QProcess::readyReadStandardOutput);
        if (!m_bus.waitForStarted() || (!m_bus.canReadLine() && !printed.wait(10000)))
            QSKIP("dbus-daemon is missing");
        m_address = QString::fromUtf8(m_bus.readLine()).trimmed();
    }

    void cleanup()
    {
        QDBusConnection::disconnectFromBus(QStringLiteral("server"));
        QDBusConnection::disconnectFromBus(QStringLiteral("client"));
        m_server.reset();
    }

    void cleanupTestCase()
    {
        m_bus.kill();
        m_bus.waitForFinished();
    }

    void showsEscapedTextOfOthers()
    {
        startServer();
        Notifications notifications(connectAs(QStringLiteral("client")), nullptr);

        notifications.show(notice(QStringLiteral("anna"), QStringLiteral("<b>hi</b> & bye")));

        QTRY_COMPARE(int(m_server->shown.size()), 1);
        QCOMPARE(m_server->shown.first().body, QStringLiteral("&lt;b&gt;hi&lt;/b&gt; &amp; bye"));
        QCOMPARE(m_server->shown.first().hints.value(QStringLiteral("category")).toString(), QStringLiteral("im.received"));
        QVERIFY(m_server->shown.first().actions.contains(QStringLiteral("default")));
        QVERIFY(m_server->shown.first().actions.contains(QStringLiteral("reply")));
    }

    void replacesTheOneOfTheSameConversation()
    {
        startServer();
        Notifications notifications(connectAs(QStringLiteral("client")), nullptr);

        notifications.show(notice(QStringLiteral("anna"), QStringLiteral("one")));
        notifications.show(notice(QStringLiteral("anna"), QStringLiteral("two")));
        notifications.show(notice(QStringLiteral("anna"), QStringLiteral("three")));
        notifications.show(notice(QStringLiteral("ben"), QStringLiteral("other")));

        QTRY_VERIFY(m_server->shown.size() >= 3);
        const auto ofAnna = [this] {
            uint live = 0;
            QString body;
            for (const auto &shown : m_server->shown) {
                if (shown.body != QStringLiteral("other")) {
                    live += shown.replaces == 0 ? 1 : 0;
                    body = shown.body;
                }
            }
            return std::pair(live, body);
        };
        QTRY_COMPARE(ofAnna(), std::pair(1U, QStringLiteral("three")));
    }

    void withdrawsWhatWasRead()
    {
        startServer();
        Notifications notifications(connectAs(QStringLiteral("client")), nullptr);
        notifications.show(notice(QStringLiteral("anna"), QStringLiteral("one")));
        QTRY_COMPARE(int(m_server->shown.size()), 1);

        notifications.withdraw(QStringLiteral("anna"));

        QTRY_COMPARE(m_server->closed, QList<uint>{41});
    }

    void withdrawsEvenBeforeTheServerAnswered()
    {
        startServer();
        Notifications notifications(connectAs(QStringLiteral("client")), nullptr);
        notifications.show(notice(QStringLiteral("ben"), QStringLiteral("shown")));
        QTRY_COMPARE(int(m_server->shown.size()), 1);

        notifications.show(notice(QStringLiteral("anna"), QStringLiteral("one")));
        notifications.withdraw(QStringLiteral("anna"));

        QTRY_COMPARE(m_server->closed, QList<uint>{42});
    }

    void tellsWhichConversationWasOpened()
    {
        startServer();
        Notifications notifications(connectAs(QStringLiteral("client")), nullptr);
        QSignalSpy activated(&notifications, &Notifications::activated);
        notifications.show(notice(QStringLiteral("anna"), QStringLiteral("one")));
        QTRY_COMPARE(int(m_server->shown.size()), 1);

        emit m_server->ActivationToken(41, QStringLiteral("token"));
        emit m_server->ActionInvoked(41, QStringLiteral("default"));

        QTRY_COMPARE(activated.count(), 1);
        QCOMPARE(activated.first().at(0).toString(), QStringLiteral("anna"));
        QCOMPARE(activated.first().at(1).value<Notifications::Action>(), Notifications::Action::Open);
        QCOMPARE(activated.first().at(3).toString(), QStringLiteral("token"));
    }

    void ignoresThoseOfOtherPrograms()
    {
        startServer();
        Notifications notifications(connectAs(QStringLiteral("client")), nullptr);
        QSignalSpy activated(&notifications, &Notifications::activated);
        notifications.show(notice(QStringLiteral("anna"), QStringLiteral("one")));
        QTRY_COMPARE(int(m_server->shown.size()), 1);

        emit m_server->ActionInvoked(7, QStringLiteral("default"));
        emit m_server->ActionInvoked(41, QStringLiteral("reply"));

        QTRY_COMPARE(activated.count(), 1);
        QCOMPARE(activated.first().at(1).value<Notifications::Action>(), Notifications::Action::Reply);
    }

    void repliesInsideWhereTheServerCan()
    {
        startServer({QStringLiteral("inline-reply")});
        Notifications notifications(connectAs(QStringLiteral("client")), nullptr);
        QSignalSpy activated(&notifications, &Notifications::activated);
        notifications.show(notice(QStringLiteral("anna"), QStringLiteral("one")));
        QTRY_COMPARE(int(m_server->shown.size()), 1);
        QVERIFY(m_server->shown.first().actions.contains(QStringLiteral("inline-reply")));

        emit m_server->NotificationReplied(41, QStringLiteral("coming"));

        QTRY_COMPARE(activated.count(), 1);
        QCOMPARE(activated.first().at(2).toString(), QStringLiteral("coming"));
    }

    void offersHaveTheirOwnActions()
    {
        startServer();
        Notifications notifications(connectAs(QStringLiteral("client")), nullptr);
        QSignalSpy activated(&notifications, &Notifications::activated);
        Notice offer = notice(QStringLiteral("offer"), QStringLiteral("14 files"));
        offer.kind = Notice::Kind::Offer;
        offer.canReply = false;
        offer.picture = QImage(200, 200, QImage::Format_ARGB32_Premultiplied);
        offer.picture.fill(Qt::red);
        notifications.show(offer);
        QTRY_COMPARE(int(m_server->shown.size()), 1);
        QVERIFY(m_server->shown.first().hints.contains(QStringLiteral("image-data")));

        emit m_server->ActionInvoked(41, QStringLiteral("accept"));

        QTRY_COMPARE(activated.count(), 1);
        QCOMPARE(activated.first().at(1).value<Notifications::Action>(), Notifications::Action::Accept);
    }

    void aServerMayComeLater()
    {
        Notifications notifications(connectAs(QStringLiteral("client")), nullptr);
        notifications.show(notice(QStringLiteral("anna"), QStringLiteral("one")));
        notifications.withdraw(QStringLiteral("anna"));
        QVERIFY(!notifications.canReplyInside());

        startServer({QStringLiteral("inline-reply")});
        QTRY_VERIFY(notifications.canReplyInside());
        notifications.show(notice(QStringLiteral("ben"), QStringLiteral("two")));

        QTRY_COMPARE(int(m_server->shown.size()), 1);
        QCOMPARE(m_server->shown.first().body, QStringLiteral("two"));
    }
};

static const support::Register<TestNotifications> registered;

#include "tst_notifications.moc"
