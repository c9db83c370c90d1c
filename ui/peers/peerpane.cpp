#include "ui/peers/peerpane.h"

#include "settings/keys.h"
#include "ui/common/emptystate.h"
#include "ui/common/linetext.h"
#include "ui/peers/linebar.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QStackedWidget>

namespace ui {
namespace {

using namespace std::chrono_literals;

constexpr int ownAvatar = 36;
constexpr auto lonelyAfter = 10s;

} // namespace

PeerPane::PeerPane(const Theme &theme, core::Core &core, PeerModel &model, PeerCommands &commands, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_core(core)
    , m_model(model)
    , m_commands(commands)
    , m_filter(model)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    m_bar = new LineBar(theme, core, this);
    m_picking = new InfoBar(theme, InfoBar::Shape::Flush, this);
    m_pages = new QStackedWidget(this);
    m_list = new PeerList(theme, m_filter, core.clock(), m_pages);
    m_empty = new EmptyState(theme, QStringLiteral("ill-searching"), m_pages);
    m_line = new LineStrip(theme, this);
    m_pages->addWidget(m_list);
    m_pages->addWidget(m_empty);
    column->addWidget(makeHeader());
    column->addWidget(makeSearch());
    column->addWidget(m_bar);
    column->addWidget(m_picking);
    column->addWidget(m_pages, 1);
    column->addWidget(m_line);
    m_lonely.setSingleShot(true);
    m_lonely.setInterval(lonelyAfter);
    connect(&m_lonely, &QTimer::timeout, this, &PeerPane::refreshEmpty);
    m_lonely.start();

    connect(&core, &core::Core::ready, this, &PeerPane::refreshSelf);
    connect(&core, &core::Core::lineChanged, this, &PeerPane::refreshLine);
    core.settings().onChange(settings::keys::userName, this, [this] { refreshSelf(); });
    connect(m_line, &LineStrip::clicked, this, &PeerPane::networkRequested);
    connect(m_empty, &EmptyState::triggered, this, &PeerPane::emptyAction);
    connect(m_bar, &LineBar::showInFolderRequested, this, &PeerPane::showInFolderRequested);
    connect(m_bar, &LineBar::quitRequested, this, &PeerPane::quitRequested);
    connect(m_picking, &InfoBar::triggered, this, [this] { askForPerson({}); });
    connectList();
    QWidget *before = m_transfers;
    const QList<QWidget *> order {m_add, m_settings, m_search, m_bar, m_picking, m_list, m_empty, m_line};
    for (QWidget *next : order) {
        setTabOrder(before, next);
        before = next;
    }
    retranslate();
}

PeerPane::~PeerPane() = default;

InfoBar &PeerPane::bar()
{
    return *m_bar;
}

QWidget *PeerPane::makeHeader()
{
    auto *header = new QWidget(this);
    header->setFixedHeight(m_theme.px(size::header));
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(size::gap4, 0, size::gap3, 0); // the avatar keeps 2 around itself
    row->setSpacing(size::gap3);
    m_avatar = new AvatarView(m_theme, ownAvatar, &Colours::pane, header);
    m_name = new ElidedLabel(m_theme, Type::Heading, &Colours::text, header);
    m_state = new TextLabel(m_theme, Type::Caption, &Colours::text2, header);
    auto *lines = new QVBoxLayout;
    lines->setSpacing(0);
    lines->addStretch(1);
    lines->addWidget(m_name);
    lines->addWidget(m_state);
    lines->addStretch(1);
    m_transfers = new IconButton(QStringLiteral("transfers"), {}, header);
    m_add = new IconButton(QStringLiteral("add-person"), {}, header);
    m_settings = new IconButton(QStringLiteral("settings"), {}, header);
    m_transfers->setCheckable(true);
    auto *icons = new QHBoxLayout;
    icons->setSpacing(0);
    for (IconButton *button : {m_transfers, m_add, m_settings})
        icons->addWidget(button);
    row->addWidget(m_avatar);
    row->addLayout(lines, 1);
    row->addLayout(icons);
    connect(m_transfers, &IconButton::toggled, this, &PeerPane::transfersRequested); // by a click or an assistive tool
    connect(m_add, &IconButton::clicked, this, &PeerPane::addRequested);
    connect(m_settings, &IconButton::clicked, this, &PeerPane::settingsRequested);
    connect(&m_theme, &Theme::changed, header, [this, header] { header->setFixedHeight(m_theme.px(size::header)); });
    return header;
}

QWidget *PeerPane::makeSearch()
{
    auto *area = new QWidget(this);
    auto *row = new QHBoxLayout(area);
    row->setContentsMargins(size::gap4, 0, size::gap4, size::gap3);
    m_search = new SearchField(m_theme, area);
    m_search->installEventFilter(this);
    row->addWidget(m_search);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter.setSearch(text);
        refreshEmpty();
    });
    return area;
}

