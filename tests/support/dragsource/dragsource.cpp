// A window to drag files out of, as from a file manager: pressing and moving the mouse in it drags the files named on
// the command line. Prints "dropped ACTION" when the drag ends.

#include <QApplication>
#include <QDrag>
#include <QLabel>
#include <QMimeData>
#include <QMouseEvent>
#include <QUrl>

#include <cstdio>

namespace {

class DragSource : public QLabel
{
public:
    explicit DragSource(QList<QUrl> urls)
        : QLabel(QStringLiteral("drag me"))
        , m_urls(std::move(urls))
    {
        setWindowTitle(QStringLiteral("drag-source"));
        setAlignment(Qt::AlignCenter);
        resize(120, 60);
    }

protected:
    void mousePressEvent(QMouseEvent *event) override { m_pressed = event->position().toPoint(); }

    void mouseMoveEvent(QMouseEvent *event) override
    {
        const int distance = (event->position().toPoint() - m_pressed).manhattanLength();
        if (m_dragging || distance < QApplication::startDragDistance())
            return;
        m_dragging = true;
        auto *mime = new QMimeData;
        mime->setUrls(m_urls);
        // On the heap: on X11 exec() returns at the release, before the target has asked for the data.
        auto *drag = new QDrag(this);
        drag->setMimeData(mime);
        const Qt::DropAction action = drag->exec(Qt::CopyAction | Qt::MoveAction, Qt::CopyAction);
        std::printf("dropped %d\n", int(action));
        std::fflush(stdout);
        m_dragging = false;
    }

private:
    QList<QUrl> m_urls;
    QPoint m_pressed;
    bool m_dragging = false;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QList<QUrl> urls;
    for (const QString &path : application.arguments().mid(1))
        urls.append(QUrl::fromLocalFile(path));
    DragSource source(urls);
    source.show();
    return QApplication::exec();
}
