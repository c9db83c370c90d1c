#include "store/transferstore.h"

#include "store/rows.h"
#include "store/statement.h"

#include <QDataStream>
#include <QIODevice>

namespace store {
namespace {

using base::Result;
using model::Transfer;

QDataStream &operator<<(QDataStream &stream, const model::Offer::Preview &preview)
{
    return stream << preview.name << preview.size;
}

QDataStream &operator>>(QDataStream &stream, model::Offer::Preview &preview)
{
    return stream >> preview.name >> preview.size;
}

QDataStream &operator<<(QDataStream &stream, const model::FailedEntry &failed)
{
    return stream << failed.entry << base::faultName(failed.fault);
}

QDataStream &operator>>(QDataStream &stream, model::FailedEntry &failed)
{
    QString fault;
    stream >> failed.entry >> fault;
    failed.fault = base::faultFromName(fault);
    return stream;
}

QDataStream &operator<<(QDataStream &stream, const model::RangeSet::Range &range)
{
    return stream << range.first << range.count;
}

QDataStream &operator>>(QDataStream &stream, model::RangeSet::Range &range)
{
    return stream >> range.first >> range.count;
}

template<typename List>
QByteArray packed(const List &list)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    stream << quint32(list.size());
    for (const auto &item : list)
        stream << item;
    return bytes;
}

template<typename List>
List unpacked(const QByteArray &bytes)
{
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_0);
    quint32 count = 0;
    stream >> count;
    List list;
    for (quint32 i = 0; i < count && stream.status() == QDataStream::Ok; ++i) {
        typename List::value_type item;
        stream >> item;
        if (stream.status() == QDataStream::Ok)
            list.push_back(item);
    }
    return list;
}

model::RangeSet unpackedRanges(const QByteArray &bytes)
{
    model::RangeSet set;
    for (const model::RangeSet::Range &range : unpacked<std::vector<model::RangeSet::Range>>(bytes))
        set.insert(range);
    return set;
}

template<typename Enum>
Enum enumAt(qint64 number, Enum last)
{
    return number >= 0 && number <= qint64(last) ? Enum(number) : Enum {};
}

StoredTransfer readTransfer(const Statement &row)
{
    StoredTransfer stored;
    Transfer &transfer = stored.transfer;
    transfer.id = row.id<model::TransferId>(0);
    transfer.peer = peerAt(int(row.number(1)), row.bytes(2));
    transfer.direction = row.text(3) == u"in" ? model::Direction::In : model::Direction::Out;
    transfer.state = model::transferStateFromText(row.text(4));
    transfer.waitReason = enumAt(row.number(5), model::WaitReason::Disk);
    transfer.pausedBy = enumAt(row.number(6), model::PausedBy::Peer);
    transfer.name = row.text(7);
    transfer.entries = quint32(row.number(8));
    transfer.files = quint32(row.number(9));
    transfer.bytesTotal = quint64(row.number(10));
    transfer.bytesDone = quint64(row.number(11));
    transfer.path = row.text(12);
    transfer.error = {base::faultFromName(row.text(13)), row.text(14)};
    transfer.preview = unpacked<QList<model::Offer::Preview>>(row.bytes(15));
    transfer.failed = unpacked<QList<model::FailedEntry>>(row.bytes(16));
    transfer.createdAtMs = row.number(17);
    transfer.finishedAtMs = row.number(18);
    stored.sources = unpacked<QStringList>(row.bytes(19));
    stored.targetFolder = row.text(20);
    stored.manifestHash = row.bytes(21);
    stored.manifestLength = quint64(row.number(22));
    stored.round = quint32(row.number(23));
    transfer.rank = row.number(24);
    stored.sameName = model::sameNameFromText(row.text(25)).value_or(model::SameName::KeepBoth);
    stored.unwanted = unpackedRanges(row.bytes(26));
    stored.unwantedBytes = quint64(row.number(27));
    stored.pausedTogether = row.number(28) != 0;
    stored.reopened = row.number(29) != 0;
    return stored;
}

