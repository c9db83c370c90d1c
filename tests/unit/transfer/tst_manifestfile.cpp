#include "support/tempprofile.h"
#include "support/test.h"
#include "support/testmain.h"
#include "transfer/manifestfile.h"

#include <QTest>

using base::Fault;
using model::EntryKind;
using transfer::ManifestFacts;

class TestManifestFile : public support::Test
{
    Q_OBJECT
private slots:
    void preparesAndReadsBack()
    {
        const support::TempProfile profile;
        std::ignore = profile.write(QStringLiteral("own/folder/a"), "aaa");
        const QString single = profile.write(QStringLiteral("own/b"), "b");

        const auto prepared = transfer::prepareManifest({profile.file(QStringLiteral("own/folder")), single},
                                                        profile.file(QStringLiteral("state")), m_run, {});
        QVERIFY(prepared);
        QCOMPARE(prepared->facts.entries, 3U);
        QCOMPARE(prepared->facts.bytes, 4U);
        QCOMPARE(prepared->sources.size(), 2);
        QCOMPARE(quint64(prepared->loaded->inlineBytes.size()), prepared->facts.length);

        const auto read = transfer::readOwnManifest(profile.file(QStringLiteral("state")), prepared->facts, {}, m_run);
        QVERIFY(read);
        QCOMPARE(*(*read)->manifest, *prepared->loaded->manifest);
        QCOMPARE((*read)->pageEnds, prepared->loaded->pageEnds);
        const auto page = transfer::readPage(profile.file(QStringLiteral("state")), **read, 0);
        QVERIFY(page);
        QCOMPARE(*page, prepared->loaded->inlineBytes);
        QCOMPARE(transfer::readPage(profile.file(QStringLiteral("state")), **read, 1).error().fault, Fault::NotFound);
    }

    void makesALostOneAgain()
    {
        const support::TempProfile profile;
        const QString state = profile.file(QStringLiteral("state"));
        const QStringList sources {profile.write(QStringLiteral("a"), "a")};
        const auto prepared = transfer::prepareManifest(sources, state, m_run, {});
        QVERIFY(prepared);

        transfer::removeState(state);
        const auto again = transfer::readOwnManifest(state, prepared->facts, sources, m_run);
        QVERIFY(again);
        QCOMPARE((*again)->inlineBytes, prepared->loaded->inlineBytes);
        QVERIFY(transfer::readManifest(state, prepared->facts));

        transfer::removeState(state);
        profile.write(QStringLiteral("a"), "changed");
        QCOMPARE(transfer::readOwnManifest(state, prepared->facts, sources, m_run).error().fault, Fault::NotFound);
    }

    void stopsWhenAsked()
    {
        const support::TempProfile profile;
        const std::atomic_bool stop = true;

        const auto prepared = transfer::prepareManifest({profile.write(QStringLiteral("a"), "a")},
                                                        profile.file(QStringLiteral("state")), stop, {});

        QVERIFY(!prepared);
        QCOMPARE(prepared.error().fault, Fault::CancelledHere);
    }

    void noticesDamage()
    {
        const support::TempProfile profile;
        const QString state = profile.file(QStringLiteral("state"));
        const auto prepared = transfer::prepareManifest({profile.write(QStringLiteral("a"), "a")}, state, m_run, {});
        QVERIFY(prepared);
        ManifestFacts facts = prepared->facts;

        QCOMPARE(transfer::readManifest(profile.file(QStringLiteral("none")), facts).error().fault, Fault::NotFound);
        facts.bytes = 2;
        QCOMPARE(transfer::readManifest(state, facts).error().fault, Fault::Malformed);
        std::ignore = profile.write(QStringLiteral("state/manifest"), "damaged");
        QCOMPARE(transfer::readManifest(state, prepared->facts).error().fault, Fault::Corrupt);
    }

    void saysWhenItCannotWrite()
    {
        const support::TempProfile profile;
        const QString file = profile.write(QStringLiteral("file"), "not a folder");

        const auto prepared = transfer::prepareManifest({file}, file + QStringLiteral("/state"), m_run, {});

        QVERIFY(!prepared);
        QCOMPARE(prepared.error().fault, Fault::CannotWrite);
    }

    void describesTheTopLevel()
    {
        model::Manifest manifest;
        const auto add = [&manifest](const char *name, quint32 parent, quint64 size, EntryKind kind) {
            model::Entry entry;
            entry.name = name;
            entry.parent = parent;
            entry.size = size;
            entry.kind = kind;
            manifest.entries.push_back(entry);
        };
        add("photos", 0, 0, EntryKind::Folder);
        add("deep", 1, 0, EntryKind::Folder);
        add("a.jpg", 2, 5, EntryKind::File);
        add("b.jpg", 1, 6, EntryKind::File);
        add("bad:name\xe2\x80\xae.txt", 0, 7, EntryKind::File);
        for (int i = 0; i < 30; ++i)
            add("more", 0, 1, EntryKind::File);

        const transfer::Headline headline = transfer::headlineOf(manifest);

        QCOMPARE(headline.title, QStringLiteral("photos"));
        QCOMPARE(headline.preview.size(), 20);
        QCOMPARE(headline.preview[0].size, 11U);
        QCOMPARE(headline.preview[1].size, 7U);
        QVERIFY(!headline.preview[1].name.contains(u':'));
        QVERIFY(!headline.preview[1].name.contains(QChar(0x202e)));
    }

private:
    const std::atomic_bool m_run = false;
};

static const support::Register<TestManifestFile> registered;

#include "tst_manifestfile.moc"
