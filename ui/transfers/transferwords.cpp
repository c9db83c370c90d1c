#include "ui/transfers/transferwords.h"

#include "ui/common/errortext.h"
#include "ui/common/fileicon.h"
#include "ui/common/formats.h"
#include "ui/transfers/thumbnails.h"

#include <QCoreApplication>

namespace ui {
namespace {

using model::Direction;
using model::Transfer;
using model::TransferState;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::TransferWords)
};

const QString separator = QStringLiteral(" · ");

qreal fractionOf(const Transfer &transfer)
{
    if (transfer.bytesTotal == 0)
        return transfer.state == TransferState::Done ? 1 : 0;
    return std::min(1.0, double(transfer.bytesDone) / double(transfer.bytesTotal));
}

QString amountOf(const Transfer &transfer)
{
    if (transfer.files == 0 && transfer.bytesTotal == 0 && transfer.state == TransferState::Preparing)
        return {};
    const QString size = formats::size(transfer.bytesTotal);
    return transfer.entries <= 1 && transfer.files <= 1 ? size : formats::files(transfer.files) + separator + size;
}

QString iconOf(const Transfer &transfer)
{
    const bool single = transfer.entries <= 1 && transfer.files <= 1 && transfer.preview.size() <= 1;
    const bool isFile = single && (transfer.files == 1 || transfer.entries == 0);
    return isFile ? fileIcon(transfer.name) : QStringLiteral("folder");
}

// Of one image that is whole.
QString pictureOf(const Transfer &transfer)
{
    const bool isOne = transfer.entries <= 1 && transfer.files == 1 && transfer.failed.isEmpty();
    const bool isHere = transfer.state == TransferState::Done && Thumbnails::isImageName(transfer.name);
    return isOne && isHere ? transfer.path : QString();
}

QString waitingText(const Transfer &transfer, const QString &peer)
{
    switch (transfer.waitReason) {
    case model::WaitReason::PeerAway: return Words::tr("Waiting for %1").arg(peer);
    case model::WaitReason::Queue: return Words::tr("Waiting its turn");
    case model::WaitReason::Disk: return Words::tr("No room on the disk");
    case model::WaitReason::None: break;
    }
    return Words::tr("Waiting");
}

QString pausedText(const Transfer &transfer, const QString &peer)
{
    const bool isTheirs = transfer.pausedBy == model::PausedBy::Peer;
    if (transfer.error.fault == base::Fault::DiskFull)
        return isTheirs ? Words::tr("%1 has no room on the disk").arg(peer) : Words::tr("No room on the disk");
    if (transfer.error.fault != base::Fault::None)
        return errorText(transfer.error.fault);
    return isTheirs ? Words::tr("Paused by %1").arg(peer) : Words::tr("Paused");
}

// Links and what a folder could not tell are not among the files that were wanted.
QString failureText(const Transfer &transfer)
{
    const auto isFile = [](const model::FailedEntry &failed) { return failed.isFile(); };
    const auto files = quint32(std::count_if(transfer.failed.begin(), transfer.failed.end(), isFile));
    if (files == 0)
        return Words::tr("%n link(s) or folder(s) left out", nullptr, int(transfer.failed.size()));
    const quint32 all = std::max(transfer.files, files);
    //: the number of files that failed, and of all
    return Words::tr("%1 of %n file(s) did not arrive", nullptr, int(all)).arg(QLocale().toString(files));
}

QString doneText(const Transfer &transfer)
{
    if (!transfer.failed.empty())
        return failureText(transfer);
    if (transfer.direction == Direction::In)
        return Words::tr("checked");
    const QDateTime finished = QDateTime::fromMSecsSinceEpoch(transfer.finishedAtMs);
    return transfer.finishedAtMs == 0 ? Words::tr("delivered")
                                      : Words::tr("delivered %1").arg(formats::clock(finished));
}

QString cancelledText(const Transfer &transfer, const QString &peer)
{
    return transfer.error.fault == base::Fault::CancelledThere ? Words::tr("%1 cancelled").arg(peer)
                                                               : Words::tr("Cancelled");
}

QString declinedText(const Transfer &transfer, const QString &peer)
{
    const bool byRule = transfer.error.fault == base::Fault::DeclinedByRule;
    if (transfer.direction == Direction::In)
        return byRule ? Words::tr("Declined by your rule for %1").arg(peer) : Words::tr("Declined");
    return byRule ? Words::tr("%1 takes no files from you").arg(peer) : Words::tr("%1 declined").arg(peer);
}

