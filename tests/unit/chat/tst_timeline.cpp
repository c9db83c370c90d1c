#include "chat/timeline.h"
#include "chatside.h"
#include "support/test.h"
#include "support/testmain.h"

#include <QTest>

using model::MessageKind;

// Timeline, and the lines that do not travel.
class TestTimeline : public support::Test
{
    Q_OBJECT
private slots:
    void cleanup()
    {
        m_left.reset();
        m_right.reset();
        m_net.reset();
    }

    void tellsOfItsOwnConversationOnly()
    {
        QVERIFY(begin());
        chat::Timeline timeline(m_left->chat(), m_right->self);
        chat::Timeline other(m_left->chat(), support::FakeNetwork::peerId(7));
        QSignalSpy appended(&timeline, &chat::Timeline::appended);
        QSignalSpy changed(&timeline, &chat::Timeline::changed);
        QSignalSpy removed(&timeline, &chat::Timeline::removed);
        QSignalSpy elsewhere(&other, &chat::Timeline::appended);

        auto sent = m_left->chat().send(m_right->self, QStringLiteral("hello"));
        QTRY_VERIFY(changed.count() >= 2);
        m_left->chat().remove(sent.result()->id);

        QTRY_COMPARE(removed.count(), 1);
        QCOMPARE(appended.count(), 1);
        QCOMPARE(elsewhere.count(), 0);
        QTRY_COMPARE(timeline.firstSeq(), 0);
    }

    void readsPagesByNumber()
    {
        QVERIFY(begin());
        chat::Timeline timeline(m_left->chat(), m_right->self);
        for (int i = 1; i <= 10; ++i)
            m_left->say(*m_right, QString::number(i));
        QTRY_COMPARE(timeline.lastSeq(), 10);
        QCOMPARE(timeline.firstSeq(), 1);

        auto page = timeline.page(9, 500);
        page.waitForFinished();

        QCOMPARE(page.result()->size(), 2);
        QCOMPARE(page.result()->last().text, QStringLiteral("10"));
    }

    void givesATransferOnePlace()
    {
        QVERIFY(begin());
        const auto transfer = model::TransferId::random();

        m_left->chat().appendTransfer(m_right->self, transfer, model::Direction::In);
        m_left->chat().appendTransfer(m_right->self, transfer, model::Direction::In);

        QTRY_COMPARE(m_left->chat().conversation(m_right->self).unread, 1);
        const QList<model::Message> messages = m_left->page(*m_right);
        QCOMPARE(messages.size(), 1);
        QCOMPARE(messages.first().kind, MessageKind::Transfer);
        QCOMPARE(messages.first().transfer, transfer);
    }

    void readingATransferReadsWhatCameBefore()
    {
        QVERIFY(begin());
        const auto transfer = model::TransferId::random();
        m_left->say(*m_right, QStringLiteral("look at this"));
        QTRY_COMPARE(m_right->chat().conversation(m_left->self).unread, 1);
        m_left->chat().appendTransfer(m_right->self, transfer, model::Direction::Out);
        m_right->chat().appendTransfer(m_left->self, transfer, model::Direction::In);
        QTRY_COMPARE(m_right->chat().conversation(m_left->self).unread, 2);

        m_right->chat().markRead(m_left->self, 2);

        QTRY_COMPARE(m_left->stateWords(*m_right).first(), QStringLiteral("read"));
    }

    void countsNoNotice()
    {
        QVERIFY(begin());
        m_left->chat().appendNotice(m_right->self, model::Notice::Verified);

        QTRY_COMPARE(m_left->chat().conversation(m_right->self).lastSeq, 1);
        QCOMPARE(m_left->chat().conversation(m_right->self).unread, 0);
        QCOMPARE(m_left->page(*m_right).first().kind, MessageKind::Notice);
        QVERIFY(m_net->given(m_left->self, m_right->self).isEmpty());
    }

private:
    [[nodiscard]] bool begin()
    {
        m_net = std::make_unique<support::FakeNetwork>();
        m_left = std::make_unique<ChatSide>(*m_net, 1);
        m_right = std::make_unique<ChatSide>(*m_net, 2);
        return m_left->start() && m_right->start() && QTest::qWaitFor([this] { return m_left->sees(*m_right); });
    }

    std::unique_ptr<support::FakeNetwork> m_net;
    std::unique_ptr<ChatSide> m_left;
    std::unique_ptr<ChatSide> m_right;
};

static const support::Register<TestTimeline> registered;

#include "tst_timeline.moc"
