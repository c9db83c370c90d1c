#include "support/test.h"
#include "support/testmain.h"
#include "ui/chat/messagelayout.h"
#include "uisupport.h"

#include <QTest>

using model::Direction;
using model::MessageKind;
using model::TransferState;

class TestMessageLayout : public support::Test
{
    Q_OBJECT
private:
    static model::Message message(const QString &text, Direction direction = Direction::In)
    {
        model::Message one;
        one.id = model::MessageId::random();
        one.seq = 1;
        one.text = text;
        one.direction = direction;
        one.sentAtMs = 1'700'000'000'000;
        one.state = model::DeliveryState::Delivered;
        return one;
    }
    static ui::MessageContext context(int width, Qt::LayoutDirection direction = Qt::LeftToRight)
    {
        ui::MessageContext context;
        context.width = width;
        context.direction = direction;
        context.peerName = QStringLiteral("Anna");
        context.today = QDate(2023, 11, 15);
        return context;
    }
    static model::Transfer transfer(TransferState state, Direction direction)
    {
        model::Transfer one;
        one.id = model::TransferId::random();
        one.state = state;
        one.direction = direction;
        one.name = QStringLiteral("A rather long name of a file that does not fit anywhere at all.pdf");
        one.entries = one.files = 3;
        one.bytesTotal = 1'000'000;
        one.bytesDone = 300'000;
        one.bytesPerSecond = 1000;
        one.preview = {{QStringLiteral("a.pdf"), 10}, {QStringLiteral("b.pdf"), 20}, {QStringLiteral("c"), 0}};
        return one;
    }
    static QRectF lastLine(const ui::MessageLayout &layout)
    {
        const ui::MessageText &text = *layout.text;
        const qreal left = text.endsRightToLeft() ? layout.textOrigin.x() + text.size().width() - text.lastLineWidth()
                                                  : layout.textOrigin.x();
        return {left, layout.textOrigin.y() + text.size().height() - text.lastLineHeight(), text.lastLineWidth(),
                text.lastLineHeight()};
    }

    // A file card of a transfer in that state.
    static std::shared_ptr<const ui::MessageLayout> card(const model::Transfer &transfer, int width)
    {
        model::Message one = message({}, transfer.direction);
        one.kind = MessageKind::Transfer;
        ui::MessageContext around = context(width);
        around.transfer = transfer;
        return ui::MessageLayouter(support::theme()).layOut(one, around);
    }

private slots:
    void aNarrowCardKeepsItsStateWhole()
    {
        model::Transfer declined = transfer(TransferState::Declined, Direction::In);
        declined.files = 1234;

        const auto narrow = card(declined, 300);
        const auto wide = card(declined, 900);

        QCOMPARE(narrow->card->stateText, QStringLiteral("Declined"));
        QVERIFY(!narrow->card->amountText.contains(QStringLiteral("Declined")));
        QVERIFY(narrow->bubble.contains(narrow->card->state));
        QVERIFY(!narrow->card->state.intersects(narrow->timeRect));
        QCOMPARE(wide->card->stateText, QString());
        QVERIFY(wide->card->amountText.endsWith(QStringLiteral("Declined")));
    }

    void aNarrowRunningCardTellsLess()
    {
        model::Transfer running = transfer(TransferState::Running, Direction::In);
        running.bytesTotal = 480'000'000;
        running.bytesDone = 210'000'000;
        running.bytesPerSecond = 123'400'000;

        QVERIFY(card(running, 900)->card->stateText.contains(QStringLiteral("/s")));
        QCOMPARE(card(running, 260)->card->stateText, QStringLiteral("43 % · 210 of 480 MB"));
    }

    void ownFilesThatArrivedTellTheirKind()
    {
        model::Transfer done = transfer(TransferState::Done, Direction::Out);
        done.entries = done.files = 1;
        done.preview.clear();
        done.name = QStringLiteral("Quote.pdf");
        QCOMPARE(card(done, 900)->card->amountText, QStringLiteral("1 MB · PDF"));

        for (const char *name : {"README", ".profile", "notes.", "a.no ending at all"}) {
            done.name = QString::fromLatin1(name);
            QCOMPARE(card(done, 900)->card->amountText, QStringLiteral("1 MB"));
        }
    }

