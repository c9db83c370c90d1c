#include "dataend.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QElapsedTimer>
#include <QTest>

using namespace dataend;
using native::DataConnections;

namespace {

constexpr qsizetype mib = 1024 * 1024;
constexpr int patienceMs = 60'000;
constexpr quint64 slow = 65'536; // bytes per second

} // namespace

// A limit on the bytes of all jobs of one direction, over loopback and TLS.
class TestDataLimit : public support::Test
{
    Q_OBJECT
private slots:
    void keepsBelowTheLimit_data()
    {
        QTest::addColumn<bool>("bySender");

        QTest::newRow("upload") << true;
        QTest::newRow("download") << false;
    }

    void keepsBelowTheLimit()
    {
        QFETCH(const bool, bySender);
        bySender ? m_left->connections.setLimits(2 * mib, 0) : m_right->connections.setLimits(0, 2 * mib);
        QElapsedTimer timer;
        timer.start();

        begin({2 * mib, mib}); // two jobs share it

        QTRY_VERIFY_WITH_TIMEOUT(bothEnded(2), patienceMs);
        // 3 MiB at 2 MiB/s; what is booked last need not be waited for.
        QVERIFY2(timer.elapsed() >= 1200, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(isWhole());
    }

    void doesNotLimitTheOtherDirection()
    {
        m_left->connections.setLimits(0, slow);
        m_right->connections.setLimits(slow, 0);

        begin({16 * mib}); // four minutes if it were limited

        QTRY_VERIFY_WITH_TIMEOUT(bothEnded(1), patienceMs);
        QVERIFY(isWhole());
    }

    void goesOnWhenTheLimitIsLifted_data() { keepsBelowTheLimit_data(); }

    void goesOnWhenTheLimitIsLifted()
    {
        QFETCH(const bool, bySender);
        DataEnd &limited = bySender ? *m_left : *m_right;
        limited.connections.setLimits(mib, mib);
        begin({80 * mib}); // longer than we wait
        QTRY_VERIFY_WITH_TIMEOUT(!m_right->progress.empty() && m_right->progress.back() >= mib, patienceMs);
        QVERIFY(!m_right->ended());

        limited.connections.setLimits(0, 0);

        QTRY_VERIFY_WITH_TIMEOUT(bothEnded(1), patienceMs);
        QVERIFY(isWhole());
    }

    void stopsAtOnceWhileItWaits()
    {
        m_left->connections.setLimits(slow, 0);
        begin({16 * mib});
        QTRY_COMPARE_WITH_TIMEOUT(m_right->arrived, 1, patienceMs);
        m_left->connections.stopAll();

        QTRY_VERIFY_WITH_TIMEOUT(m_left->ended(), patienceMs); // all of it would take four minutes
        QCOMPARE(m_left->outcome().error.fault, base::Fault::CancelledHere);
    }

    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_left = std::make_unique<DataEnd>();
        m_right = std::make_unique<DataEnd>();
        m_sizes.clear();
    }
    void cleanup()
    {
        m_right.reset();
        m_left.reset();
        m_dir.reset();
    }

private:
    [[nodiscard]] QString nameOf(qsizetype number) const { return QStringLiteral("file %1").arg(number); }
    void begin(const QList<qsizetype> &sizes)
    {
        m_left->linkWith(*m_right);
        m_sizes = sizes;
        for (qsizetype i = 0; i < sizes.size(); ++i) {
            const QString path = m_dir->filePath(nameOf(i));
            writeFile(path, noise(sizes[i], quint32(i)));
            const model::Job sending = sendingJob(path, m_right->id());
            const model::Job receiving = receivingJob(sending, m_left->id(), m_dir->filePath(QString::number(i)));
            m_right->connections.startJob(receiving, DataConnections::Role::Waits, {});
            m_left->connections.startJob(sending, DataConnections::Role::Dials, m_right->endpoint());
        }
    }
    [[nodiscard]] bool bothEnded(size_t jobs) const
    {
        return m_left->outcomes.size() == jobs && m_right->outcomes.size() == jobs;
    }
    [[nodiscard]] bool isWhole() const
    {
        for (qsizetype i = 0; i < m_sizes.size(); ++i) {
            const QString target = QStringLiteral("%1/target/%2").arg(QString::number(i), nameOf(i));
            if (readFile(m_dir->filePath(target)) != readFile(m_dir->filePath(nameOf(i))))
                return false;
        }
        return true;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<DataEnd> m_left;
    std::unique_ptr<DataEnd> m_right;
    QList<qsizetype> m_sizes;
};

static const support::Register<TestDataLimit> registered;

#include "tst_datalimit.moc"
