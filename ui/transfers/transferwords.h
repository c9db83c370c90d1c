#pragma once

#include "model/transfer.h"

#include "ui/common/cord.h"
#include "ui/common/tokens.h"

#include <QList>
#include <QString>

#include <optional>

namespace ui {

// What a user can do with a transfer, in card, panel and menu alike.
enum class TransferAction {
    Accept,
    SaveAs,
    Decline,
    Pause,
    Resume,
    Cancel,
    Retry,
    Open,
    ShowInFolder,
    ShowFiles,
    ShowFailed,
    Remove,
    MoveFirst,
    MoveUp,
    MoveDown,
};

// How one transfer is shown: what every place has in common.
struct TransferLook {
    QString icon;
    QString picture = {}; // path of an image that is shown in place of the icon; "": none
    Role tile = &Colours::accentSoft;
    Role tileInk = &Colours::accentText;
    QString name;
    QString amount; // "12 files · 196 MB"
    bool hasCord = false;
    CordState cord = CordState::Running;
    qreal fraction = 0;
    QString state; // one short sentence, "" when the cord says it all
    Role stateInk = &Colours::text2;
    bool hasFailures = false; // it is done but for some files: the state says so and leads to their list
    QList<TransferAction> actions; // in reading order

    bool operator==(const TransferLook &) const = default;
};

// `peerName` as shown; used in "Waiting for Anna".
[[nodiscard]] TransferLook lookOf(const model::Transfer &transfer, const QString &peerName);

// Everything that can be done, for menus.
[[nodiscard]] QList<TransferAction> menuActions(const model::Transfer &transfer, const TransferLook &look);
// It holds more than what its name says already.
[[nodiscard]] bool hasFileList(const model::Transfer &transfer);
// It is over, and what did not arrive may come yet.
[[nodiscard]] bool canRetry(const model::Transfer &transfer);

[[nodiscard]] QString actionName(TransferAction action); // "Show in folder"
[[nodiscard]] QString actionIcon(TransferAction action);

// Over, and nothing of it is left to try again.
[[nodiscard]] bool isSettled(const model::Transfer &transfer);

// "11.2 MB/s · 7 s left · 29.4 of 48.2 MB"; without what is not known.
[[nodiscard]] QString progressLine(const model::Transfer &transfer, std::optional<qint64> secondsLeft);

// "61 % · 29.4 of 48.2 MB".
[[nodiscard]] QString shortProgressLine(const model::Transfer &transfer);

// A file name as it is: characters that would hide what it ends in become visible.
[[nodiscard]] QString shownName(const QString &name);

} // namespace ui