    void timeNeverCoversText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("mirrored");
        QTest::addColumn<bool>("own");
        const QStringList texts {QStringLiteral("Hi"),
                                 QStringLiteral("مرحبا"),
                                 QStringLiteral("word ").repeated(30),
                                 QStringLiteral("كلمة ").repeated(30),
                                 QStringLiteral("hello\nمرحبا"),
                                 QStringLiteral("مرحبا\nhello"),
                                 QStringLiteral("图纸正在发给你，一共三个文件").repeated(4),
                                 QString(300, u'x'),
                                 QStringLiteral("line\n").repeated(60)};
        for (const QString &text : texts) {
            for (const int width : {280, 360, 700, 1200}) {
                for (const bool mirrored : {false, true}) {
                    for (const bool own : {false, true})
                        QTest::addRow("%s %d %d %d", text.left(12).toUtf8().toHex().constData(), width, mirrored, own)
                            << text << width << mirrored << own;
                }
            }
        }
    }
    void timeNeverCoversText()
    {
        QFETCH(QString, text);
        QFETCH(int, width);
        QFETCH(bool, mirrored);
        QFETCH(bool, own);
        const ui::MessageLayouter layouter(support::theme());

        const auto layout = layouter.layOut(message(text, own ? Direction::Out : Direction::In),
                                            context(width, mirrored ? Qt::RightToLeft : Qt::LeftToRight));

        const QRectF meta = layout->timeRect.united(layout->stateIcon.isEmpty() ? layout->timeRect : layout->stateRect);
        QVERIFY(!meta.intersects(lastLine(*layout)));
        QVERIFY(layout->bubble.contains(meta));
        QVERIFY(layout->bubble.contains(lastLine(*layout)));
        for (const ui::PaintedButton &button : layout->buttons) {
            QVERIFY(!meta.intersects(QRectF(button.rect)));
            QVERIFY(layout->bubble.intersects(QRectF(button.rect)));
        }
        const QRectF column = layouter.column(width);
        QVERIFY(layout->bubble.left() >= column.left() - 1);
        QVERIFY(layout->bubble.right() <= column.right() + 1);
        QVERIFY(layout->height >= layout->bubble.bottom());
        QCOMPARE(layout->atRight, own != mirrored);
    }

    void cardsHoldTogether_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("width");
        QTest::addColumn<bool>("mirrored");
        for (int state = 0; state <= int(TransferState::Failed); ++state) {
            for (const int width : {280, 360, 1200}) {
                for (const bool mirrored : {false, true})
                    QTest::addRow("%d %d %d", state, width, mirrored) << state << width << mirrored;
            }
        }
    }
    void cardsHoldTogether()
    {
        QFETCH(int, state);
        QFETCH(int, width);
        QFETCH(bool, mirrored);
        const ui::MessageLayouter layouter(support::theme());
        for (const Direction direction : {Direction::In, Direction::Out}) {
            for (const bool inPart : {false, true}) {
                model::Message one = message({}, direction);
                one.kind = MessageKind::Transfer;
                ui::MessageContext around = context(width, mirrored ? Qt::RightToLeft : Qt::LeftToRight);
                around.transfer = transfer(TransferState(state), direction);
                if (inPart)
                    around.transfer->failed.append({1, base::Fault::CannotRead});

                const auto layout = layouter.layOut(one, around);

                const ui::CardLayout &card = *layout->card;
                QVERIFY(layout->bubble.contains(card.tile));
                QVERIFY(layout->bubble.contains(card.name));
                QVERIFY(card.cord.isEmpty() || layout->bubble.contains(card.cord));
                QVERIFY(layout->bubble.contains(layout->timeRect));
                QVERIFY(!card.name.intersects(card.tile));
                for (int i = 0; i < layout->buttons.size(); ++i) {
                    const QRectF button(layout->buttons[i].rect);
                    QVERIFY(!button.intersects(card.name));
                    QVERIFY(button.right() <= layout->bubble.right() + 10);
                    for (int j = 0; j < i; ++j)
                        QVERIFY(!button.intersects(QRectF(layout->buttons[j].rect)));
                }
                QCOMPARE(layout->actions.size(), layout->buttons.size());
            }
        }
    }

    void whatFailedIsALineThatLeadsToIt()
    {
        const ui::MessageLayouter layouter(support::theme());
        model::Message one = message({});
        one.kind = MessageKind::Transfer;
        ui::MessageContext around = context(800);
        around.transfer = transfer(TransferState::Done, Direction::In);
        around.transfer->failed.append({1, base::Fault::CannotRead});

        const auto layout = layouter.layOut(one, around);

        const qsizetype place = layout->actions.indexOf(ui::ButtonAction(ui::TransferAction::ShowFailed));
        QVERIFY(place >= 0);
        QVERIFY(layout->buttons[place].text.startsWith(QStringLiteral("1 of 3")));
        QVERIFY(layout->bubble.contains(layout->buttons[place].rect));
        QVERIFY(layout->actions.contains(ui::ButtonAction(ui::TransferAction::Retry)));
        // The number of files leads to all of them.
        QVERIFY(layout->card->isAmountLinked);
        QVERIFY(layout->actions.contains(ui::ButtonAction(ui::TransferAction::ShowFiles)));
    }

    void aTransferNoLongerListedStillShows()
    {
        const ui::MessageLayouter layouter(support::theme());
        model::Message one = message({});
        one.kind = MessageKind::Transfer;

        const auto layout = layouter.layOut(one, context(800));

        QVERIFY(!layout->card->amountText.isEmpty());
        QVERIFY(layout->buttons.isEmpty());
    }

    void failedTellsWhyWithRetryAndDelete()
    {
        const ui::MessageLayouter layouter(support::theme());
        model::Message one = message(QStringLiteral("hi"), Direction::Out);
        one.state = model::DeliveryState::Failed;
        one.fault = base::Fault::TooLarge;

        const auto layout = layouter.layOut(one, context(800));

        QCOMPARE(layout->buttons.size(), 2);
        QCOMPARE(layout->actions[0], ui::ButtonAction(ui::MessageAction::Retry));
        QCOMPARE(layout->actions[1], ui::ButtonAction(ui::MessageAction::Delete));
        QVERIFY(!layout->notice.isEmpty());
        QVERIFY(layout->buttons[0].rect.top() >= layout->bubble.bottom());
        QVERIFY(layout->height >= layout->buttons[1].rect.bottom());
    }

    void daysAndUnreadStandAbove()
    {
        const ui::MessageLayouter layouter(support::theme());
        ui::MessageContext around = context(800);
        const int plain = layouter.layOut(message(QStringLiteral("hi")), around)->height;
        around.startsDay = true;
        around.unread = 3;

        const auto layout = layouter.layOut(message(QStringLiteral("hi")), around);

        QVERIFY(layout->height > plain);
        QVERIFY(layout->dayPill.bottom() <= layout->unreadLine.top());
        QVERIFY(layout->unreadLine.bottom() <= layout->bubble.top());
        QVERIFY(layout->unread.contains(u'3'));
    }

    void groupsStandCloser()
    {
        const ui::MessageLayouter layouter(support::theme());
        ui::MessageContext around = context(800);
        const int apart = layouter.layOut(message(QStringLiteral("hi")), around)->height;
        around.joinsAbove = true;

        QCOMPARE(layouter.layOut(message(QStringLiteral("hi")), around)->height, apart - 8);
    }

    void noticesAreSentences()
    {
        QVERIFY(ui::noticeText(QStringLiteral("verified"), QStringLiteral("Anna")).contains(QStringLiteral("Anna")));
        const ui::MessageLayouter layouter(support::theme());
        model::Message one = message(QStringLiteral("verified"));
        one.kind = MessageKind::Notice;

        const auto layout = layouter.layOut(one, context(320));

        QVERIFY(layout->bubble.isEmpty());
        QVERIFY(layout->noticeRect.width() <= layouter.column(320).width());
    }
};

static const support::Register<TestMessageLayout> registered;
#include "tst_messagelayout.moc"
