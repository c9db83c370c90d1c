#include "files/sink.h"
#include "support/test.h"
#include "support/testmain.h"
#include "transferside.h"
#include "wire/manifest.h"

#include <QTest>

using base::Fault;
using transfer::EntryLine;
using transfer::EntryPage;
using transfer::EntryState;
using model::TransferId;
using support::FakeNetwork;

namespace {

using Result = base::Result<EntryPage>;

// Nothing when it does not come.
Result resultOf(const QFuture<Result> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }) || future.resultCount() == 0)
        return base::failure(Fault::Internal, QStringLiteral("no result"));
    return future.result();
}

QStringList pathsOf(const Result &page)
{
    QStringList paths;
    for (const EntryLine &line : page.value_or(EntryPage()).lines)
        paths.append(line.path);
    return paths;
}

} // namespace

// The list of what a transfer holds, as a window unfolds it.
class TestEntryList : public support::Test
{
    Q_OBJECT
private slots:
    void init();
    void cleanup() { m_pair.reset(); }

    void listsBothEnds();
    void tellsWhereFilesLie();
    void marksWhatIsNotWanted();
    void showsWhatAChoiceWouldBring();
    void marksWhatDidNotArrive();
    void marksWhatIsHereAlready();
    void givesPagesOfALongList();
    void fetchesTheListOfALargeOffer();
    void tellsThatTheListCannotCome();
    void staysAfterARestart();
    void knowsNothingOfStrangers();
    void listsASingleFileWithoutItsManifest();

private:
    [[nodiscard]] TransferId sendTree();
    [[nodiscard]] Result at(TransferSide &side, const TransferId &id, quint32 from = 0, quint32 count = 100)
    {
        return resultOf(side.queue().entries(id, from, count));
    }
    // More than fits an offer.
    [[nodiscard]] TransferId sendMany();
    static constexpr quint32 many = 3000;

    std::unique_ptr<TransferPair> m_pair;
};

void TestEntryList::init()
{
    m_pair = std::make_unique<TransferPair>();
    QVERIFY(m_pair->start());
}

TransferId TestEntryList::sendTree()
{
    TransferSide &left = m_pair->left;
    std::ignore = left.make(QStringLiteral("photos/a.jpg"), "aaaa");
    std::ignore = left.make(QStringLiteral("photos/more/b.jpg"), "bb");
    const TransferId id = left.queue().send(
        m_pair->right.self, {left.profile.file(QStringLiteral("own/photos")), left.make(QStringLiteral("note"), "n")});
    const auto isOffered = [this] { return m_pair->right.state() == u"offered" && m_pair->left.state() == u"offered"; };
    return QTest::qWaitFor(isOffered) ? id : TransferId();
}

void TestEntryList::listsBothEnds()
{
    const TransferId id = sendTree();
    QVERIFY(!id.isNull());

    const Result theirs = at(m_pair->right, id);
    const Result own = at(m_pair->left, id);

    QVERIFY(theirs && own);
    const QStringList paths{QStringLiteral("photos"), QStringLiteral("photos/a.jpg"), QStringLiteral("photos/more"),
                            QStringLiteral("photos/more/b.jpg"), QStringLiteral("note")};
    QStringList sorted = pathsOf(theirs);
    sorted.sort();
    QStringList expected = paths;
    expected.sort();
    QCOMPARE(sorted, expected);
    QCOMPARE(pathsOf(own), pathsOf(theirs));
    QCOMPARE(theirs->total, 5U);
    for (const EntryLine &line : theirs->lines) {
        QCOMPARE(line.state, EntryState::Pending);
        QVERIFY(line.file.isEmpty());
        QCOMPARE(line.size, quint64(line.path.endsWith(u"a.jpg")   ? 4
                                    : line.path.endsWith(u"b.jpg") ? 2
                                    : line.path == u"note"         ? 1
                                                                   : 0));
        // A tree can be built of it.
        const QString parent = line.parent == 0 ? QString() : theirs->lines[line.parent - 1].path;
        QCOMPARE(line.path.section(u'/', 0, -2), parent);
    }
}

void TestEntryList::tellsWhereFilesLie()
{
    const TransferId id = sendTree();
    QVERIFY(m_pair->right.queue().accept(id));
    QTRY_COMPARE(m_pair->left.state(), QStringLiteral("done"));
    QVERIFY(QFile::remove(m_pair->right.profile.file(QStringLiteral("received/note"))));

    const Result theirs = at(m_pair->right, id);
    const Result own = at(m_pair->left, id);

    QVERIFY(theirs && own);
    for (qsizetype i = 0; i < theirs->lines.size(); ++i) {
        const EntryLine &line = theirs->lines[i];
        QCOMPARE(line.state, EntryState::Done);
        // What was moved away is not claimed to be there.
        const QString there = m_pair->right.profile.file(QStringLiteral("received/") + line.path);
        QCOMPARE(line.file, line.path == u"note" ? QString() : there);
        QCOMPARE(own->lines[i].state, EntryState::Done);
        QCOMPARE(own->lines[i].file, m_pair->left.profile.file(QStringLiteral("own/") + line.path));
    }
}

