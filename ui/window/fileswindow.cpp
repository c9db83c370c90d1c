#include "ui/window/fileswindow.h"

#include "base/then.h"
#include "ui/common/errortext.h"
#include "ui/common/infobar.h"
#include "ui/common/painting.h"
#include "ui/dialogs/dialogprompter.h"
#include "ui/transfers/transferdelegate.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace ui {
namespace {

constexpr int usualWidth = 560;
constexpr int usualHeight = 620;
constexpr quint32 readAtOnce = 1000;
constexpr qsizetype mostCopied = 100'000;

std::unique_ptr<Prompter> makePrompter(const Theme &theme, QWidget &window, bool wanted)
{
    return wanted ? std::make_unique<DialogPrompter>(theme, window) : nullptr;
}

} // namespace

FilesWindow::FilesWindow(const Theme &theme, core::Core &core, FileOpener &opener, const model::TransferId &id,
                         Prompter *prompter, QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_theme(theme)
    , m_core(core)
    , m_ownPrompter(makePrompter(theme, *this, !prompter))
    , m_commands(core.transfers(), prompter ? *prompter : *m_ownPrompter, opener)
    , m_pages(core.transfers(), id)
    , m_transfer(core.transfers().transfer(id).value_or(model::Transfer {}))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumSize(size::windowWidth, size::windowHeight / 2);
    resize(theme.px(usualWidth), theme.px(usualHeight));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(makeHead());
    m_stack = new QStackedWidget(this);
    m_list = new FileList(theme, m_pages, FileList::Boxes::None, m_stack);
    m_nothing = new TextLabel(theme, Type::Body, &Colours::text2, m_stack);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    m_nothing->setMargin(size::gap7);
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_nothing);
    m_bar = new InfoBar(theme, InfoBar::Shape::Flush, this);
    column->addWidget(m_stack, 1);
    column->addWidget(m_bar);
    column->addWidget(makeFoot());
    connectParts();
    retranslate();
    m_pages.want(0, 0);
    m_list->setFocus(Qt::MouseFocusReason);
}

FilesWindow::~FilesWindow() = default;

QWidget *FilesWindow::makeHead()
{
    auto *head = new QWidget(this);
    m_icon = new IconLabel(m_theme, QStringLiteral("folder"), size::iconTile, &Colours::accentText, head);
    m_name = new ElidedLabel(m_theme, Type::Heading, &Colours::text, head);
    m_name->setMode(Qt::ElideMiddle);
    m_sentence = new ElidedLabel(m_theme, Type::Caption, &Colours::text2, head);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(size::gap1);
    texts->addWidget(m_name);
    texts->addWidget(m_sentence);
    auto *line = new QHBoxLayout;
    line->setSpacing(size::gap4);
    line->addWidget(m_icon);
    line->addLayout(texts, 1);
    m_filter = new QWidget(head);
    m_segments = new SegmentedControl(m_filter);
    auto *filter = new QHBoxLayout(m_filter);
    filter->setContentsMargins(0, size::gap3, 0, 0);
    filter->addWidget(m_segments);
    filter->addStretch(1);
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(size::gap5, size::gap4, size::gap5, size::gap4);
    column->setSpacing(0);
    column->addLayout(line);
    column->addWidget(m_filter);
    return head;
}

QWidget *FilesWindow::makeFoot()
{
    m_foot = new QWidget(this);
    m_copy = new Button(Button::Kind::Quiet, {}, m_foot);
    m_copy->setIconName(QStringLiteral("copy"));
    m_again = new Button(Button::Kind::Primary, {}, m_foot);
    m_again->setIconName(QStringLiteral("retry"));
    auto *row = new QHBoxLayout(m_foot);
    row->setContentsMargins(size::gap5, size::gap4, size::gap5, size::gap4);
    row->setSpacing(size::gap3);
    row->addWidget(m_copy);
    row->addStretch(1);
    row->addWidget(m_again);
    return m_foot;
}

void FilesWindow::connectParts()
{
    connect(m_segments, &SegmentedControl::chosen, this,
            [this](int segment) { m_pages.setShow(static_cast<FilePages::Show>(segment)); });
    connect(&m_pages, &FilePages::changed, this, [this] {
        m_fault = {};
        showPage();
    });
    connect(&m_pages, &FilePages::failed, this, [this](const base::Error &error) {
        m_fault = error;
        showPage();
    });
    connect(m_list, &FileList::openRequested, &m_commands, &TransferCommands::open);
    connect(m_list, &FileList::showRequested, &m_commands, &TransferCommands::showInFolder);
    connect(m_copy, &Button::clicked, this, [this] { copyFailures(0, {}); });
    connect(m_again, &Button::clicked, this, [this] { m_commands.run(transfer(), TransferAction::Retry); });
    connect(m_bar, &InfoBar::triggered, m_bar, &QWidget::hide);
    connect(&m_commands, &TransferCommands::told, this, &FilesWindow::tell);
    connect(&m_core.transfers(), &transfer::TransferQueue::changed, this, &FilesWindow::onChanged);
    connect(&m_core.transfers(), &transfer::TransferQueue::removed, this, [this](const model::TransferId &id) {
        if (id == transfer())
            close();
    });
}

