#pragma once

#include "core/core.h"
#include "ui/common/prompter.h"
#include "ui/dialogs/dialog.h"
#include "ui/transfers/filelist.h"

class QLineEdit;

namespace ui {

class AvatarView;
class Badge;
class RowBox;
class SameNameField;

// An incoming offer with names to choose from, count, size, sender, target folder and free space. Accepts or declines
// through the transfer queue; closes by itself when the offer is answered or withdrawn elsewhere.
class OfferDialog : public Dialog
{
    Q_OBJECT
public:
    OfferDialog(const Theme &theme, core::Core &core, Prompter &prompter, const model::TransferId &transfer,
                QWidget *parent);

protected:
    void retranslate() override;

private:
    void build();
    void buildHead();
    void buildTarget();
    void fillNames();
    void showFiles();
    void tick(quint32 entry, bool wanted);
    void chooseNext();
    void takeChoice();
    [[nodiscard]] quint64 bytesWanted() const;
    void setFolder(const QString &folder);
    void chooseFolder();
    void showSpace();
    void showSameName();
    void onChanged(const model::Transfer &transfer);
    void acceptOffer();
    void declineOffer();

    core::Core &m_core;
    Prompter &m_prompter;
    model::Transfer m_transfer;
    QString m_sender;
    QString m_folder;
    std::optional<quint64> m_free; // bytes; unknown until the pool answered
    int m_taken = 0; // names that are there already
    FilePages m_pages;
    QList<std::pair<quint32, bool>> m_ticks; // not yet part of the choice
    int m_filesListed = 0;
    bool m_choosing = false; // the pool counts what the last one comes to
    bool m_accepted = false; // as soon as it has
    AvatarView *m_avatar;
    TextLabel *m_heading;
    Badge *m_badge;
    TextLabel *m_amount;
    RowBox *m_names; // until the whole list is here
    RowBox *m_files;
    FileList *m_list;
    TextLabel *m_folderLabel;
    QLineEdit *m_folderField;
    TextLabel *m_space;
    SameNameField *m_sameName; // only where a name is taken
    Button *m_change;
    Button *m_decline;
    Button *m_accept;
};

} // namespace ui
