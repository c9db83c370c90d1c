#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QVariantAnimation>

class QScrollBar;
class QWidget;

namespace ui {

class Theme;

// Makes a scroll area's bar lie over the contents and shows it only while something moves or the pointer is in the
// area. AppStyle makes it and draws the bar with its opacity. Main thread; child of its bar.
class OverlayBar : public QObject
{
    Q_OBJECT
public:
    // Of the bars that belong to a scroll area; others are left alone.
    static void attach(const Theme &theme, QWidget &bar);
    // 0 hidden .. 1; a bar that stands alone is always there.
    [[nodiscard]] static qreal opacityOf(const QWidget *bar);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    OverlayBar(const Theme &theme, QScrollBar &bar, QWidget &viewport);

    void wake();
    void rest();
    void fadeTo(qreal opacity);

    const Theme &m_theme;
    QScrollBar &m_bar;
    QPointer<QWidget> m_viewport;
    QTimer m_rest;
    QVariantAnimation m_fade;
    qreal m_opacity = 0;
};

} // namespace ui