void PeerPane::connectList()
{
    connect(m_list, &PeerList::opened, this, &PeerPane::openPeer);
    connect(m_list, &PeerList::inSightChanged, this, &PeerPane::setInSight);
    connect(m_list, &PeerList::filesDropped, &m_commands, &PeerCommands::send);
    connect(m_list, &PeerList::menuRequested, this, [this](const model::PeerId &peer, const QPoint &position) {
        m_commands.makeMenu(peer, this)->popup(position);
    });
    const auto watch = [this](auto signal) {
        connect(&m_model, signal, this, [this] {
            refreshEmpty();
            refreshLine();
        });
    };
    watch(&QAbstractItemModel::rowsInserted);
    watch(&QAbstractItemModel::rowsRemoved);
    watch(&QAbstractItemModel::modelReset);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &PeerPane::refreshLine);
}

void PeerPane::retranslate()
{
    m_search->setPlaceholderText(tr("Search people"));
    m_search->setAccessibleName(tr("Search people"));
    m_list->setAccessibleName(tr("People"));
    m_add->setName(tr("Add a person"));
    m_settings->setName(tr("Settings"));
    setTransfers(m_transfers->count(), m_transfers->isChecked());
    refreshSelf();
    refreshLine();
    refreshEmpty();
    askForPerson(m_waitingFiles);
}

void PeerPane::refreshSelf()
{
    m_name->setText(m_core.ownName());
    m_avatar->setPerson(m_core.self(), m_core.ownName(),
                        m_core.isReady() ? PresenceMark::Online : PresenceMark::Offline);
    m_state->setText(m_core.isReady() ? tr("Online") : tr("Starting"));
}

void PeerPane::refreshLine()
{
    m_line->tell(m_core.line(), m_model.reachable());
}

bool PeerPane::isSearching() const
{
    return !m_filter.search().isEmpty();
}

void PeerPane::refreshEmpty()
{
    const bool isEmpty = m_filter.rowCount() == 0;
    m_pages->setCurrentWidget(isEmpty ? static_cast<QWidget *>(m_empty) : m_list);
    if (!isEmpty)
        return;
    if (isSearching()) {
        m_empty->setPicture(QStringLiteral("ill-nothing"));
        m_empty->setTexts(tr("Nobody called “%1” here").arg(m_filter.search()), tr("Try another name, or add them."));
        m_empty->setActions({tr("Add by address")}, {QStringLiteral("network")}, false);
        return;
    }
    const QStringList networks = m_core.line().networks;
    m_empty->setPicture(QStringLiteral("ill-searching"));
    m_empty->setTexts(tr("Looking for people"), networks.isEmpty()
                                                    ? tr("No network is up yet.")
                                                    : tr("Calling on %n network(s): %1", nullptr, int(networks.size()))
                                                          .arg(QLocale().createSeparatedList(networks)));
    if (m_lonely.isActive())
        m_empty->setActions({}, {}, false);
    else
        m_empty->setActions({tr("Add by address"), tr("Copy my address")},
                            {QStringLiteral("network"), QStringLiteral("copy")}, false);
}

void PeerPane::emptyAction(int action)
{
    if (isSearching() || action == 0) {
        emit addRequested();
        return;
    }
    QGuiApplication::clipboard()->setText(inviteText(m_core.line()));
}

void PeerPane::openPeer(const model::PeerId &peer)
{
    const QStringList files = m_waitingFiles;
    askForPerson({});
    emit opened(peer);
    m_commands.sendAfterAsking(peer, files);
}

void PeerPane::askForPerson(const QStringList &paths)
{
    m_waitingFiles = paths;
    if (paths.isEmpty()) {
        m_picking->hide();
        return;
    }
    m_picking->tell(InfoBar::Kind::Information, QStringLiteral("attach"),
                    tr("Choose who gets %n file(s).", nullptr, int(paths.size())), {tr("Cancel")});
    m_picking->show();
}

// People in sight have their presence kept true.
void PeerPane::setInSight(const QSet<model::PeerId> &peers)
{
    for (const model::PeerId &peer : m_inSight - peers)
        m_core.gateways().setInterest(peer, gateway::Reason::OnScreen, false);
    for (const model::PeerId &peer : peers - m_inSight)
        m_core.gateways().setInterest(peer, gateway::Reason::OnScreen, true);
    m_inSight = peers;
}

void PeerPane::setTransfers(int unfinished, bool panelShown)
{
    m_transfers->setCount(unfinished);
    const QSignalBlocker notByTheUser(m_transfers);
    m_transfers->setChecked(panelShown);
    m_transfers->setName(unfinished > 0 ? tr("Transfers, %n not finished", nullptr, unfinished) : tr("Transfers"));
}

void PeerPane::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void PeerPane::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && isSearching())
        m_search->clear();
    else
        QWidget::keyPressEvent(event);
}

// Down leads from the search into its results, Enter opens the first of them.
bool PeerPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_search || event->type() != QEvent::KeyPress || m_filter.rowCount() == 0)
        return QWidget::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Down: m_list->focusItem(std::max(m_list->currentItem(), 0)); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        m_list->pressItem(0);
        m_search->clear();
        return true;
    default: return QWidget::eventFilter(watched, event);
    }
}

void PeerPane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colours().pane);
}

void PeerPane::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace ui
