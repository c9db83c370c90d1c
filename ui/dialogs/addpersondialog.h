#pragma once

#include "core/core.h"
#include "ui/dialogs/dialog.h"

namespace ui {

// Reaches a peer on another network by address or host name and tells the step at which that fails. An address that
// cannot be reached now can be remembered all the same.
class AddPersonDialog : public Dialog
{
    Q_OBJECT
public:
    AddPersonDialog(const Theme &theme, core::Core &core, QWidget *parent);
    ~AddPersonDialog() override;

signals:
    void personFound(const model::PeerId &peer); // the user wants to open this conversation

protected:
    void retranslate() override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
