#pragma once

#include "core/core.h"
#include "ui/dialogs/dialog.h"

class QLineEdit;

namespace ui {

class BoxRow;

// Reaches a peer on another network by address or host name and tells the step at which that fails. An address that
// cannot be reached now can be remembered all the same.
class AddPersonDialog : public Dialog
{
    Q_OBJECT
public:
    AddPersonDialog(const Theme &theme, core::Core &core, QWidget *parent);

signals:
    void personFound(const model::PeerId &peer); // the user wants to open this conversation

protected:
    void retranslate() override;

private:
    enum class Step { Typing, Invalid, Trying, Found, Failed, Remembered };

    void build();
    void goTo(Step step);
    void showState();
    void onMain();
    void tryAddress();
    void remember();
    void onTried(const model::Endpoint &endpoint, const model::PeerId &peer, const base::Error &error);
    [[nodiscard]] QString ownAddress() const;

    core::Core &m_core;
    Step m_step = Step::Typing;
    model::Endpoint m_endpoint;
    model::PeerId m_peer;
    QString m_peerName;
    base::Error m_error;
    TextLabel *m_label;
    QLineEdit *m_address;
    IconLabel *m_stateIcon;
    TextLabel *m_state;
    BoxRow *m_own;
    Button *m_copy;
    Button *m_remember;
    Button *m_cancel;
    Button *m_main;
};

} // namespace ui