void TestEntryList::marksWhatIsNotWanted()
{
    const TransferId id = sendTree();
    const Result before = at(m_pair->right, id);
    QVERIFY(before);
    model::RangeSet unwanted;
    for (const EntryLine &line : before->lines) {
        if (line.path == u"photos/more")
            unwanted.insert(line.entry);
    }
    m_pair->net.setJobs(FakeNetwork::Jobs::Hold);

    QVERIFY(m_pair->right.queue().accept(id, transfer::Acceptance{{}, unwanted, {}}));
    QTRY_COMPARE(m_pair->right.state(), QStringLiteral("running"));

    const Result after = at(m_pair->right, id);
    QVERIFY(after);
    for (const EntryLine &line : after->lines)
        QCOMPARE(line.state, line.path.startsWith(u"photos/more") ? EntryState::NotWanted : EntryState::Pending);
}

void TestEntryList::showsWhatAChoiceWouldBring()
{
    const TransferId id = sendTree();
    const Result before = at(m_pair->right, id);
    QVERIFY(before);
    model::RangeSet unwanted;
    for (const EntryLine &line : before->lines) {
        if (line.path == u"photos/more")
            unwanted.insert(line.entry);
    }

    const Result chosen = resultOf(m_pair->right.queue().choose(id, {unwanted, {}}, 0, 100));

    QVERIFY(chosen);
    QCOMPARE(chosen->total, before->total);
    quint32 files = 0;
    quint64 bytes = 0;
    for (const EntryLine &line : chosen->lines) {
        const bool isOut = line.path.startsWith(u"photos/more");
        QCOMPARE(line.state, isOut ? EntryState::NotWanted : EntryState::Pending);
        QCOMPARE(line.isPartial, line.path == u"photos");
        QCOMPARE(chosen->unwanted.contains(line.entry), isOut);
        files += !isOut && line.kind == model::EntryKind::File;
        bytes += isOut ? 0 : line.size;
    }
    QCOMPARE(chosen->files, files);
    QCOMPARE(chosen->bytes, bytes);
    QVERIFY(files > 0 && files < m_pair->right.queue().transfer(id)->files);
}

void TestEntryList::marksWhatDidNotArrive()
{
    const TransferId id = sendTree();
    QVERIFY(QFile::remove(m_pair->left.profile.file(QStringLiteral("own/photos/more/b.jpg"))));
    QVERIFY(m_pair->right.queue().accept(id));
    QTRY_COMPARE(m_pair->left.state(), QStringLiteral("done"));

    for (TransferSide *side : {&m_pair->left, &m_pair->right}) {
        const Result failed = resultOf(side->queue().failedEntries(id, 0, 100));
        QCOMPARE(pathsOf(failed), QStringList{QStringLiteral("photos/more/b.jpg")});
        QCOMPARE(failed->total, 1U);
        QCOMPARE(failed->lines.first().state, EntryState::Failed);
        QCOMPARE(failed->lines.first().fault, Fault::CannotRead);
        const Result all = at(*side, id);
        QVERIFY(all);
        for (const EntryLine &line : all->lines)
            QCOMPARE(line.state, line.path.endsWith(u"b.jpg") ? EntryState::Failed : EntryState::Done);
    }
}

void TestEntryList::marksWhatIsHereAlready()
{
    const TransferId id = sendTree();
    m_pair->net.setJobs(FakeNetwork::Jobs::Hold);
    QVERIFY(m_pair->right.queue().accept(id));
    QTRY_COMPARE(m_pair->net.runningJobs(m_pair->right.self).size(), 1);
    quint32 note = 0;
    {
        const model::Job job = m_pair->net.runningJobs(m_pair->right.self).first();
        while (job.manifest->entries[note].name != "note")
            ++note;
        files::Sink sink(job);
        QVERIFY(sink.prepare().has_value());
        QVERIFY(sink.putWhole(note, "n", files::xxh128("n")).has_value());
        for (quint32 entry = 0; entry < job.manifest->entries.size(); ++entry)
            sink.fail(entry, Fault::CannotRead);
        QVERIFY(sink.finish().has_value());
    }

    const Result page = at(m_pair->right, id);

    QVERIFY(page);
    for (const EntryLine &line : page->lines)
        QCOMPARE(line.state, line.entry == note ? EntryState::Done : EntryState::Pending);
}

TransferId TestEntryList::sendMany()
{
    TransferSide &left = m_pair->left;
    for (quint32 i = 0; i < many; ++i)
        std::ignore = left.make(QStringLiteral("many/a file with a rather long name %1").arg(i, 5, 10, QLatin1Char('0')), {});
    const TransferId id = left.queue().send(m_pair->right.self, {left.profile.file(QStringLiteral("own/many"))});
    return QTest::qWaitFor([this] { return m_pair->right.state() == u"offered"; }) ? id : TransferId();
}

