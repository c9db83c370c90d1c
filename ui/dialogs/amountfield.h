#pragma once

#include "ui/common/theme.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QLineEdit;

namespace ui {

// A number and its unit: "20 MB", "1.5 MB/s".
class AmountField : public QWidget
{
    Q_OBJECT
public:
    enum class Kind { Size, Speed };

    AmountField(const Theme &theme, Kind kind, QWidget *parent = nullptr);

    void setLimits(quint64 smallest, quint64 largest); // in bytes
    void setAmount(quint64 bytes); // in the unit it is read best in
    // Nothing: what was typed is no number, or outside of the limits. An amount nobody changed stays what it was.
    [[nodiscard]] std::optional<quint64> amount() const;
    void setWrong(bool wrong);
    void setName(const QString &name); // for assistive tools

signals:
    void edited();
    void editingFinished(); // Enter, another unit, or the number was left

private:
    [[nodiscard]] quint64 unit() const;
    void showUnits();

    Kind m_kind;
    quint64 m_smallest = 1;
    quint64 m_largest = quint64(1) << 50;
    quint64 m_shown = 0; // what setAmount() said, while nothing was typed
    QLineEdit *m_number;
    QComboBox *m_unit;
};

} // namespace ui
