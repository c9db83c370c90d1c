#pragma once

#include "core/core.h"
#include "ui/common/avatar.h"
#include "ui/common/controls.h"
#include "ui/common/labels.h"

#include <QLineEdit>
#include <QWidget>

class QComboBox;

namespace ui {

// What a person sees before anything else: one field with the account's name, one button. Fills the window. Writes
// user/name into the settings and says finished().
class FirstRun : public QWidget
{
    Q_OBJECT
public:
    FirstRun(const Theme &theme, core::Core &core, QWidget *parent = nullptr);

    // The account's full name, else its login name.
    [[nodiscard]] static QString accountName();

signals:
    void finished();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void build();
    void retranslate();
    void showPeople();
    void submit();

    const Theme &m_theme;
    core::Core &m_core;
    QWidget *m_card;
    QWidget *m_logo;
    TextLabel *m_title;
    TextLabel *m_sentence;
    TextLabel *m_label;
    TextLabel *m_hint;
    TextLabel *m_people;
    IconLabel *m_peopleIcon;
    AvatarView *m_avatar;
    QLineEdit *m_name;
    Button *m_start;
    QComboBox *m_language;
};

} // namespace ui
