#include "ui/window/mainwindow.h"

#include "settings/keys.h"
#include "ui/chat/chatpane.h"
#include "ui/desktop/fileopener.h"
#include "ui/dialogs/addpersondialog.h"
#include "ui/dialogs/dialogprompter.h"
#include "ui/dialogs/firstrun.h"
#include "ui/dialogs/offerdialog.h"
#include "ui/dialogs/personfilesdialog.h"
#include "ui/dialogs/settingspage.h"
#include "ui/dialogs/verifydialog.h"
#include "ui/peers/peerpane.h"
#include "ui/transfers/transferpanel.h"
#include "ui/window/fileswindow.h"
#include "ui/window/windowstate.h"

#include <QAbstractButton>
#include <QAction>
#include <QCloseEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScreen>

namespace ui {
namespace {

const QSize usualSize(1280, 800);

std::unique_ptr<Prompter> makePrompter(const Theme &theme, QWidget &window, bool wanted)
{
    return wanted ? std::make_unique<DialogPrompter>(theme, window) : nullptr;
}

} // namespace

MainWindow::MainWindow(const Theme &theme, core::Core &core, FileOpener &opener, Prompter *prompter)
    : m_theme(theme)
    , m_core(core)
    , m_opener(opener)
    , m_ownPrompter(makePrompter(theme, *this, !prompter))
    , m_prompter(prompter ? *prompter : *m_ownPrompter)
    , m_drafts(core.settings())
    , m_peers(core, m_drafts)
    , m_people(theme, core, m_prompter)
    , m_transferCommands(core.transfers(), m_prompter, opener)
{
    setMinimumSize(size::windowWidth, size::windowHeight);
    build();
    connectPanes();
    makeActions();
    restoreState();
    retitle();
    // Nothing is marked before the keyboard is used.
    setFocusPolicy(Qt::ClickFocus);
    setFocus();
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    m_pages = new QStackedWidget(this);
    auto *all = new QHBoxLayout(this);
    all->setContentsMargins({});
    all->addWidget(m_pages);
    m_list = new PeerPane(m_theme, m_core, m_peers, m_people, m_pages);
    const ChatPaneParts parts {m_people, m_transferCommands, m_prompter, m_opener, m_drafts, m_thumbnails};
    m_chat = new ChatPane(m_theme, m_core, parts, m_pages);
    m_transfers = new TransferPanel(m_theme, m_core, m_transferCommands, m_thumbnails, m_pages);
    m_panes = new Panes(m_theme, *m_list, *m_chat, *m_transfers, m_pages);
    m_pages->addWidget(m_panes);
    setTabOrder(m_list, m_chat);
    setTabOrder(m_chat, m_transfers);
}

void MainWindow::connectPanes()
{
    connect(m_list, &PeerPane::opened, this, &MainWindow::openConversation);
    connect(m_list, &PeerPane::transfersRequested, this, &MainWindow::togglePanel);
    connect(m_list, &PeerPane::addRequested, this, &MainWindow::addPerson);
    connect(m_list, &PeerPane::settingsRequested, this, [this] { showSettings(); });
    connect(m_list, &PeerPane::networkRequested, this, [this] {
        showSettings();
        m_settings->show(SettingsPage::Section::Network);
    });
    connect(m_list, &PeerPane::showInFolderRequested, &m_opener, &FileOpener::showInFolder);
    connect(m_list, &PeerPane::quitRequested, this, &MainWindow::quit);
    connect(m_chat, &ChatPane::backRequested, m_panes, &Panes::back);
    connect(m_chat, &ChatPane::offerRequested, this, &MainWindow::showOffer);
    connect(m_transfers, &TransferPanel::closeRequested, this, [this] { m_panes->setPanelShown(false); });
    connect(m_transfers, &TransferPanel::offerRequested, this, &MainWindow::showOffer);
    connect(m_transfers, &TransferPanel::jumpRequested, this, &MainWindow::showMessage);
    const auto showCount = [this] { m_list->setTransfers(m_transfers->unfinished(), m_panes->isPanelShown()); };
    connect(m_transfers, &TransferPanel::unfinishedChanged, this, showCount);
    connect(m_panes, &Panes::panelShownChanged, this, showCount);
    connect(&m_transferCommands, &TransferCommands::listRequested, this, &MainWindow::showFiles);
    connect(&m_people, &PeerCommands::verifyRequested, this, &MainWindow::verify);
    connect(&m_people, &PeerCommands::rulesRequested, this, [this](const model::PeerId &peer) {
        (new PersonFilesDialog(m_theme, m_core, m_prompter, peer, this))->open();
    });
    connect(&m_people, &PeerCommands::filesSent, this, &MainWindow::openConversation);
    connect(&m_core, &core::Core::ready, this, &MainWindow::restoreConversation);
    connect(&m_peers, &QAbstractItemModel::dataChanged, this, &MainWindow::retitle);
}

void MainWindow::makeActions()
{
    const auto add = [this](const QKeySequence &keys, auto function) {
        auto *action = new QAction(this);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WindowShortcut);
        connect(action, &QAction::triggered, this, function);
        addAction(action);
    };
    add(Qt::CTRL | Qt::Key_K, [this] {
        m_panes->show(Panes::Pane::List);
        m_list->focusSearch();
    });
    add(Qt::CTRL | Qt::Key_N, [this] { addPerson(); });
    add(Qt::CTRL | Qt::Key_J, [this] { togglePanel(); });
    add(Qt::CTRL | Qt::Key_O, [this] { m_chat->attachFiles(); });
    add(Qt::CTRL | Qt::SHIFT | Qt::Key_O, [this] { m_chat->attachFolder(); });
    add(Qt::CTRL | Qt::Key_Comma, [this] { showSettings(Qt::ShortcutFocusReason); });
    add(Qt::ALT | Qt::Key_Up, [this] { m_list->step(-1); });
    add(Qt::ALT | Qt::Key_Down, [this] { m_list->step(1); });
    add(Qt::CTRL | Qt::Key_End, [this] { m_chat->messages().scrollToEnd(); });
    add(Qt::Key_F6, [this] { cyclePanes(1); });
    add(Qt::SHIFT | Qt::Key_F6, [this] { cyclePanes(-1); });
    add(Qt::CTRL | Qt::Key_W, [this] { close(); });
    add(Qt::CTRL | Qt::Key_Q, [this] { quit(); });
}

