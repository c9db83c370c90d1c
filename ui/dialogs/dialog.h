#pragma once

#include "ui/common/controls.h"
#include "ui/common/labels.h"
#include "ui/common/theme.h"

#include <QDialog>

class QHBoxLayout;
class QVBoxLayout;

namespace ui {

// Base of all dialogs: a card with title, sentence, contents and buttons. With a parent it lies inside the parent's
// window above a scrim, below 480 px it fills that window; without one it is a window of its own. Shown with open(),
// never with exec(); deletes itself when it ends.
class Dialog : public QDialog
{
    Q_OBJECT
public:
    Dialog(const Theme &theme, QWidget *parent);

    void setCardWidth(int token); // default size::dialog

protected:
    void setTexts(const QString &title, const QString &sentence = {});
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    // Buttons in reading order; platform order is kept by the caller's use of addButton(..., Place::Start) for those
    // that stand apart.
    enum class Place { Start, End };
    Button *addButton(Button::Kind kind, Place place = Place::End);
    [[nodiscard]] const Theme &theme() const { return m_theme; }
    virtual void retranslate() = 0; // called by changeEvent; the constructor of the last class calls it first

    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    void fitParent();
    void placeCard();

    const Theme &m_theme;
    QWidget *m_card;
    TextLabel *m_title;
    TextLabel *m_sentence;
    QVBoxLayout *m_body;
    QHBoxLayout *m_footStart;
    QHBoxLayout *m_footEnd;
    int m_cardWidth = size::dialog;
    QPointer<QWidget> m_focusBefore;
};

} // namespace ui
