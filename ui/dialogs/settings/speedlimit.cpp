#include "ui/dialogs/settings/speedlimit.h"

#include "ui/common/formats.h"

namespace ui {
namespace {

constexpr qint64 firstLimit = 1'000'000; // where the switch begins

} // namespace

SpeedLimit::SpeedLimit(const Theme &theme, settings::Settings &settings, const settings::Setting<qint64> &setting,
                       BoxRow *onOff, BoxRow *amount)
    : QObject(onOff)
    , m_settings(settings)
    , m_setting(setting)
    , m_amountRow(amount)
    , m_onOff(onOff)
    , m_switch(new Switch(onOff))
    , m_amount(new AmountField(theme, AmountField::Kind::Speed, amount))
{
    onOff->addControl(m_switch);
    amount->addControl(m_amount);
    m_amount->setLimits(settings::keys::smallestSpeedLimit, settings::keys::largestSpeedLimit);
    connect(m_switch, &Switch::toggled, this, &SpeedLimit::toggle);
    connect(m_amount, &AmountField::edited, this, [this] { showHint(false); });
    connect(m_amount, &AmountField::editingFinished, this, &SpeedLimit::save);
    settings.onChange(setting, this, [this] { show(); });
    show();
}

void SpeedLimit::setTexts(const QString &title, const QString &amountTitle)
{
    m_onOff->setTexts(title);
    m_amountTitle = amountTitle;
    m_amount->setName(amountTitle);
    showHint(false);
}

void SpeedLimit::show()
{
    const qint64 limit = m_settings.get(m_setting);
    m_switch->setChecked(limit > 0);
    m_amountRow->setVisible(limit > 0);
    if (limit > 0)
        m_amount->setAmount(quint64(limit));
}

void SpeedLimit::showHint(bool wrong)
{
    m_amount->setWrong(wrong);
    if (!wrong)
        return m_amountRow->setTexts(m_amountTitle, tr("All transfers together"));
    const QString smallest = formats::speed(quint64(settings::keys::smallestSpeedLimit));
    m_amountRow->setHint(tr("A number, at least %1").arg(smallest), &Colours::danger);
}

void SpeedLimit::toggle(bool on)
{
    const qint64 limit = m_settings.get(m_setting);
    if (on == (limit > 0))
        return;
    m_settings.set(m_setting, on ? qint64(m_amount->amount().value_or(firstLimit)) : qint64(0));
    showHint(false);
}

void SpeedLimit::save()
{
    const std::optional<quint64> amount = m_amount->amount();
    showHint(!amount);
    const qint64 limit = m_settings.get(m_setting);
    if (amount && limit > 0 && limit != qint64(*amount))
        m_settings.set(m_setting, qint64(*amount));
}

} // namespace ui
