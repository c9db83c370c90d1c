#pragma once

#include "ui/chat/composeredit.h"
#include "ui/common/controls.h"

#include <QWidget>

namespace ui {

// Where a message is written: attach, field, send. Text over the limit stays where it is and is refused aloud.
class Composer : public QWidget
{
    Q_OBJECT
public:
    explicit Composer(const Theme &theme, QWidget *parent = nullptr);

    [[nodiscard]] QString text() const { return m_edit->toPlainText(); }
    void setText(const QString &text); // cursor at the end
    void setPlaceholder(const QString &text);
    void focusText() { m_edit->setFocus(); }
    void insert(const QString &text);
    // A key pressed elsewhere that was meant for here.
    void type(QKeyEvent *event);
    [[nodiscard]] ComposerEdit &edit() { return *m_edit; }

signals:
    void submitted(const QString &text); // not blank; the field keeps it until setText()
    void textChanged(const QString &text);
    void filesRequested();
    void folderRequested();
    void filesPasted(const QStringList &paths);
    void imagePasted(const QImage &image);
    void pageScrolled(int direction);
    void leftUpwards();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void submit();
    void retranslate();
    void showAttachMenu();

    const Theme &m_theme;
    IconButton *m_attach;
    ComposerEdit *m_edit;
    IconButton *m_send;
};

} // namespace ui
