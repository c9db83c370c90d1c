#pragma once

#include "transfer/transferqueue.h"
#include "ui/common/prompter.h"
#include "ui/transfers/filepages.h"
#include "ui/transfers/transferwords.h"

#include <QObject>

namespace ui {

class FileOpener;

// Carries out what the user asks of a transfer, in panel and conversation alike. Owned by the window; borrows all.
class TransferCommands : public QObject
{
    Q_OBJECT
public:
    TransferCommands(transfer::TransferQueue &queue, Prompter &prompter, FileOpener &opener, QObject *parent = nullptr);

    void run(const model::TransferId &id, TransferAction action);
    void clearFinished(); // from the list, after asking
    void open(const QString &path); // every way to open a file leads here: what may be a program is not started
    void showInFolder(const QString &path);

signals:
    void told(const QString &sentence); // why something was not done
    void listRequested(const model::TransferId &id, ui::FilePages::Show show);

private:
    void saveAs(const model::Transfer &transfer);
    void cancel(const model::Transfer &transfer);
    void refuseRisky(const QString &path);

    transfer::TransferQueue &m_queue;
    Prompter &m_prompter;
    FileOpener &m_opener;
};

} // namespace ui