void MainWindow::begin()
{
    if (!m_core.settings().get(settings::keys::userName).isEmpty() || m_firstRun)
        return;
    m_firstRun = new FirstRun(m_theme, m_core, m_pages);
    m_pages->addWidget(m_firstRun);
    m_pages->setCurrentWidget(m_firstRun);
    m_firstRun->setFocus();
    connect(m_firstRun, &FirstRun::finished, this, [this] {
        m_pages->setCurrentWidget(m_panes);
        m_firstRun->deleteLater();
        m_firstRun = nullptr;
        m_list->list().setFocus();
    });
}

void MainWindow::restoreState()
{
    const WindowState state = decodeWindowState(m_core.settings().get(settings::keys::windowState));
    if (state.geometry.isEmpty() || !restoreGeometry(state.geometry)) {
        const QSize room = screen() ? screen()->availableSize() : usualSize;
        resize(usualSize.boundedTo(room * 0.9));
    }
    m_panes->restore(state);
}

void MainWindow::saveState()
{
    WindowState state {saveGeometry()};
    m_panes->store(state);
    m_core.settings().set(settings::keys::windowState, encodeWindowState(state));
}

// The conversation that was open last, unless the user was quicker.
void MainWindow::restoreConversation()
{
    if (std::exchange(m_restored, true) || !m_chat->peer().isNull())
        return;
    const auto peer = model::PeerId::fromText(m_core.settings().get(settings::keys::lastConversation));
    if (peer.isNull() || !m_core.peers().peer(peer) || m_panes->isNarrow())
        return;
    m_chat->open(peer);
    m_list->choose(peer);
    emit attentionChanged();
}

void MainWindow::openConversation(const model::PeerId &peer)
{
    if (peer.isNull() || m_firstRun)
        return;
    showConversation(peer);
    m_chat->focusComposer();
}

// The focus stays where it is as long as that can be seen.
void MainWindow::showMessage(const model::Transfer &transfer)
{
    if (m_firstRun)
        return;
    showConversation(transfer.peer);
    m_chat->messages().jumpTo(transfer.id.as<model::MessageTag>());
    if (!m_transfers->isVisible())
        m_chat->messages().setFocus();
}

void MainWindow::showConversation(const model::PeerId &peer)
{
    m_pages->setCurrentWidget(m_panes);
    m_chat->open(peer);
    m_list->choose(peer);
    m_panes->show(Panes::Pane::Chat);
    m_core.settings().set(settings::keys::lastConversation, peer.toText());
    emit attentionChanged();
}

void MainWindow::openPeer(const model::PeerId &peer, const QStringList &paths)
{
    raiseWindow();
    if (peer.isNull()) {
        if (paths.isEmpty())
            return;
        m_pages->setCurrentWidget(m_firstRun ? static_cast<QWidget *>(m_firstRun) : m_panes);
        m_panes->show(Panes::Pane::List);
        m_list->askForPerson(paths);
        m_list->focusSearch();
        return;
    }
    openConversation(peer);
    m_people.sendAfterAsking(peer, paths);
}

void MainWindow::raiseWindow()
{
    if (isMinimized())
        showNormal();
    show();
    raise();
    activateWindow();
}

void MainWindow::showOffer(const model::TransferId &id)
{
    (new OfferDialog(m_theme, m_core, m_prompter, id, this))->open();
}

void MainWindow::showTransfer(const model::TransferId &id)
{
    m_panes->show(Panes::Pane::Transfers);
    m_transfers->choose(id);
}

