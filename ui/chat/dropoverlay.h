#pragma once

#include "ui/common/theme.h"

#include <QWidget>

namespace ui {

// Covers the messages while files are dragged over the conversation and says what a drop will do.
class DropOverlay : public QWidget
{
    Q_OBJECT
public:
    DropOverlay(const Theme &theme, QWidget *parent);

    void showFor(int files, const QString &peerName, bool isEncrypted);
    [[nodiscard]] QString heading() const { return m_heading; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintHint(QPainter &painter, const QRectF &rect) const;

    const Theme &m_theme;
    QString m_heading;
    QString m_sentence;
};

} // namespace ui