void saveTransfer(Connection &connection, const StoredTransfer &stored)
{
    const Transfer &transfer = stored.transfer;
    Statement save(connection,
                   "INSERT INTO transfer (id, peer, direction, state, wait_reason, paused_by, name, entries, files,"
                   " bytes_total, bytes_done, path, fault, detail, preview, failed, created_ms, finished_ms, sources,"
                   " target_folder, manifest_hash, manifest_length, round, rank, same_name, unwanted, unwanted_bytes,"
                   " paused_together, reopened)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                   " ON CONFLICT (id) DO UPDATE SET peer = excluded.peer, direction = excluded.direction,"
                   " state = excluded.state, wait_reason = excluded.wait_reason, paused_by = excluded.paused_by,"
                   " name = excluded.name, entries = excluded.entries, files = excluded.files,"
                   " bytes_total = excluded.bytes_total, bytes_done = excluded.bytes_done, path = excluded.path,"
                   " fault = excluded.fault, detail = excluded.detail, preview = excluded.preview,"
                   " failed = excluded.failed, created_ms = excluded.created_ms, finished_ms = excluded.finished_ms,"
                   " sources = excluded.sources, target_folder = excluded.target_folder,"
                   " manifest_hash = excluded.manifest_hash, manifest_length = excluded.manifest_length,"
                   " round = excluded.round, rank = excluded.rank, same_name = excluded.same_name,"
                   " unwanted = excluded.unwanted, unwanted_bytes = excluded.unwanted_bytes,"
                   " paused_together = excluded.paused_together, reopened = excluded.reopened");
    save.run(transfer.id, peerRow(connection, transfer.peer), model::toText(transfer.direction),
             model::toText(transfer.state), int(transfer.waitReason), int(transfer.pausedBy), transfer.name,
             transfer.entries, transfer.files, transfer.bytesTotal, transfer.bytesDone, transfer.path,
             base::faultName(transfer.error.fault), transfer.error.detail, packed(transfer.preview),
             packed(transfer.failed), transfer.createdAtMs, transfer.finishedAtMs, packed(stored.sources),
             stored.targetFolder, stored.manifestHash, stored.manifestLength, stored.round, transfer.rank,
             model::toText(stored.sameName), packed(stored.unwanted.ranges()), stored.unwantedBytes,
             int(stored.pausedTogether), int(stored.reopened));
}

} // namespace

TransferStore::TransferStore(Database &database)
    : m_database(database)
    , m_rules(database)
{
}

QFuture<Result<bool>> TransferStore::save(const StoredTransfer &transfer, const std::optional<model::Post> &post)
{
    return m_database.write<bool>([transfer, post](Connection &connection) -> Result<bool> {
        saveTransfer(connection, transfer);
        if (post)
            queuePost(connection, transfer.transfer.peer, *post);
        return true;
    });
}

QFuture<Result<bool>> TransferStore::remove(const model::TransferId &id)
{
    return m_database.write<bool>([id](Connection &connection) -> Result<bool> {
        return Statement(connection, "DELETE FROM transfer WHERE id = ?").run(id).changed() > 0;
    });
}

QFuture<Result<QList<StoredTransfer>>> TransferStore::all()
{
    using Transfers = QList<StoredTransfer>;
    return m_database.write<Transfers>([](Connection &connection) -> Result<Transfers> {
        Statement select(connection,
                         "SELECT t.id, p.network, p.key, t.direction, t.state, t.wait_reason, t.paused_by, t.name,"
                         " t.entries, t.files, t.bytes_total, t.bytes_done, t.path, t.fault, t.detail, t.preview,"
                         " t.failed, t.created_ms, t.finished_ms, t.sources, t.target_folder, t.manifest_hash,"
                         " t.manifest_length, t.round, t.rank, t.same_name, t.unwanted, t.unwanted_bytes,"
                         " t.paused_together, t.reopened FROM transfer t JOIN peer p ON p.id = t.peer ORDER BY t.number");
        select.run();
        Transfers transfers;
        while (select.next())
            transfers.append(readTransfer(select));
        return transfers;
    });
}

} // namespace store
