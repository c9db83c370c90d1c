#pragma once

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace ui {

class Button;
class Theme;

// Picture, heading, one sentence and what can be done, where there is nothing else to show.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    EmptyState(const Theme &theme, const QString &picture, QWidget *parent = nullptr); // "ill-hello"

    void setPicture(const QString &picture);
    void setTexts(const QString &heading, const QString &sentence);
    // The buttons replace earlier ones; either one primary or up to three quiet ones.
    QList<Button *> setActions(const QStringList &texts, const QStringList &icons, bool primary);
    // Keys with what they do, below the sentence.
    void setKeys(const QList<std::pair<QString, QString>> &keys);

signals:
    void triggered(int action);

private:
    const Theme &m_theme;
    QWidget *m_picture;
    QLabel *m_heading;
    QLabel *m_sentence;
    QVBoxLayout *m_column;
    QWidget *m_extra = nullptr;
    QWidget *m_actions = nullptr;
};

} // namespace ui