QString failedText(const Transfer &transfer)
{
    const QString text = errorText(transfer.error.fault);
    return text.isEmpty() ? Words::tr("It did not work") : text;
}

void colour(TransferLook &look, Role tile, Role ink)
{
    look.tile = tile;
    look.tileInk = ink;
}

void setCord(TransferLook &look, CordState state)
{
    look.hasCord = true;
    look.cord = state;
}

void describeOffered(TransferLook &look, const Transfer &transfer, const QString &peer)
{
    if (transfer.direction == Direction::In) {
        colour(look, &Colours::toneSoft, &Colours::toneText);
        look.actions = {TransferAction::Accept, TransferAction::SaveAs, TransferAction::Decline};
        // It was accepted, and the folder could not take it.
        look.state = errorText(transfer.error.fault);
        look.stateInk = &Colours::danger;
        return;
    }
    setCord(look, CordState::Waiting);
    colour(look, &Colours::warningSoft, &Colours::warning);
    look.state = Words::tr("Offered to %1").arg(peer);
    look.stateInk = &Colours::warning;
    look.actions = {TransferAction::Cancel};
}

void describeFailures(TransferLook &look, const Transfer &transfer)
{
    look.hasFailures = true;
    look.stateInk = &Colours::danger;
    colour(look, &Colours::warningSoft, &Colours::warning);
    if (canRetry(transfer))
        look.actions.prepend(TransferAction::Retry);
}

void describeOver(TransferLook &look, const Transfer &transfer, const QString &peer)
{
    look.actions = {TransferAction::Remove};
    switch (transfer.state) {
    case TransferState::Done:
        colour(look, &Colours::successSoft, &Colours::success);
        look.state = doneText(transfer);
        if (transfer.direction == Direction::In)
            look.actions = {TransferAction::Open, TransferAction::ShowInFolder};
        else
            look.actions = {TransferAction::ShowInFolder};
        if (!transfer.failed.empty())
            describeFailures(look, transfer);
        return;
    case TransferState::Failed:
        setCord(look, CordState::Failed);
        colour(look, &Colours::dangerSoft, &Colours::danger);
        look.state = failedText(transfer);
        look.stateInk = &Colours::danger;
        look.actions.prepend(TransferAction::Retry);
        return;
    case TransferState::Declined: look.state = declinedText(transfer, peer); break;
    default: look.state = cancelledText(transfer, peer); break;
    }
    colour(look, &Colours::sunken, &Colours::text2);
}

void describe(TransferLook &look, const Transfer &transfer, const QString &peer)
{
    switch (transfer.state) {
    case TransferState::Preparing:
        setCord(look, CordState::Unknown);
        look.state = transfer.files == 0
                         ? Words::tr("Looking through the files")
                         : Words::tr("Looking through the files: %1").arg(formats::files(transfer.files));
        look.actions = {TransferAction::Cancel};
        return;
    case TransferState::Waiting:
        setCord(look, CordState::Waiting);
        colour(look, &Colours::warningSoft, &Colours::warning);
        look.state = waitingText(transfer, peer);
        look.stateInk = &Colours::warning;
        look.actions = {TransferAction::Cancel};
        return;
    case TransferState::Offered: return describeOffered(look, transfer, peer);
    case TransferState::Running:
        setCord(look, CordState::Running);
        look.actions = {TransferAction::Pause, TransferAction::Cancel};
        return;
    case TransferState::Verifying:
        setCord(look, CordState::Running);
        look.state = Words::tr("Checking");
        look.actions = {TransferAction::Cancel};
        return;
    case TransferState::Paused:
        setCord(look, CordState::Paused);
        look.state = pausedText(transfer, peer);
        look.actions = {TransferAction::Cancel};
        if (transfer.pausedBy != model::PausedBy::Peer)
            look.actions.prepend(TransferAction::Resume);
        return;
    case TransferState::Done:
    case TransferState::Declined:
    case TransferState::Cancelled:
    case TransferState::Failed: return describeOver(look, transfer, peer);
    }
}

bool hidesText(char32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c || c == 0x180e || (c >= 0x200b && c <= 0x200f)
           || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

} // namespace

TransferLook lookOf(const Transfer &transfer, const QString &peerName)
{
    TransferLook look;
    look.icon = iconOf(transfer);
    look.picture = pictureOf(transfer);
    look.name = shownName(transfer.name);
    look.amount = amountOf(transfer);
    look.fraction = fractionOf(transfer);
    describe(look, transfer, formats::isolated(peerName));
    return look;
}

