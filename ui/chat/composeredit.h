#pragma once

#include "ui/common/safetextedit.h"
#include "ui/common/theme.h"

#include <QImage>

namespace ui {

// The text field of the composer: one to eight lines high, Enter sends, Shift+Enter breaks the line. Keys that an input
// method is composing never send. Pasted files and pictures are handed on.
class ComposerEdit : public SafeTextEdit
{
    Q_OBJECT
public:
    explicit ComposerEdit(const Theme &theme, QWidget *parent = nullptr);

    void setHint(const QString &text); // shown while empty, on one line
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void submitted();
    void filesPasted(const QStringList &paths);
    void imagePasted(const QImage &image);
    void pageScrolled(int direction); // PgUp -1, PgDn 1: the conversation above
    void leftUpwards(); // Up in an empty field

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    [[nodiscard]] bool takesMore(const QMimeData &source) const override;
    bool insertMore(const QMimeData &source) override;

private:
    void applyTheme();
    void fitHint();
    [[nodiscard]] int heightOf(int lines) const;
    [[nodiscard]] int paddingY() const;

    const Theme &m_theme;
    QString m_hint;
    bool m_composing = false;
};

} // namespace ui
