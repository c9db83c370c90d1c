#pragma once

#include "transfer/transferqueue.h"

#include <QMimeData>
#include <QObject>
#include <QPixmap>
#include <QPoint>

#include <memory>

namespace ui {

class Theme;

// Files and folders dragged out of a window: only what came whole and still lies where it was, which the pool finds
// out between the press and the first steps of the pointer. Main thread; child of the widget it belongs to.
class FileDrag : public QObject
{
    Q_OBJECT
public:
    FileDrag(const Theme &theme, transfer::TransferQueue &queue, QWidget &source);

    // The button went down on all that a transfer brought, or on one file of it.
    void press(const QPoint &position, const model::TransferId &transfer);
    void press(const QPoint &position, const QString &file);
    [[nodiscard]] bool isPressed() const { return m_isPressed; }
    // True: the pointer went so far that this is a drag, now or as soon as the files are found.
    bool move(const QPoint &position);
    void release();

    // A transfer that has something to be dragged.
    [[nodiscard]] static bool isPossible(const model::Transfer &transfer);

protected:
    virtual void begin(std::unique_ptr<QMimeData> data, const QPixmap &picture);

private:
    void start(const QPoint &position);
    void collect(quint32 from, const QStringList &before);
    void verify(const QStringList &files);
    void found(const QStringList &files);
    void beginWhenReady();
    [[nodiscard]] QPixmap picture() const;

    const Theme &m_theme;
    transfer::TransferQueue &m_queue;
    QWidget &m_source;
    model::TransferId m_transfer;
    QPoint m_start;
    QStringList m_files;
    int m_round = 0; // of presses: answers to earlier ones are late
    bool m_isPressed = false;
    bool m_isFar = false;
};

} // namespace ui
