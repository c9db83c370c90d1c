#pragma once

#include <QPlainTextEdit>

namespace ui {

// Base of every editable text widget of several lines. Qt 6.4 crashes when something is pasted from a clipboard
// without formats; this does nothing then, and takes plain text only. Derived classes that take more (files, pictures)
// override takesMore() and insertMore().
class SafeTextEdit : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit SafeTextEdit(QWidget *parent = nullptr);

protected:
    [[nodiscard]] bool canInsertFromMimeData(const QMimeData *source) const final;
    void insertFromMimeData(const QMimeData *source) final;

    // Asked with data that has formats. insertMore() says whether it took them.
    [[nodiscard]] virtual bool takesMore(const QMimeData &source) const;
    virtual bool insertMore(const QMimeData &source);
};

} // namespace ui
