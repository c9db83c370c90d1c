#pragma once

#include "settings/settings.h"

#include <QComboBox>

namespace ui {

// Chooses the language of the window; counts at once.
class LanguageBox : public QComboBox
{
    Q_OBJECT
public:
    explicit LanguageBox(settings::Settings &settings, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void showCurrent();

    settings::Settings &m_settings;
};

} // namespace ui
