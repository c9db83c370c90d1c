#include "settings/keys.h"
#include "support/tempprofile.h"
#include "support/test.h"
#include "support/testmain.h"
#include "ui/common/errortext.h"
#include "ui/common/formats.h"
#include "ui/desktop/translations.h"
#include "ui/dialogs/settingspage.h"
#include "uisupport.h"

#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QXmlStreamReader>

namespace keys = settings::keys;

namespace {

struct Entry {
    QString source;
    QStringList forms; // one, or one per plural
    bool isFinished = true;
    bool isPlural = false;
};

Entry readMessage(QXmlStreamReader &xml)
{
    Entry entry;
    entry.isPlural = xml.attributes().value(QLatin1String("numerus")) == QLatin1String("yes");
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("source")) {
            entry.source = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            entry.isFinished = !xml.attributes().hasAttribute(QLatin1String("type"));
            if (!entry.isPlural) {
                entry.forms.append(xml.readElementText());
                continue;
            }
            while (xml.readNextStartElement())
                entry.forms.append(xml.readElementText());
        } else {
            xml.skipCurrentElement();
        }
    }
    return entry;
}

QList<Entry> entriesOf(const QString &name)
{
    QFile file(QStringLiteral(LANDLINE_TESTS "/../translations/%1").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QXmlStreamReader xml(&file);
    QList<Entry> entries;
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QLatin1String("message"))
            entries.append(readMessage(xml));
    }
    return entries;
}

QStringList placeholders(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("%(n|\\d+)"));
    QStringList found;
    for (auto match = pattern.globalMatch(text); match.hasNext();)
        found.append(match.next().captured());
    found.sort();
    found.removeDuplicates();
    return found;
}

} // namespace

class TestTranslations : public support::Test
{
    Q_OBJECT
private slots:
    void cleanup() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void everyEntryIsComplete_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("plurals");
        QTest::addColumn<int>("least");
        QTest::newRow("English") << QStringLiteral("landline_en.ts") << 2 << 15;
        QTest::newRow("Chinese") << QStringLiteral("landline_zh_CN.ts") << 1 << 300;
    }

    void everyEntryIsComplete()
    {
        QFETCH(QString, file);
        QFETCH(int, plurals);
        QFETCH(int, least);
        const QList<Entry> entries = entriesOf(file);
        QVERIFY(entries.size() >= least);

        for (const Entry &entry : entries) {
            QVERIFY2(entry.isFinished, qPrintable(entry.source));
            QCOMPARE(int(entry.forms.size()), entry.isPlural ? plurals : 1);
            for (const QString &form : entry.forms) {
                QVERIFY2(!form.trimmed().isEmpty(), qPrintable(entry.source));
                QVERIFY2(placeholders(form) == placeholders(entry.source), qPrintable(form));
                QVERIFY2(form.count(u'&') == entry.source.count(u'&'), qPrintable(form));
                QVERIFY2(!form.contains(QLatin1String("(s)")), qPrintable(form));
            }
        }
    }

    void switchesWhileRunning()
    {
        support::TempProfile profile;
        settings::Settings settings(profile.settings());
        settings.set(keys::language, QStringLiteral("en"));
        ui::Translations translations(settings);
        QSignalSpy changed(&translations, &ui::Translations::changed);
        QCOMPARE(ui::errorText(base::Fault::Broken), QStringLiteral("The line dropped."));
        QCOMPARE(ui::formats::files(1), QStringLiteral("1 file"));
        QCOMPARE(ui::formats::files(2), QStringLiteral("2 files"));

        settings.set(keys::language, QStringLiteral("zh_CN"));

        QCOMPARE(changed.count(), 1);
        QCOMPARE(ui::errorText(base::Fault::Broken), QStringLiteral("线路中断了。"));
        QCOMPARE(ui::formats::files(1), QStringLiteral("1 个文件"));
        QCOMPARE(QLocale().language(), QLocale::Chinese);

        settings.set(keys::language, QStringLiteral("en"));
        QCOMPARE(ui::errorText(base::Fault::Broken), QStringLiteral("The line dropped."));
    }

    void openWindowsFollow()
    {
        support::FakeNetwork net;
        support::Desk desk(net, 1, QStringLiteral("Mara Lindqvist"));
        desk.start();
        settings::Settings &settings = desk.core.settings();
        settings.set(keys::language, QStringLiteral("en"));
        ui::Translations translations(settings);
        support::ScriptedPrompter prompter;
        ui::SettingsPage page(support::theme(), desk.core, prompter);
        page.show();
        const auto shows = [&page](const QString &text) {
            const auto labels = page.findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [&text](const QLabel *label) { return label->text() == text; });
        };
        QVERIFY(shows(QStringLiteral("Settings")));

        settings.set(keys::language, QStringLiteral("zh_CN"));

        QTRY_VERIFY(shows(QStringLiteral("设置")));
        QVERIFY(shows(QStringLiteral("隐私与安全")));
        QVERIFY(!shows(QStringLiteral("Settings")));
        QCOMPARE(support::namelessControls(page), QStringList());
    }

    void timesKeepTheFormOfASystemInTheSameLanguage_data()
    {
        QTest::addColumn<QLocale>("language");
        QTest::addColumn<QLocale>("system");
        QTest::addColumn<QLocale>("formats");
        const auto locale = [](const char *name) { return QLocale(QString::fromLatin1(name)); };
        const auto row = [&locale](const char *name, const char *language, const char *system, const char *formats) {
            QTest::newRow(name) << locale(language) << locale(system) << locale(formats);
        };
        row("same language, other country", "en", "en_GB", "en_GB");
        row("other language", "en", "de_DE", "en_US");
        row("other script", "zh_CN", "zh_TW", "zh_CN");
        row("same script", "zh_CN", "zh_SG", "zh_SG");
        row("no language set up", "en", "C", "en_US");
    }

    void timesKeepTheFormOfASystemInTheSameLanguage()
    {
        QFETCH(QLocale, language);
        QFETCH(QLocale, system);
        QFETCH(QLocale, formats);

        QCOMPARE(ui::Translations::formatsOf(language, system), formats);
    }
};

static const support::Register<TestTranslations> registered;

#include "tst_translations.moc"
