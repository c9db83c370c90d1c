#include "ui/dialogs/amountfield.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>

#include <array>
#include <cmath>

namespace ui {
namespace {

constexpr int numberWidth = 84;
constexpr int unitWidth = 140; // what its list needs
constexpr int longestNumber = 12; // characters
constexpr std::array<quint64, 3> units {1'000, 1'000'000, 1'000'000'000};
constexpr int mega = 1;

// As people type it, with the point of their own language or of English.
std::optional<double> numberOf(const QString &text)
{
    bool isNumber = false;
    double number = QLocale().toDouble(text.trimmed(), &isNumber);
    if (!isNumber)
        number = QLocale::c().toDouble(text.trimmed(), &isNumber);
    return isNumber && std::isfinite(number) && number > 0 ? std::optional(number) : std::nullopt;
}

} // namespace

AmountField::AmountField(const Theme &theme, Kind kind, QWidget *parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_number(new QLineEdit(this))
    , m_unit(new QComboBox(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(size::gap3);
    row->addWidget(m_number);
    row->addWidget(m_unit);
    setFocusProxy(m_number);
    m_number->setFixedWidth(theme.px(numberWidth));
    m_unit->setFixedWidth(theme.px(unitWidth));
    m_number->setMaxLength(longestNumber);
    m_number->setInputMethodHints(Qt::ImhFormattedNumbersOnly);
    showUnits();
    connect(m_number, &QLineEdit::textEdited, this, [this] {
        m_shown = 0;
        emit edited();
    });
    connect(m_number, &QLineEdit::editingFinished, this, &AmountField::editingFinished);
    connect(m_unit, &QComboBox::activated, this, [this] {
        m_shown = 0;
        emit edited();
        emit editingFinished();
    });
}

void AmountField::showUnits()
{
    const QStringList sizes {QStringLiteral("kB"), QStringLiteral("MB"), QStringLiteral("GB")};
    for (const QString &size : sizes)
        m_unit->addItem(m_kind == Kind::Speed ? size + QStringLiteral("/s") : size);
    m_unit->setCurrentIndex(mega);
}

quint64 AmountField::unit() const
{
    return units[size_t(std::clamp(m_unit->currentIndex(), 0, int(units.size()) - 1))];
}

void AmountField::setLimits(quint64 smallest, quint64 largest)
{
    m_smallest = smallest;
    m_largest = largest;
}

void AmountField::setAmount(quint64 bytes)
{
    if (bytes == m_shown)
        return;
    int best = 0;
    while (best + 1 < int(units.size()) && bytes >= units[size_t(best) + 1])
        ++best;
    m_unit->setCurrentIndex(best);
    QLocale plain;
    plain.setNumberOptions(QLocale::OmitGroupSeparator);
    m_number->setText(plain.toString(double(bytes) / double(unit()), 'g', 6));
    m_shown = bytes;
    setWrong(false);
}

std::optional<quint64> AmountField::amount() const
{
    if (m_shown > 0)
        return m_shown;
    const std::optional<double> number = numberOf(m_number->text());
    const double bytes = number.value_or(0) * double(unit());
    if (!number || bytes < double(m_smallest) || bytes > double(m_largest))
        return {};
    return quint64(std::llround(bytes));
}

void AmountField::setWrong(bool wrong)
{
    m_number->setProperty("wrong", wrong);
    m_number->update();
}

void AmountField::setName(const QString &name)
{
    setAccessibleName(name);
    m_number->setAccessibleName(name);
    //: kB, MB or GB of a number beside it; %1 says of what
    m_unit->setAccessibleName(tr("%1: unit").arg(name));
}

} // namespace ui
