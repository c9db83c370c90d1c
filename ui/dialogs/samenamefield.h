#pragma once

#include "model/rule.h"
#include "ui/common/labels.h"

#include <QWidget>

#include <optional>

class QComboBox;

namespace ui {

// What happens to names that are taken: a label, the choice, and a sentence that says what it does.
class SameNameField : public QWidget
{
    Q_OBJECT
public:
    // With `general` the first choice is to leave it to the settings, which say that.
    SameNameField(const Theme &theme, std::optional<model::SameName> general, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setChoice(std::optional<model::SameName> choice);
    [[nodiscard]] std::optional<model::SameName> choice() const; // nothing: as the settings say

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void showSentence();

    std::optional<model::SameName> m_general;
    TextLabel *m_title;
    QComboBox *m_choice;
    TextLabel *m_sentence;
};

} // namespace ui