QList<TransferAction> menuActions(const Transfer &transfer, const TransferLook &look)
{
    QList<TransferAction> actions = look.actions;
    actions.removeAll(TransferAction::Remove);
    if (hasFileList(transfer))
        actions.append(TransferAction::ShowFiles);
    if (!transfer.failed.empty())
        actions.append(TransferAction::ShowFailed);
    if (transfer.isOver())
        actions.append(TransferAction::Remove);
    return actions;
}

bool hasFileList(const Transfer &transfer)
{
    if (transfer.state == TransferState::Preparing)
        return false;
    const bool isOffer = transfer.state == TransferState::Offered && transfer.direction == Direction::In;
    return isOffer || transfer.entries > 1 || !transfer.failed.empty();
}

bool canRetry(const Transfer &transfer)
{
    if (transfer.state == TransferState::Failed)
        return true;
    return transfer.state == TransferState::Done
           && std::any_of(transfer.failed.begin(), transfer.failed.end(),
                          [](const model::FailedEntry &failed) { return failed.mayComeYet(); });
}

QString actionName(TransferAction action)
{
    switch (action) {
    case TransferAction::Accept: return Words::tr("Accept");
    case TransferAction::SaveAs: return Words::tr("Save as…");
    case TransferAction::Decline: return Words::tr("Decline");
    case TransferAction::Pause: return Words::tr("Pause");
    case TransferAction::Resume: return Words::tr("Resume");
    case TransferAction::Cancel: return Words::tr("Cancel");
    case TransferAction::Retry: return Words::tr("Try again");
    case TransferAction::Open: return Words::tr("Open");
    case TransferAction::ShowInFolder: return Words::tr("Show in folder");
    case TransferAction::ShowFiles: return Words::tr("Show the files");
    case TransferAction::ShowFailed: return Words::tr("Show what did not arrive");
    case TransferAction::Remove: return Words::tr("Remove from the list");
    case TransferAction::MoveFirst: return Words::tr("Move to the front");
    case TransferAction::MoveUp: return Words::tr("Move up");
    case TransferAction::MoveDown: return Words::tr("Move down");
    }
    return {};
}

QString actionIcon(TransferAction action)
{
    switch (action) {
    case TransferAction::Accept: return QStringLiteral("download");
    case TransferAction::SaveAs: return QStringLiteral("save");
    case TransferAction::Pause: return QStringLiteral("pause");
    case TransferAction::Resume: return QStringLiteral("play");
    case TransferAction::Retry: return QStringLiteral("retry");
    case TransferAction::Open: return QStringLiteral("open-external");
    case TransferAction::ShowInFolder: return QStringLiteral("show-in-folder");
    case TransferAction::MoveFirst:
    case TransferAction::MoveUp: return QStringLiteral("chevron-up");
    case TransferAction::MoveDown: return QStringLiteral("chevron-down");
    case TransferAction::ShowFiles: return QStringLiteral("file-text");
    case TransferAction::ShowFailed: return QStringLiteral("error");
    case TransferAction::Decline:
    case TransferAction::Cancel:
    case TransferAction::Remove: return QStringLiteral("close");
    }
    return {};
}

bool isSettled(const Transfer &transfer)
{
    return transfer.isOver() && transfer.state != TransferState::Failed && transfer.failed.empty();
}

QString progressLine(const Transfer &transfer, std::optional<qint64> secondsLeft)
{
    QStringList parts;
    if (transfer.bytesPerSecond > 0)
        parts.append(formats::speed(transfer.bytesPerSecond));
    if (secondsLeft)
        parts.append(formats::timeLeft(*secondsLeft));
    parts.append(formats::doneOf(transfer.bytesDone, transfer.bytesTotal));
    return parts.join(separator);
}

QString shortProgressLine(const Transfer &transfer)
{
    return formats::percent(transfer.bytesDone, transfer.bytesTotal) + separator
           + formats::doneOf(transfer.bytesDone, transfer.bytesTotal);
}

QString shownName(const QString &name)
{
    QString shown;
    shown.reserve(name.size());
    for (const char32_t c : name.toUcs4()) {
        if (hidesText(c))
            shown += QStringLiteral("‹%1›").arg(uint(c), 4, 16, QLatin1Char('0'));
        else
            shown += QStringView(QChar::fromUcs4(c));
    }
    return shown;
}

} // namespace ui
