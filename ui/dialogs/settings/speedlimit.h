#pragma once

#include "settings/keys.h"
#include "ui/common/controls.h"
#include "ui/dialogs/amountfield.h"
#include "ui/dialogs/rowbox.h"

#include <QObject>

namespace ui {

// How fast all transfers of one direction may be: a row to switch the limit on, and below it one with the amount.
class SpeedLimit : public QObject
{
    Q_OBJECT
public:
    SpeedLimit(const Theme &theme, settings::Settings &settings, const settings::Setting<qint64> &setting,
               BoxRow *onOff, BoxRow *amount);

    void setTexts(const QString &title, const QString &amountTitle);

private:
    void show();
    void showHint(bool wrong);
    void toggle(bool on);
    void save();

    settings::Settings &m_settings;
    settings::Setting<qint64> m_setting;
    BoxRow *m_amountRow;
    BoxRow *m_onOff;
    Switch *m_switch;
    AmountField *m_amount;
    QString m_amountTitle;
};

} // namespace ui
