#pragma once

#include "core/core.h"
#include "ui/common/prompter.h"
#include "ui/dialogs/dialog.h"

class QComboBox;
class QLineEdit;

namespace ui {

class AmountField;
class SameNameField;

// What one person may send without being asked, where it goes and what happens to names that are taken.
class PersonFilesDialog : public Dialog
{
    Q_OBJECT
public:
    PersonFilesDialog(const Theme &theme, core::Core &core, Prompter &prompter, const model::PeerId &peer,
                      QWidget *parent);

protected:
    void retranslate() override;

private:
    void build();
    QVBoxLayout *addPart(TextLabel *label, QWidget *field);
    void connectParts();
    void load(const model::PeerRule &rule);
    void showConsent();
    void showFolder();
    void chooseFolder();
    void setFolder(const QString &folder);
    void save();
    [[nodiscard]] model::Consent consent() const;
    [[nodiscard]] QString consentSentence(bool isVerified) const;

    core::Core &m_core;
    Prompter &m_prompter;
    model::PeerId m_peer;
    QString m_name; // isolated
    QString m_ownFolder; // empty: the general one
    TextLabel *m_consentLabel;
    QComboBox *m_consent;
    AmountField *m_upTo;
    TextLabel *m_consentHint;
    TextLabel *m_folderLabel;
    QLineEdit *m_folder;
    Button *m_change;
    Button *m_reset;
    SameNameField *m_sameName;
    Button *m_cancel;
    Button *m_save;
};

} // namespace ui
