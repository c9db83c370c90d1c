#pragma once

#include "core/core.h"
#include "ui/common/prompter.h"
#include "ui/dialogs/dialog.h"

namespace ui {

// An incoming offer with names, count, size, sender, target folder and free space. Accepts or declines through the
// transfer queue; closes by itself when the offer is answered or withdrawn elsewhere.
class OfferDialog : public Dialog
{
    Q_OBJECT
public:
    OfferDialog(const Theme &theme, core::Core &core, Prompter &prompter, const model::TransferId &transfer,
                QWidget *parent);
    ~OfferDialog() override;

protected:
    void retranslate() override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
