#include "ui/transfers/transfercommands.h"

#include "base/then.h"
#include "ui/common/errortext.h"
#include "ui/desktop/fileopener.h"
#include "ui/transfers/filerisk.h"

#include <QFileInfo>
#include <QtConcurrentRun>

namespace ui {
namespace {

// Below this a cancelled transfer is sent again in a moment; above it the user is asked.
constexpr quint64 worthAsking = 64 * 1024 * 1024;

enum class Found { Nothing, Harmless, Risky };

Found inspect(const QString &path)
{
    if (!QFileInfo::exists(path))
        return Found::Nothing;
    return isRiskyFile(path) ? Found::Risky : Found::Harmless;
}

} // namespace

TransferCommands::TransferCommands(transfer::TransferQueue &queue, Prompter &prompter, FileOpener &opener,
                                   QObject *parent)
    : QObject(parent)
    , m_queue(queue)
    , m_prompter(prompter)
    , m_opener(opener)
{
}

void TransferCommands::run(const model::TransferId &id, TransferAction action)
{
    const auto transfer = m_queue.transfer(id);
    if (!transfer)
        return;
    switch (action) {
    case TransferAction::Accept: m_queue.accept(id); return;
    case TransferAction::SaveAs: return saveAs(*transfer);
    case TransferAction::Decline: m_queue.decline(id); return;
    case TransferAction::Pause: m_queue.pause(id); return;
    case TransferAction::Resume: m_queue.resume(id); return;
    case TransferAction::Retry:
        if (transfer->state == model::TransferState::Done)
            m_queue.retryFailed(id);
        else
            m_queue.resume(id);
        return;
    case TransferAction::Cancel: return cancel(*transfer);
    case TransferAction::Open: return open(transfer->path);
    case TransferAction::ShowInFolder: return showInFolder(transfer->path);
    case TransferAction::ShowFiles: emit listRequested(id, FilePages::Show::All); return;
    case TransferAction::ShowFailed: emit listRequested(id, FilePages::Show::Failed); return;
    case TransferAction::Remove: m_queue.remove(id); return;
    case TransferAction::MoveFirst: m_queue.moveFirst(id); return;
    case TransferAction::MoveUp: m_queue.moveUp(id); return;
    case TransferAction::MoveDown: m_queue.moveDown(id); return;
    }
}

void TransferCommands::clearFinished()
{
    const Question question {tr("Clear the finished transfers?"),
                             tr("The files stay where they are, but can no longer be opened from the conversations. "
                                "What failed stays in the list."),
                             {tr("Cancel"), tr("Clear")},
                             Question::Weight::Normal,
                             {}};
    m_prompter.ask(question, this, [this](int answer, bool) {
        const QList<model::Transfer> all = answer == 1 ? m_queue.transfers() : QList<model::Transfer>();
        for (const model::Transfer &transfer : all) {
            if (isSettled(transfer))
                m_queue.remove(transfer.id);
        }
    });
}

void TransferCommands::saveAs(const model::Transfer &transfer)
{
    m_prompter.chooseFolder(tr("Choose where to save"), m_queue.rules().folder(transfer.peer), this,
                            [this, id = transfer.id](const QStringList &paths) {
                                if (!paths.isEmpty())
                                    m_queue.accept(id, paths.first());
                            });
}

void TransferCommands::cancel(const model::Transfer &transfer)
{
    if (transfer.bytesDone < worthAsking) {
        m_queue.cancel(transfer.id);
        return;
    }
    const Question question {
        tr("Stop this transfer?"),
        tr("What has arrived of “%1” so far is thrown away. Pause keeps it.").arg(shownName(transfer.name)),
        {tr("Keep going"), tr("Stop")},
        Question::Weight::Danger,
        {}};
    m_prompter.ask(question, this, [this, id = transfer.id](int answer, bool) {
        if (answer == 1)
            m_queue.cancel(id);
    });
}

void TransferCommands::open(const QString &path)
{
    base::then(QtConcurrent::run(inspect, path), this, [this, path](Found found) {
        switch (found) {
        case Found::Nothing: emit told(errorText(base::Fault::NotFound)); return;
        case Found::Harmless: m_opener.openFile(path); return;
        case Found::Risky: return refuseRisky(path);
        }
    });
}

void TransferCommands::showInFolder(const QString &path)
{
    m_opener.showInFolder(path);
}

void TransferCommands::refuseRisky(const QString &path)
{
    const Question question {tr("This file can run commands"),
                             tr("“%1” is a program or can start one, so it is not opened from here. Look at it in its "
                                "folder first.")
                                 .arg(shownName(QFileInfo(path).fileName())),
                             {tr("Close"), tr("Show in folder")},
                             Question::Weight::Normal,
                             {}};
    m_prompter.ask(question, this, [this, path](int answer, bool) {
        if (answer == 1)
            m_opener.showInFolder(path);
    });
}

} // namespace ui
