#include "support/test.h"
#include "support/testmain.h"
#include "ui/desktop/launcherprogress.h"
#include "ui/desktop/wakelock.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusUnixFileDescriptor>
#include <QProcess>
#include <QTest>

#include <array>
#include <fcntl.h>
#include <unistd.h>

// Answers as logind does: the lock is a descriptor, and gone when that is closed.
class FakeLogind : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")
public:
    ~FakeLogind() override { ::close(m_end); }

    // The program holds the other end of the pipe.
    [[nodiscard]] bool isHeld() const
    {
        char byte = 0;
        return m_end >= 0 && ::read(m_end, &byte, 1) < 0;
    }
    QStringList asked;

public slots:
    QDBusUnixFileDescriptor Inhibit(const QString &what, const QString &who, const QString &, const QString &mode)
    {
        asked.append(what + u' ' + who + u' ' + mode);
        std::array<int, 2> ends {};
        if (::pipe2(ends.data(), O_NONBLOCK | O_CLOEXEC) != 0)
            return {};
        ::close(m_end);
        m_end = ends[0];
        QDBusUnixFileDescriptor given;
        given.giveFileDescriptor(ends[1]);
        return given;
    }

private:
    int m_end = -1;
};

class TestDesktopBus : public support::Test
{
    Q_OBJECT
public slots:
    void updated(const QString &uri, const QVariantMap &values)
    {
        m_uri = uri;
        m_shown = values.value(QStringLiteral("progress-visible")).toBool()
                      ? values.value(QStringLiteral("progress")).toDouble()
                      : -1;
    }

private slots:
    void initTestCase()
    {
        m_daemon.start(QStringLiteral("dbus-daemon"), {QStringLiteral("--session"), QStringLiteral("--nofork"),
                                                       QStringLiteral("--print-address")});
        if (!m_daemon.waitForStarted() || !m_daemon.waitForReadyRead())
            QSKIP("no dbus-daemon here");
        const QByteArray address = m_daemon.readLine().trimmed();
        qputenv("DBUS_SYSTEM_BUS_ADDRESS", address);
        qputenv("DBUS_SESSION_BUS_ADDRESS", address);
        m_other = std::make_unique<QDBusConnection>(
            QDBusConnection::connectToBus(QString::fromLatin1(address), QStringLiteral("other side")));
        QVERIFY(m_other->isConnected());
    }
    void cleanupTestCase()
    {
        m_other.reset();
        QDBusConnection::disconnectFromBus(QStringLiteral("other side"));
        m_daemon.terminate();
        m_daemon.waitForFinished();
    }

    void keepsTheComputerAwakeWhileHeld()
    {
        FakeLogind logind;
        QVERIFY(m_other->registerObject(QStringLiteral("/org/freedesktop/login1"), &logind,
                                        QDBusConnection::ExportAllSlots));
        QVERIFY(m_other->registerService(QStringLiteral("org.freedesktop.login1")));
        ui::WakeLock lock;

        lock.setHeld(true);
        lock.setHeld(true);
        QTRY_VERIFY(logind.isHeld());
        QCOMPARE(logind.asked, QStringList {QStringLiteral("sleep Landline block")});

        lock.setHeld(false);
        QTRY_VERIFY(!logind.isHeld());

        lock.setHeld(true);
        QTRY_VERIFY(logind.isHeld());
        m_other->unregisterService(QStringLiteral("org.freedesktop.login1"));
    }

    void livesWithoutLogind()
    {
        ui::WakeLock lock;
        lock.setHeld(true);
        QTest::qWait(50);
        lock.setHeld(false);
    }

    void tellsTheDockHowFar()
    {
        QVERIFY(m_other->connect({}, {}, QStringLiteral("com.canonical.Unity.LauncherEntry"), QStringLiteral("Update"),
                                 this, SLOT(updated(QString, QVariantMap))));
        {
            ui::LauncherProgress progress(QStringLiteral("a.b.C"));
            progress.show(0.25);
            QTRY_COMPARE(m_shown, 0.25);
            QCOMPARE(m_uri, QStringLiteral("application://a.b.C.desktop"));
        }
        QTRY_COMPARE(m_shown, -1.0);
    }

private:
    QProcess m_daemon;
    std::unique_ptr<QDBusConnection> m_other;
    QString m_uri;
    double m_shown = -2;
};

static const support::Register<TestDesktopBus> registered;

#include "tst_desktopbus.moc"
