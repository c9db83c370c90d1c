#pragma once

#include <QWidget>

class QVBoxLayout;

namespace ui {

class Button;
class TextLabel;
class Theme;

// Picture, heading, one sentence and what can be done, where there is nothing else to show.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    EmptyState(const Theme &theme, const QString &picture, QWidget *parent = nullptr); // "ill-hello"

    void setPicture(const QString &picture);
    void setTexts(const QString &heading, const QString &sentence);
    // The buttons replace earlier ones unless their number is the same; either one primary or up to three quiet ones.
    void setActions(const QStringList &texts, const QStringList &icons, bool primary);
    [[nodiscard]] Button *action(int index) const; // null: not there
    // Keys ("Ctrl+K") with what they do, below the sentence.
    void setKeys(const QList<std::pair<QString, QString>> &keys);

signals:
    void triggered(int action);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitTexts();
    void makeActions(int count, bool primary);

    const Theme &m_theme;
    class Picture;
    Picture *m_picture;
    TextLabel *m_heading;
    TextLabel *m_sentence;
    QVBoxLayout *m_column;
    QWidget *m_keys = nullptr;
    QWidget *m_actions = nullptr;
    QList<Button *> m_buttons;
};

} // namespace ui
