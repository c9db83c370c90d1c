#include "support/test.h"
#include "support/testmain.h"
#include "ui/transfers/filedrag.h"
#include "windowsupport.h"

#include <QStyleHints>
#include <QUrl>

using model::TransferState;
using support::Office;

namespace {

// Remembers what would be dragged.
class RecordingDrag final : public ui::FileDrag
{
public:
    using FileDrag::FileDrag;

    QStringList files;
    QPixmap shown;
    int drags = 0;

protected:
    void begin(std::unique_ptr<QMimeData> data, const QPixmap &picture) override
    {
        ++drags;
        shown = picture;
        for (const QUrl &url : data->urls())
            files.append(url.toLocalFile());
    }
};

QPoint far()
{
    return {QGuiApplication::styleHints()->startDragDistance() + 1, 0};
}

} // namespace

class TestFileDrag : public support::Test
{
    Q_OBJECT
private:
    static model::TransferId receive(Office &office, const QStringList &paths)
    {
        const auto id = office.anna.core.transfers().send(office.mara.self, paths);
        const auto is = [&](TransferState state) {
            return QTest::qWaitFor([&] { return office.stateOf(id) == state; }, 20000);
        };
        return is(TransferState::Offered) && office.mara.core.transfers().accept(id) && is(TransferState::Done)
                   ? id
                   : model::TransferId();
    }

private slots:
    void takesEverythingATransferBrought()
    {
        Office office;
        office.begin();
        office.anna.profile.write(QStringLiteral("photos/a.jpg"), "aaaa");
        const auto id = receive(office, {office.anna.profile.file(QStringLiteral("photos")),
                                         office.anna.profile.write(QStringLiteral("note.txt"), "note")});
        RecordingDrag drag(support::theme(), office.mara.core.transfers(), office.window);

        drag.press({}, id);
        QVERIFY(!drag.move({1, 0})); // a click
        QVERIFY(drag.move(far()));

        QTRY_COMPARE(drag.drags, 1);
        drag.files.sort();
        const QString folder = office.mara.core.receiveFolder();
        QCOMPARE(drag.files, (QStringList {folder + QStringLiteral("/note.txt"), folder + QStringLiteral("/photos")}));
        QVERIFY(!drag.shown.isNull());
        QVERIFY(!drag.isPressed());
    }

    void aFolderThatLacksSomethingStays()
    {
        Office office;
        office.begin();
        const auto id = office.receiveInPart();
        RecordingDrag drag(support::theme(), office.mara.core.transfers(), office.window);

        drag.press({}, id);
        QVERIFY(drag.move(far()));
        drag.press({}, office.mara.core.receiveFolder() + QStringLiteral("/photos/a.jpg"));
        QVERIFY(drag.move(far()));

        QTRY_COMPARE(drag.drags, 1);
        QCOMPARE(drag.files, QStringList {office.mara.core.receiveFolder() + QStringLiteral("/photos/a.jpg")});
    }

    void whatIsGoneIsNotDragged()
    {
        Office office;
        office.begin();
        const QString kept = office.mara.profile.write(QStringLiteral("kept.txt"), "kept");
        const QString gone = office.mara.profile.file(QStringLiteral("gone.txt"));
        RecordingDrag drag(support::theme(), office.mara.core.transfers(), office.window);

        drag.press({}, gone);
        QVERIFY(drag.move(far()));
        drag.press({}, kept);
        QVERIFY(drag.move(far()));

        QTRY_COMPARE(drag.drags, 1);
        QCOMPARE(drag.files, QStringList {kept});
    }

    void aClickDragsNothing()
    {
        Office office;
        office.begin();
        const QString kept = office.mara.profile.write(QStringLiteral("kept.txt"), "kept");
        RecordingDrag drag(support::theme(), office.mara.core.transfers(), office.window);

        drag.press({}, kept);
        drag.release();
        QVERIFY(!drag.move(far()));
        drag.press({}, kept);
        QVERIFY(drag.move(far()));

        QTRY_COMPARE(drag.drags, 1);
    }

    void whatIsUnderWayHasNothingYet()
    {
        model::Transfer one;
        for (int state = 0; state <= int(TransferState::Failed); ++state) {
            one.state = TransferState(state);
            QCOMPARE(ui::FileDrag::isPossible(one), one.state == TransferState::Done);
        }
    }
};

static const support::Register<TestFileDrag> registered;
#include "tst_filedrag.moc"
