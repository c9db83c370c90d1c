#pragma once

#include "core/core.h"
#include "ui/common/avatar.h"
#include "ui/common/controls.h"
#include "ui/common/labels.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QVBoxLayout;

namespace ui {

// What a person sees before anything else: one field with the account's name, one button. Fills the window. Writes
// user/name into the settings and says finished().
class FirstRun : public QWidget
{
    Q_OBJECT
public:
    FirstRun(const Theme &theme, core::Core &core, QWidget *parent = nullptr);

signals:
    void finished();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void buildHead(QVBoxLayout &column);
    void buildName(QVBoxLayout &column);
    void buildFoot(QVBoxLayout &column);
    void watchPeople();
    void retranslate();
    void showName();
    void showPeople();
    void submit();

    const Theme &m_theme;
    core::Core &m_core;
    QWidget *m_card;
    TextLabel *m_title;
    TextLabel *m_sentence;
    TextLabel *m_label;
    AvatarView *m_avatar;
    QLineEdit *m_name;
    TextLabel *m_hint;
    Button *m_start;
    IconLabel *m_peopleIcon;
    TextLabel *m_people;
    QComboBox *m_language;
};

} // namespace ui