void TestEntryList::givesPagesOfALongList()
{
    const TransferId id = sendMany();
    QVERIFY(!id.isNull());

    const Result page = at(m_pair->left, id, 2000, 10);
    QVERIFY(page);
    QCOMPARE(page->total, many + 1);
    QCOMPARE(page->from, 2000U);
    QCOMPARE(page->lines.size(), 10);
    QCOMPARE(page->lines.first().entry, 2000U);
    QCOMPARE(page->lines.first().path, QStringLiteral("many/a file with a rather long name 01999"));
    QCOMPARE(at(m_pair->left, id, many, 10)->lines.size(), 1);
    QCOMPARE(at(m_pair->left, id, many + 1, 10)->lines.size(), 0);
    QCOMPARE(at(m_pair->left, id, 4'000'000'000, 10)->lines.size(), 0);
    QCOMPARE(at(m_pair->left, id, 0, 4'000'000'000)->lines.size(), 1000); // never more at a time
}

// Asked for twice at once, before anybody has accepted.
void TestEntryList::fetchesTheListOfALargeOffer()
{
    const TransferId id = sendMany();
    QVERIFY(!id.isNull());
    QCOMPARE(m_pair->right.only().files, 0U);

    const auto first = m_pair->right.queue().entries(id, 0, 5);
    const auto second = m_pair->right.queue().entries(id, 5, 5);

    QCOMPARE(resultOf(first)->lines.size(), 5);
    QCOMPARE(resultOf(second)->lines.first().entry, 5U);
    QCOMPARE(m_pair->right.state(), QStringLiteral("offered"));
    QCOMPARE(m_pair->right.only().files, many);
    QVERIFY(m_pair->right.queue().accept(id));
    QTRY_COMPARE_WITH_TIMEOUT(m_pair->right.state(), QStringLiteral("done"), 30000);
}

void TestEntryList::tellsThatTheListCannotCome()
{
    const TransferId id = sendMany();
    QVERIFY(!id.isNull());
    m_pair->net.disappear(m_pair->left.self);
    QTRY_VERIFY(!m_pair->net.isLinked(m_pair->left.self, m_pair->right.self));
    const auto isGone = [this] {
        return m_pair->right.parts().directory.peer(m_pair->left.self)->reach == model::Reach::Gone;
    };
    QTRY_VERIFY(isGone());

    QCOMPARE(at(m_pair->right, id).error().fault, Fault::Unreachable);
    m_pair->net.appear(m_pair->left.self);
    QTRY_COMPARE(at(m_pair->right, id).value_or(EntryPage()).total, many + 1);
}

void TestEntryList::staysAfterARestart()
{
    const TransferId id = sendTree();
    QVERIFY(m_pair->right.queue().accept(id));
    QTRY_COMPARE(m_pair->left.state(), QStringLiteral("done"));

    for (TransferSide *side : {&m_pair->left, &m_pair->right}) {
        side->stop();
        QVERIFY(side->start());
        QCOMPARE(at(*side, id).value_or(EntryPage()).total, 5U);
        const QString folder = side->profile.file(QStringLiteral("parts/") + id.toHex());
        QTRY_COMPARE(QDir(folder).entryList(QDir::Files), QStringList{QStringLiteral("manifest")});
        QVERIFY(side->queue().remove(id));
        QTRY_VERIFY(!QFileInfo::exists(folder));
    }
}

void TestEntryList::knowsNothingOfStrangers()
{
    QCOMPARE(at(m_pair->right, TransferId::random()).error().fault, Fault::NotFound);
    const TransferId id = m_pair->left.queue().send(m_pair->right.self, {m_pair->left.make(QStringLiteral("a"), "a")});
    QCOMPARE(m_pair->left.state(), QStringLiteral("preparing"));
    QCOMPARE(at(m_pair->left, id).error().fault, Fault::NotFound);
}

void TestEntryList::listsASingleFileWithoutItsManifest()
{
    const TransferId id = m_pair->offer();
    QVERIFY(m_pair->right.queue().accept(id));
    QTRY_COMPARE(m_pair->left.state(), QStringLiteral("done"));
    const QString folder = m_pair->right.profile.file(QStringLiteral("parts/") + id.toHex());
    QTRY_VERIFY(!QFileInfo::exists(folder));

    const Result page = at(m_pair->right, id);

    QVERIFY(page);
    QCOMPARE(page->total, 1U);
    QCOMPARE(page->lines.first().path, QStringLiteral("hello.txt"));
    QCOMPARE(page->lines.first().state, EntryState::Done);
    QCOMPARE(page->lines.first().file, m_pair->right.profile.file(QStringLiteral("received/hello.txt")));
    QCOMPARE(resultOf(m_pair->right.queue().failedEntries(id, 0, 10))->total, 0U);
}

static const support::Register<TestEntryList> registered;

#include "tst_entrylist.moc"
