#include "ui/chat/composer.h"

#include "ui/common/painting.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

namespace ui {

Composer::Composer(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_attach(new IconButton(QStringLiteral("attach"), {}, this))
    , m_edit(new ComposerEdit(theme, this))
    , m_send(new IconButton(QStringLiteral("send"), {}, this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(size::gap4, size::gap3, size::gap4, size::gap3);
    row->setSpacing(size::gap2);
    row->addWidget(m_attach, 0, Qt::AlignBottom);
    row->addWidget(m_edit, 1, Qt::AlignVCenter);
    row->addSpacing(size::gap2);
    row->addWidget(m_send, 0, Qt::AlignBottom);
    m_send->setFilled(true);
    connect(m_attach, &IconButton::clicked, this, &Composer::showAttachMenu);
    connect(m_send, &IconButton::clicked, this, &Composer::submit);
    connect(m_edit, &ComposerEdit::submitted, this, &Composer::submit);
    connect(m_edit, &ComposerEdit::textChanged, this, [this] { emit textChanged(text()); });
    connect(m_edit, &ComposerEdit::filesPasted, this, &Composer::filesPasted);
    connect(m_edit, &ComposerEdit::imagePasted, this, &Composer::imagePasted);
    connect(m_edit, &ComposerEdit::pageScrolled, this, &Composer::pageScrolled);
    connect(m_edit, &ComposerEdit::leftUpwards, this, &Composer::leftUpwards);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    retranslate();
}

void Composer::setText(const QString &text)
{
    if (text == this->text())
        return;
    m_edit->setPlainText(text);
    m_edit->moveCursor(QTextCursor::End);
}

void Composer::setPlaceholder(const QString &text)
{
    m_edit->setHint(text);
}

void Composer::insert(const QString &text)
{
    m_edit->insertPlainText(text);
    m_edit->setFocus();
}

void Composer::type(QKeyEvent *event)
{
    m_edit->setFocus();
    QCoreApplication::sendEvent(m_edit, event);
}

void Composer::submit()
{
    m_edit->setFocus();
    if (!text().trimmed().isEmpty())
        emit submitted(text());
}

void Composer::showAttachMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_theme.icon(QStringLiteral("file")), tr("Files…"), this, &Composer::filesRequested)
        ->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_O));
    menu->addAction(m_theme.icon(QStringLiteral("folder")), tr("Folder…"), this, &Composer::folderRequested)
        ->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O));
    menu->popup(m_attach->mapToGlobal(QPoint(0, -menu->sizeHint().height())));
}

void Composer::retranslate()
{
    m_attach->setName(tr("Attach files"));
    m_edit->setAccessibleName(tr("Message"));
    m_send->setName(tr("Send"));
}

void Composer::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &colours = m_theme.colours();
    painter.fillRect(rect(), colours.pane);
    painter.fillRect(QRectF(0, 0, width(), hairline(painter)), colours.border);
    fillRound(painter, m_edit->geometry(), size::radiusRow, colours.sunken);
}

void Composer::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace ui
