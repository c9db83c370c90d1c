#pragma once

#include "ui/common/controls.h"
#include "ui/common/labels.h"
#include "ui/common/theme.h"

#include <QDialog>
#include <QPointer>
#include <QVariantAnimation>

class QHBoxLayout;
class QVBoxLayout;

namespace ui {

// Base of all dialogs: a card with title, sentence, contents and buttons. With a parent it lies inside the parent's
// window above a scrim and keeps keys and mouse from what is below; under 480 px it fills that window. Without a parent
// it is a window of its own. Shown with open(), never with exec(); deletes itself when it ends.
class Dialog : public QDialog
{
    Q_OBJECT
public:
    Dialog(const Theme &theme, QWidget *parent);
    ~Dialog() override;

    void open() override;

protected:
    enum class Place { Start, End };

    void setCardWidth(int token); // default size::dialog
    void setTexts(const QString &title, const QString &sentence = {});
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    Button *addButton(Button::Kind kind, Place place = Place::End); // in reading order
    [[nodiscard]] const Theme &theme() const { return m_theme; }
    virtual void retranslate() = 0; // when the language changes; constructors call it themselves

    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    class Contents;

    void placeCard();
    [[nodiscard]] bool isInside() const { return !isWindow(); }
    [[nodiscard]] bool fillsParent() const;
    void rise();
    void keepFocus(QWidget *now);
    void giveFocusBack();

    const Theme &m_theme;
    QWidget *m_card;
    TextLabel *m_title;
    TextLabel *m_sentence;
    Contents *m_contents; // scrolls when the window is too low
    QVBoxLayout *m_body;
    QHBoxLayout *m_footStart;
    QHBoxLayout *m_footEnd;
    int m_cardWidth = size::dialog;
    QVariantAnimation m_rising; // 0 to 1: the scrim darkens and the card comes up
    qreal m_risen = 1;
    QPointer<QWidget> m_focusBefore;
};

} // namespace ui
