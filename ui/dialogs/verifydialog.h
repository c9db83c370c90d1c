#pragma once

#include "core/core.h"
#include "ui/dialogs/dialog.h"

namespace ui {

// Six groups of five digits, the same on both screens. Matching verifies the peer; differing leads to Block or look
// again. The first focus is on Later: Enter verifies nobody.
class VerifyDialog : public Dialog
{
    Q_OBJECT
public:
    VerifyDialog(const Theme &theme, core::Core &core, const model::PeerId &peer, QWidget *parent);

protected:
    void retranslate() override;

private:
    enum class Step { Compare, Differ };
    class CodeView;

    void goTo(Step step);
    void showCode(const QString &code);
    void onFirst(); // They differ, or look again
    void onMain(); // They match, or Block

    core::Core &m_core;
    const model::PeerId m_peer;
    QString m_name;
    QString m_code;
    bool m_isVerified = false; // already: there is only something to look at
    Step m_step = Step::Compare;
    CodeView *m_view;
    Button *m_first;
    Button *m_later;
    Button *m_main;
};

} // namespace ui
