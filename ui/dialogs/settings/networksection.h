#pragma once

#include "ui/common/infobar.h"
#include "ui/dialogs/settings/section.h"

class QLineEdit;

namespace ui {

// The own line: port, what to do when it is taken, addresses to give away, and people added by address.
class NetworkSection final : public SettingsSection
{
    Q_OBJECT
public:
    NetworkSection(const Theme &theme, core::Core &core, QWidget *parent);
    void retranslate() override;

private:
    void showLine();
    void showBar();
    void showAddresses();
    void showManualPeers();
    void showPort();
    void savePort();
    void setPortWrong(bool wrong);
    BoxRow *addAddress(const QString &icon, const QString &title, const QString &shown, const QString &copied);

    InfoBar *m_bar;
    TextLabel *m_lineCaption = nullptr;
    RowBox *m_line;
    TextLabel *m_portCaption = nullptr;
    BoxRow *m_portRow;
    QLineEdit *m_port;
    bool m_portWrong = false;
    TextLabel *m_manualCaption = nullptr;
    RowBox *m_manual;
};

} // namespace ui
