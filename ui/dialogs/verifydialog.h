#pragma once

#include "core/core.h"
#include "ui/dialogs/dialog.h"

namespace ui {

// Six groups of five digits, the same on both screens. Matching verifies the peer; differing leads to Block or ask
// again. The first focus is on Later: Enter verifies nobody.
class VerifyDialog : public Dialog
{
    Q_OBJECT
public:
    VerifyDialog(const Theme &theme, core::Core &core, const model::PeerId &peer, QWidget *parent);
    ~VerifyDialog() override;

protected:
    void retranslate() override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
