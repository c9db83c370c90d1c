#include "core/commandsession.h"

#include "base/then.h"
#include "core/json.h"
#include "core/ruletext.h"

#include <QFileInfo>

// The commands about transfers: CommandSession's second half.
namespace core {
namespace {

QString wordOf(transfer::EntryState state)
{
    switch (state) {
    case transfer::EntryState::Pending: return QStringLiteral("pending");
    case transfer::EntryState::Done: return QStringLiteral("done");
    case transfer::EntryState::Failed: return QStringLiteral("failed");
    case transfer::EntryState::NotWanted: return QStringLiteral("notWanted");
    }
    return {};
}

QJsonObject toJson(const transfer::EntryLine &line)
{
    const bool failed = line.fault != base::Fault::None;
    return {{QStringLiteral("path"), line.path},
            {QStringLiteral("size"), qint64(line.size)},
            {QStringLiteral("state"), wordOf(line.state)},
            {QStringLiteral("error"), failed ? QJsonValue(base::faultName(line.fault)) : QJsonValue()},
            {QStringLiteral("file"), line.file}};
}

} // namespace

void CommandSession::listTransfers()
{
    const QList<model::Transfer> transfers = m_core.transfers().transfers();
    for (const model::Transfer &transfer : transfers)
        out(toJson(transfer));
    done();
}

void CommandSession::send(const Command &command)
{
    const auto peer = peerOf(command.arguments.first());
    if (!peer)
        return;
    const QStringList paths = command.arguments.mid(1);
    for (const QString &path : paths) {
        if (!QFileInfo::exists(path) && !QFileInfo(path).isSymLink())
            return fail(exitstatus::failed, QStringLiteral("%1 does not exist").arg(path));
    }
    const model::TransferId id = m_core.transfers().send(*peer, paths);
    if (id.isNull())
        return fail(exitstatus::failed, QStringLiteral("nothing to send"));
    out({{QStringLiteral("id"), id.toHex()}});
    if (command.wait)
        return waitForTransfer(id, command);
    done();
}

void CommandSession::waitForTransfer(const model::TransferId &id, const Command &command)
{
    startTimeout(command);
    const auto check = [this, id](const model::Transfer &transfer) {
        if (transfer.id != id || !transfer.isOver())
            return;
        if (transfer.state == model::TransferState::Done && transfer.failed.empty())
            return done();
        const QString reason =
            transfer.error.fault == base::Fault::None ? model::toText(transfer.state) : sentence(transfer.error);
        fail(exitstatus::failed, transfer.failed.empty()
                                     ? reason
                                     : QStringLiteral("%1 entries did not arrive").arg(transfer.failed.size()));
    };
    connect(&m_core.transfers(), &transfer::TransferQueue::changed, this, check);
    if (const auto known = m_core.transfers().transfer(id))
        check(*known);
}

void CommandSession::runOnTransfer(const Command &command)
{
    if (command.arguments.first() == QLatin1String("all"))
        return runOnAll(command);
    const auto id = transferOf(command.arguments.first());
    if (!id)
        return;
    if (!act(command, *id)) {
        const auto transfer = m_core.transfers().transfer(*id);
        return fail(exitstatus::failed,
                    QStringLiteral("this transfer is %1").arg(transfer ? model::toText(transfer->state) : QString()));
    }
    done();
}

bool CommandSession::act(const Command &command, const model::TransferId &id)
{
    transfer::TransferQueue &queue = m_core.transfers();
    if (command.verb == QLatin1String("accept"))
        return queue.accept(id, transfer::Acceptance{command.toFolder, {}, model::sameNameFromText(command.sameName)});
    if (command.verb == QLatin1String("decline"))
        return queue.decline(id);
    if (command.verb == QLatin1String("pause"))
        return queue.pause(id);
    if (command.verb == QLatin1String("resume"))
        return queue.resume(id);
    if (command.verb == QLatin1String("first"))
        return queue.moveFirst(id);
    return queue.cancel(id);
}

void CommandSession::runOnAll(const Command &command)
{
    if (command.verb == QLatin1String("pause"))
        m_core.transfers().pauseEverything();
    else if (command.verb == QLatin1String("resume"))
        m_core.transfers().resumeEverything();
    else
        return fail(exitstatus::usage, QStringLiteral("'%1' takes one transfer").arg(command.verb));
    done();
}

std::optional<model::TransferId> CommandSession::transferOf(const QString &words)
{
    const QString prefix = words.toLower();
    QList<model::TransferId> found;
    const QList<model::Transfer> all = m_core.transfers().transfers();
    for (const model::Transfer &transfer : all) {
        if (prefix.size() >= 4 && transfer.id.toHex().startsWith(prefix))
            found.append(transfer.id);
    }
    if (found.size() == 1)
        return found.first();
    fail(exitstatus::failed, found.isEmpty() ? QStringLiteral("no such transfer")
                                             : QStringLiteral("'%1' names several transfers").arg(prefix));
    return {};
}

void CommandSession::rule(const Command &command)
{
    const auto peer = peerOf(command.arguments.first());
    if (!peer)
        return;
    transfer::Rules &rules = m_core.transfers().rules();
    const bool asks = command.arguments.size() == 1 && command.toFolder.isEmpty() && command.sameName.isEmpty();
    if (asks) {
        out(toJson(rules.rule(*peer)));
        return done();
    }
    const base::Result<model::PeerRule> wanted = ruleFrom(command, rules.rule(*peer));
    if (!wanted)
        return fail(exitstatus::usage, wanted.error().detail);
    if (!rules.setRule(*wanted))
        return fail(exitstatus::usage, QStringLiteral("this rule cannot be kept"));
    done();
}

void CommandSession::files(const Command &command)
{
    if (const auto id = transferOf(command.arguments.first()))
        listFiles(*id, command, 0);
}

// Page after page, so that a list of any length passes.
void CommandSession::listFiles(const model::TransferId &id, const Command &command, quint32 from)
{
    constexpr quint32 linesAtOnce = 1000;
    transfer::TransferQueue &queue = m_core.transfers();
    const auto page =
        command.onlyFailed ? queue.failedEntries(id, from, linesAtOnce) : queue.entries(id, from, linesAtOnce);
    base::then(page, this, [this, id, command, from](const base::Result<transfer::EntryPage> &listed) {
        if (!listed)
            return fail(listed.error());
        for (const transfer::EntryLine &line : listed->lines)
            out(toJson(line));
        const quint32 next = from + quint32(listed->lines.size());
        next < listed->total && next > from ? listFiles(id, command, next) : done();
    });
}

} // namespace core
