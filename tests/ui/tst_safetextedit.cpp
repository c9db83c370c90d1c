#include "support/test.h"
#include "support/testmain.h"
#include "ui/common/safetextedit.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QTest>

namespace {

class OpenEdit final : public ui::SafeTextEdit
{
public:
    using SafeTextEdit::canInsertFromMimeData;
    using SafeTextEdit::insertFromMimeData;
};

} // namespace

class TestSafeTextEdit : public support::Test
{
    Q_OBJECT
private slots:
    void anEmptyClipboardChangesNothing()
    {
        OpenEdit edit;
        edit.setPlainText(QStringLiteral("kept"));
        const QMimeData nothing;

        QVERIFY(!edit.canInsertFromMimeData(nullptr));
        QVERIFY(!edit.canInsertFromMimeData(&nothing));
        edit.insertFromMimeData(nullptr);
        edit.insertFromMimeData(&nothing);
        QGuiApplication::clipboard()->clear();
        QTest::keySequence(&edit, QKeySequence::Paste);

        QCOMPARE(edit.toPlainText(), QStringLiteral("kept"));
    }

    void pastesPlainText()
    {
        OpenEdit edit;
        QGuiApplication::clipboard()->setText(QStringLiteral("hello"));

        QTest::keySequence(&edit, QKeySequence::Paste);

        QCOMPARE(edit.toPlainText(), QStringLiteral("hello"));
    }
};

static const support::Register<TestSafeTextEdit> registered;

#include "tst_safetextedit.moc"