void MainWindow::showFiles(const model::TransferId &id, FilePages::Show show)
{
    const auto transfer = m_core.transfers().transfer(id);
    if (!transfer || !hasFileList(*transfer))
        return;
    if (transfer->direction == model::Direction::In && transfer->state == model::TransferState::Offered)
        return showOffer(id);
    const auto open = findChildren<FilesWindow *>(Qt::FindDirectChildrenOnly);
    const auto found = std::find_if(open.begin(), open.end(), [&id](auto *files) { return files->transfer() == id; });
    auto *files = found != open.end()
                      ? *found
                      : new FilesWindow(m_theme, m_core, m_opener, id, m_ownPrompter ? nullptr : &m_prompter, this);
    files->open(show);
}

void MainWindow::showSettings(Qt::FocusReason reason)
{
    if (m_firstRun)
        return;
    if (!m_settings) {
        m_settings = new SettingsPage(m_theme, m_core, m_prompter, m_pages);
        m_pages->addWidget(m_settings);
        connect(m_settings, &SettingsPage::closeRequested, this, [this] {
            m_pages->setCurrentWidget(m_panes);
            m_list->list().setFocus();
            emit attentionChanged();
        });
    }
    // Buttons have the focus only when they were reached by the keyboard.
    const bool byKeyboard = reason == Qt::ShortcutFocusReason || qobject_cast<QAbstractButton *>(focusWidget());
    m_pages->setCurrentWidget(m_settings);
    m_settings->setFocus(byKeyboard ? Qt::ShortcutFocusReason : Qt::MouseFocusReason);
    emit attentionChanged();
}

void MainWindow::addPerson()
{
    if (m_firstRun)
        return;
    auto *dialog = new AddPersonDialog(m_theme, m_core, this);
    connect(dialog, &AddPersonDialog::personFound, this, &MainWindow::openConversation);
    dialog->open();
}

void MainWindow::verify(const model::PeerId &peer)
{
    (new VerifyDialog(m_theme, m_core, peer, this))->open();
}

void MainWindow::togglePanel()
{
    if (m_firstRun)
        return;
    m_pages->setCurrentWidget(m_panes);
    const bool show = !m_panes->isPanelShown();
    m_panes->setPanelShown(show);
    m_list->setTransfers(m_transfers->unfinished(), m_panes->isPanelShown());
    if (show)
        m_transfers->list().setFocus();
}

// F6 goes round list, messages, composer and transfers, as far as they can be seen.
void MainWindow::cyclePanes(int step)
{
    QList<QWidget *> stops {&m_list->list(), &m_chat->messages(), &m_chat->composer().edit(), &m_transfers->list()};
    stops.removeIf([](const QWidget *widget) { return !widget->isVisible(); });
    if (stops.isEmpty())
        return;
    qsizetype at = -1;
    for (qsizetype i = 0; i < stops.size(); ++i) {
        if (stops[i]->hasFocus())
            at = i;
    }
    const qsizetype count = stops.size();
    const qsizetype next = at < 0 ? 0 : (at + step + count) % count;
    stops[next]->setFocus(Qt::ShortcutFocusReason);
}

model::PeerId MainWindow::attendedPeer() const
{
    const bool attends = isActiveWindow() && isVisible() && m_pages->currentWidget() == m_panes && m_chat->isVisible();
    return attends ? m_chat->peer() : model::PeerId();
}

void MainWindow::retitle()
{
    const int count = unread();
    //: Title of the window: unread messages, name of the program
    setWindowTitle(count > 0 ? tr("(%1) Landline").arg(count) : tr("Landline"));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    event->ignore();
    if (!m_trayPresent)
        return quit();
    hide();
    emit hiddenToTray();
}

// Transfers go on at the next start; still, who sees them running should know.
void MainWindow::quit()
{
    const QList<model::Transfer> all = m_core.transfers().transfers();
    const auto isRunning = [](const model::Transfer &transfer) {
        return transfer.state == model::TransferState::Running;
    };
    if (std::none_of(all.begin(), all.end(), isRunning)) {
        emit quitRequested();
        return;
    }
    raiseWindow();
    const Question question {tr("Quit while files are moving?"),
                             tr("They stop now and carry on when Landline runs again on both computers."),
                             {tr("Keep running"), tr("Quit")},
                             Question::Weight::Normal,
                             {}};
    m_prompter.ask(question, this, [this](int answer, bool) {
        if (answer == 1)
            emit quitRequested();
    });
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_pages->currentWidget() == m_panes && m_panes->canGoBack())
        m_panes->back();
    else
        QWidget::keyPressEvent(event);
}

void MainWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retitle();
    if (event->type() == QEvent::ActivationChange || event->type() == QEvent::WindowStateChange)
        emit attentionChanged();
    QWidget::changeEvent(event);
}

void MainWindow::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    emit attentionChanged();
}

void MainWindow::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    emit attentionChanged();
}

} // namespace ui
