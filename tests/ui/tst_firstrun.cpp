#include "settings/keys.h"
#include "support/test.h"
#include "support/testmain.h"
#include "ui/dialogs/firstrun.h"
#include "uisupport.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using support::Desk;
namespace keys = settings::keys;

class TestFirstRun : public support::Test
{
    Q_OBJECT
private slots:
    void isDoneInOneClick()
    {
        support::FakeNetwork net;
        Desk desk(net, 1, {});
        desk.start();
        ui::FirstRun page(support::theme(), desk.core);
        QSignalSpy finished(&page, &ui::FirstRun::finished);
        const QString offered = page.findChild<QLineEdit *>()->text();
        QVERIFY(!offered.isEmpty());

        QTest::mouseClick(page.findChild<ui::Button *>(), Qt::LeftButton);

        QCOMPARE(finished.count(), 1);
        QCOMPARE(desk.core.settings().get(keys::userName), offered);
    }

    void enterIsEnoughToo()
    {
        support::FakeNetwork net;
        Desk desk(net, 1, {});
        ui::FirstRun page(support::theme(), desk.core);
        QSignalSpy finished(&page, &ui::FirstRun::finished);
        auto *name = page.findChild<QLineEdit *>();
        name->selectAll();

        QTest::keyClicks(name, QStringLiteral("  Lena Sørensen "));
        QTest::keyClick(name, Qt::Key_Return);

        QCOMPARE(finished.count(), 1);
        QCOMPARE(desk.core.settings().get(keys::userName), QStringLiteral("Lena Sørensen"));
    }

    void aBlankNameDoesNotStart()
    {
        support::FakeNetwork net;
        Desk desk(net, 1, {});
        ui::FirstRun page(support::theme(), desk.core);
        QSignalSpy finished(&page, &ui::FirstRun::finished);
        auto *name = page.findChild<QLineEdit *>();
        name->setText(QStringLiteral("   "));

        QTest::keyClick(name, Qt::Key_Return);

        QVERIFY(!page.findChild<ui::Button *>()->isEnabled());
        QCOMPARE(finished.count(), 0);
    }

    void countsPeopleBeforeItEnds()
    {
        support::FakeNetwork net;
        Desk desk(net, 1, {});
        desk.start();
        ui::FirstRun page(support::theme(), desk.core);
        const auto says = [&page](const QString &text) {
            const auto labels = page.findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [&text](const QLabel *label) { return label->text().contains(text); });
        };
        QVERIFY(says(QStringLiteral("Looking for people")));

        desk.meet(2, QStringLiteral("Anna Berg"));
        desk.meet(3, QStringLiteral("Tomás Rivera"), model::Reach::Heard);
        desk.meet(4, QStringLiteral("Walter Ohm"));

        QTRY_VERIFY(says(QStringLiteral("2 people")));
    }

    void nothingIsCutAndEverythingNamed()
    {
        support::FakeNetwork net;
        Desk desk(net, 1, {});
        ui::FirstRun page(support::theme(), desk.core);
        page.resize(360, 640);
        page.show();

        QCOMPARE(support::namelessControls(page), QStringList());
        for (const auto *control : page.findChildren<ui::Button *>())
            QVERIFY(page.rect().contains(QRect(control->mapTo(&page, QPoint()), control->size())));
    }

    void choosesTheLanguage()
    {
        support::FakeNetwork net;
        Desk desk(net, 1, {});
        ui::FirstRun page(support::theme(), desk.core);
        auto *language = page.findChild<QComboBox *>();

        language->setFocus();
        QTest::keyClick(language, Qt::Key_End);
        emit language->activated(language->currentIndex());

        QCOMPARE(desk.core.settings().get(keys::language), QStringLiteral("zh_CN"));
    }
};

static const support::Register<TestFirstRun> registered;

#include "tst_firstrun.moc"