void FilesWindow::open(FilePages::Show which)
{
    m_segments->setCurrent(int(which));
    m_pages.setShow(which);
    if (!isVisible())
        placeInFront();
    show();
    raise();
    activateWindow();
}

// In the middle of the main window, as far as the screen has room.
void FilesWindow::placeInFront()
{
    const QWidget *main = parentWidget();
    if (!main)
        return;
    const QRect room = main->screen()->availableGeometry();
    QRect place(QPoint(), size().boundedTo(room.size()));
    place.moveCenter(main->geometry().center());
    place.moveLeft(std::clamp(place.left(), room.left(), room.right() + 1 - place.width()));
    place.moveTop(std::clamp(place.top(), room.top(), room.bottom() + 1 - place.height()));
    setGeometry(place);
}

void FilesWindow::onChanged(const model::Transfer &transfer)
{
    if (transfer.id != m_transfer.id)
        return;
    m_transfer = transfer;
    refresh();
}

void FilesWindow::retranslate()
{
    m_list->setAccessibleName(tr("Files"));
    m_segments->setAccessibleName(tr("Which files to show"));
    m_copy->setText(tr("Copy list"));
    m_again->setText(tr("Try again"));
    refresh();
    showPage();
}

void FilesWindow::refresh()
{
    const auto peer = m_core.peers().peer(m_transfer.peer);
    const TransferRowTexts texts =
        textsOf({m_transfer, peer ? peer->name : m_transfer.peer.shortText(), std::nullopt, std::nullopt});
    //: Title of a window; the name of a folder or of the first file
    setWindowTitle(tr("Files of “%1”").arg(texts.look.name));
    m_icon->setIcon(texts.look.icon, &Colours::accentText);
    m_name->setText(texts.look.name);
    m_sentence->setText(texts.state.isEmpty() ? texts.who : texts.who + QStringLiteral(" · ") + texts.state);
    const int failures = int(m_transfer.failed.size());
    m_segments->setSegments(
        {tr("All", "files"), tr("Did not arrive") + QStringLiteral("  ") + QLocale().toString(failures)});
    m_filter->setVisible(failures > 0);
    if (failures == 0 && m_pages.show() == FilePages::Show::Failed) {
        m_segments->setCurrent(0);
        m_pages.setShow(FilePages::Show::All);
    }
    m_again->setVisible(canRetry(m_transfer));
    m_foot->setVisible(failures > 0 || canRetry(m_transfer));
    m_copy->setVisible(failures > 0);
}

void FilesWindow::showPage()
{
    const bool isList = m_fault.fault == base::Fault::None && m_pages.count() > 0;
    QString text;
    if (m_fault.fault == base::Fault::Unreachable)
        text = tr("The list has not come yet, and the other computer cannot be reached.");
    else if (m_fault.fault != base::Fault::None)
        text = tr("There is no list of these files any more.");
    else if (m_pages.isReady())
        text = tr("There is nothing in it.");
    m_nothing->setText(text);
    QWidget *shown = isList ? static_cast<QWidget *>(m_list) : m_nothing;
    if (m_stack->currentWidget() == shown)
        return;
    m_stack->setCurrentWidget(shown);
    // A long list comes after its window, which has given the keyboard to something else by then.
    if (isList && !m_wasShown)
        m_list->setFocus();
    m_wasShown = m_wasShown || isList;
}

void FilesWindow::tell(const QString &sentence)
{
    m_bar->tell(InfoBar::Kind::Warning, QStringLiteral("warning"), sentence, {tr("Close")});
}

// Reads all of them, whatever is in sight, and gives the clipboard the whole at the end.
void FilesWindow::copyFailures(quint32 from, const QStringList &before)
{
    base::then(m_core.transfers().failedEntries(transfer(), from, readAtOnce), this,
               [this, from, before](const base::Result<transfer::EntryPage> &page) {
                   if (!page)
                       return tell(errorText(page.error().fault));
                   QStringList lines = before;
                   for (const transfer::EntryLine &line : page->lines)
                       lines.append(failureLine(line));
                   if (from + readAtOnce < page->total && lines.size() < mostCopied)
                       return copyFailures(from + readAtOnce, lines);
                   const qsizetype left = qsizetype(page->total) - lines.size();
                   if (left > 0)
                       //: Last line of a very long list that was copied; %1 is a number
                       lines.append(tr("… and %1 more").arg(QLocale().toString(left)));
                   QGuiApplication::clipboard()->setText(lines.join(u'\n'));
               });
}

void FilesWindow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &colours = m_theme.colours();
    painter.fillRect(rect(), colours.pane);
    const qreal line = hairline(painter);
    painter.fillRect(QRectF(0, m_stack->y() - line, width(), line), colours.border);
    if (m_foot->isVisible())
        painter.fillRect(QRectF(0, m_foot->y(), width(), line), colours.border);
}

void FilesWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void FilesWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape || event->matches(QKeySequence::Close))
        close();
    else
        QWidget::keyPressEvent(event);
}

} // namespace ui
