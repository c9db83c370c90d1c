#include "ui/dialogs/dialogprompter.h"

#include "ui/dialogs/dialog.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QPointer>
#include <QVBoxLayout>

namespace ui {
namespace {

class QuestionDialog final : public Dialog
{
public:
    QuestionDialog(const Theme &theme, const Question &question, QWidget *parent)
        : Dialog(theme, parent)
    {
        setTexts(question.title, question.sentence);
        const qsizetype last = question.answers.size() - 1;
        for (qsizetype i = 0; i <= last; ++i) {
            const auto main = question.weight == Question::Weight::Danger ? Button::Kind::Danger : Button::Kind::Primary;
            Button *button = addButton(i == last ? main : Button::Kind::Quiet);
            button->setText(question.answers.at(i));
            connect(button, &Button::clicked, this, [this, i] { done(int(i) + 1); });
            // What cannot be undone is never one Enter away.
            const bool first = question.weight == Question::Weight::Danger ? i == 0 : i == last;
            if (first)
                button->setFocus();
        }
        if (!question.choice.isEmpty()) {
            m_choice = new QCheckBox(question.choice, this);
            body()->addWidget(m_choice);
        }
    }
    [[nodiscard]] bool choice() const { return m_choice && m_choice->isChecked(); }

protected:
    void retranslate() override { } // the caller's words

private:
    QCheckBox *m_choice = nullptr;
};

// Calls `chosen` with what the system's dialog gave, unless the asker is gone.
void deliver(QFileDialog *dialog, QObject *context, const Prompter::Chosen &chosen)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QFileDialog::finished, context, [dialog, chosen](int result) {
        chosen(result == QDialog::Accepted ? dialog->selectedFiles() : QStringList());
    });
    dialog->open();
}

} // namespace

DialogPrompter::DialogPrompter(const Theme &theme, QWidget &window)
    : m_theme(theme)
    , m_window(window)
{
}

void DialogPrompter::ask(const Question &question, QObject *context, Answered answered)
{
    auto *dialog = new QuestionDialog(m_theme, question, &m_window);
    QObject::connect(dialog, &QDialog::finished, context, [dialog, answered = std::move(answered)](int result) {
        answered(result - 1, dialog->choice());
    });
    dialog->open();
}

void DialogPrompter::chooseFiles(const QString &title, QObject *context, Chosen chosen)
{
    auto *dialog = new QFileDialog(&m_window, title);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    deliver(dialog, context, chosen);
}

void DialogPrompter::chooseFolder(const QString &title, const QString &start, QObject *context, Chosen chosen)
{
    auto *dialog = new QFileDialog(&m_window, title, start);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    deliver(dialog, context, chosen);
}

} // namespace ui
