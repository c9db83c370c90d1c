#pragma once

#include <QStringList>

#include <functional>

class QObject;

namespace ui {

// A question with its buttons. Dismissing it is the answer -1.
struct Question {
    enum class Weight { Normal, Danger }; // Danger: the main answer cannot be undone

    QString title;
    QString sentence;
    QStringList answers; // in reading order; the last one is the main one
    Weight weight = Weight::Normal;
    QString choice; // text of a box under the sentence; "": none
};

// Everything that would open a window of its own is asked here, so that tests answer without one. Answers come later,
// at most once, and never when `context` is gone.
class Prompter
{
public:
    virtual ~Prompter() = default;

    using Answered = std::function<void(int answer, bool choice)>;
    using Chosen = std::function<void(const QStringList &paths)>; // empty: dismissed

    virtual void ask(const Question &question, QObject *context, Answered answered) = 0;
    virtual void chooseFiles(const QString &title, QObject *context, Chosen chosen) = 0;
    // `start` is where to look first; the answer has one path.
    virtual void chooseFolder(const QString &title, const QString &start, QObject *context, Chosen chosen) = 0;
};

} // namespace ui
