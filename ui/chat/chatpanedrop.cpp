#include "ui/chat/chatpane.h"

#include "base/then.h"
#include "ui/chat/dropoverlay.h"
#include "ui/common/errortext.h"
#include "ui/transfers/filedrop.h"

#include <QDateTime>
#include <QDir>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QStackedWidget>
#include <QtConcurrentRun>

// The parts of ChatPane that take dropped and pasted things.
namespace ui {
namespace {

// Pasted pictures need a file that is still there when the transfer resumes after a restart.
QString savePicture(const QImage &image, const QString &folder, const QString &name)
{
    if (!QDir().mkpath(folder))
        return {};
    const QString path = QDir(folder).filePath(name);
    return image.save(path, "PNG") ? path : QString();
}

} // namespace

bool ChatPane::takesDrops(const QMimeData &dragged) const
{
    return !m_peer.isNull() && !m_core.peers().isBlocked(m_peer) && (hasLocalPaths(dragged) || dragged.hasText());
}

void ChatPane::dragEnterEvent(QDragEnterEvent *event)
{
    // What is dragged out of this conversation is not sent back by a shaky hand.
    if (event->source() == m_messages || !takesDrops(*event->mimeData()))
        return event->ignore();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    if (!hasLocalPaths(*event->mimeData()))
        return;
    const auto known = m_core.peers().peer(m_peer);
    m_drop->setGeometry(m_pages->rect());
    m_drop->showFor(int(localPaths(*event->mimeData()).size()), known ? known->name : m_peer.shortText(),
                    known && known->capabilities.testFlag(model::Capability::Encrypted));
}

void ChatPane::dragMoveEvent(QDragMoveEvent *event)
{
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void ChatPane::dragLeaveEvent(QDragLeaveEvent *)
{
    m_drop->hide();
}

void ChatPane::dropEvent(QDropEvent *event)
{
    m_drop->hide();
    if (!takesDrops(*event->mimeData()))
        return event->ignore();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    if (const QStringList paths = localPaths(*event->mimeData()); !paths.isEmpty())
        m_parts.people.send(m_peer, paths);
    else
        m_composer->insert(event->mimeData()->text());
}

void ChatPane::pasteImage(const QImage &image)
{
    if (image.isNull())
        return;
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(m_core.clock().wallMs());
    const QString name =
        tr("Picture %1").arg(now.toString(QStringLiteral("yyyy-MM-dd HH.mm.ss"))) + QStringLiteral(".png");
    const QString folder = QDir(m_core.profile()).filePath(QStringLiteral("pasted"));
    base::then(QtConcurrent::run(savePicture, image, folder, name), this, [this, to = m_peer](const QString &path) {
        if (path.isEmpty())
            tell(errorText(base::Fault::CannotWrite));
        else
            m_parts.people.sendAfterAsking(to, {path});
    });
}

bool ChatPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_pages && event->type() == QEvent::Resize)
        m_drop->setGeometry(m_pages->rect());
    return QWidget::eventFilter(watched, event);
}

} // namespace ui
