#pragma once

#include <QWidget>

class QBoxLayout;
class QHBoxLayout;

namespace ui {

class Button;
class IconLabel;
class TextLabel;
class Theme;

// One sentence with a few actions, above a list or a conversation. Hidden until told; never stacked.
class InfoBar : public QWidget
{
    Q_OBJECT
public:
    enum class Kind { Information, Warning, Danger };
    enum class Shape { Inset, Flush }; // Inset: round corners

    InfoBar(const Theme &theme, Shape shape, QWidget *parent = nullptr);

    // Plain text; shows the bar. `actions` in reading order; of two the last one is primary. Tell again after a change
    // of language.
    void tell(Kind kind, const QString &icon, const QString &sentence, const QStringList &actions = {});
    [[nodiscard]] QString sentence() const;
    [[nodiscard]] Button *action(int index) const; // null: not there

signals:
    void triggered(int action);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeButtons(int count);
    void fitActions();

    const Theme &m_theme;
    Shape m_shape;
    Kind m_kind = Kind::Information;
    IconLabel *m_icon;
    TextLabel *m_text;
    QBoxLayout *m_row = nullptr;
    QHBoxLayout *m_actions;
    QList<Button *> m_buttons;
};

} // namespace ui
