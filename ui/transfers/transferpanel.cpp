#include "ui/transfers/transferpanel.h"

#include "ui/common/emptystate.h"
#include "ui/common/formats.h"
#include "ui/common/painting.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QStackedWidget>

namespace ui {
namespace {

// Neither over, nor paused, nor a question to the user.
bool canPause(const model::Transfer &transfer)
{
    const bool asks = transfer.state == model::TransferState::Offered && transfer.direction == model::Direction::In;
    return !transfer.isOver() && !asks && transfer.state != model::TransferState::Paused;
}

} // namespace

TransferPanel::TransferPanel(const Theme &theme, core::Core &core, TransferCommands &commands, Thumbnails &thumbnails,
                             QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_queue(core.transfers())
    , m_commands(commands)
    , m_model(core.transfers(), core.peers(), core.clock())
    , m_filter(m_model)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(makeHeader());
    column->addWidget(makeSegments());
    m_pages = new QStackedWidget(this);
    m_list = new TransferList(theme, m_filter, core.transfers(), thumbnails, m_pages);
    m_empty = new EmptyState(theme, QStringLiteral("ill-transfers"), m_pages);
    m_pages->addWidget(m_list);
    m_pages->addWidget(m_empty);
    column->addWidget(m_pages, 1);
    column->addWidget(makeFooter());

    connect(m_list, &TransferList::actionRequested, &commands, &TransferCommands::run);
    connect(m_list, &TransferList::jumpRequested, this, &TransferPanel::jump);
    connect(m_list, &TransferList::openRequested, this, &TransferPanel::open);
    connect(m_list, &TransferList::moveRequested, &m_queue, &transfer::TransferQueue::moveTo);
    // Once for many changes.
    m_refresh.setSingleShot(true);
    connect(&m_refresh, &QTimer::timeout, this, &TransferPanel::refresh);
    const auto watch = [this](auto signal) { connect(&m_model, signal, &m_refresh, qOverload<>(&QTimer::start)); };
    watch(&QAbstractItemModel::rowsInserted);
    watch(&QAbstractItemModel::rowsRemoved);
    watch(&QAbstractItemModel::dataChanged);
    watch(&QAbstractItemModel::modelReset);
    retranslate();
}

QWidget *TransferPanel::makeHeader()
{
    auto *header = new QWidget(this);
    m_header = header;
    header->setFixedHeight(m_theme.px(size::header));
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(size::gap5, 0, size::gap3, 0);
    row->setSpacing(size::gap3);
    m_back = new IconButton(QStringLiteral("back"), {}, header);
    m_title = new TextLabel(m_theme, Type::Heading, &Colours::text, header);
    m_speedArea = new QWidget(header);
    auto *speedRow = new QHBoxLayout(m_speedArea);
    speedRow->setContentsMargins({});
    speedRow->setSpacing(5);
    m_speed = new TextLabel(m_theme, Type::Caption, &Colours::text2, m_speedArea);
    m_speedIcon = new IconLabel(m_theme, QStringLiteral("speed"), size::iconSmall, &Colours::text2, m_speedArea);
    speedRow->addWidget(m_speedIcon);
    speedRow->addWidget(m_speed);
    m_pauseAll = new IconButton(QStringLiteral("pause"), {}, header);
    m_resumeAll = new IconButton(QStringLiteral("play"), {}, header);
    m_close = new IconButton(QStringLiteral("close"), {}, header);
    row->addWidget(m_back);
    row->addWidget(m_title, 1);
    row->addWidget(m_speedArea);
    row->addWidget(m_resumeAll);
    row->addWidget(m_pauseAll);
    row->addWidget(m_close);
    m_back->hide();
    connect(m_back, &IconButton::clicked, this, &TransferPanel::closeRequested);
    connect(m_close, &IconButton::clicked, this, &TransferPanel::closeRequested);
    connect(m_pauseAll, &IconButton::clicked, this, &TransferPanel::pauseAll);
    connect(m_resumeAll, &IconButton::clicked, this, &TransferPanel::resumeAll);
    connect(&m_theme, &Theme::changed, header, [this, header] { header->setFixedHeight(m_theme.px(size::header)); });
    return header;
}

QWidget *TransferPanel::makeSegments()
{
    auto *area = new QWidget(this);
    auto *row = new QHBoxLayout(area);
    row->setContentsMargins(14, 10, 14, 6);
    m_segments = new SegmentedControl(area);
    row->addWidget(m_segments);
    row->addStretch(1);
    connect(m_segments, &SegmentedControl::chosen, this, [this](int segment) {
        m_filter.setShow(static_cast<TransferFilter::Show>(segment));
        refresh();
    });
    return area;
}

QWidget *TransferPanel::makeFooter()
{
    m_footer = new QWidget(this);
    auto *row = new QHBoxLayout(m_footer);
    row->setContentsMargins(10, 6, 10, 6);
    m_clear = new Button(Button::Kind::Text, {}, m_footer);
    m_clear->setSize(Button::Size::Small);
    row->addStretch(1);
    row->addWidget(m_clear);
    connect(m_clear, &Button::clicked, &m_commands, &TransferCommands::clearFinished);
    return m_footer;
}

void TransferPanel::setAlone(bool alone)
{
    m_back->setVisible(alone);
    m_close->setVisible(!alone);
    m_header->layout()->setContentsMargins(alone ? size::gap2 : size::gap5, 0, size::gap3, 0);
}

void TransferPanel::choose(const model::TransferId &id)
{
    m_segments->setCurrent(0);
    m_filter.setShow(TransferFilter::Show::All);
    m_list->choose(id);
}

void TransferPanel::retranslate()
{
    m_title->setText(tr("Transfers"));
    m_back->setName(tr("Back"));
    m_close->setName(tr("Close the transfers"));
    m_pauseAll->setName(tr("Pause all"));
    m_resumeAll->setName(tr("Resume all"));
    m_clear->setText(tr("Clear finished"));
    m_segments->setAccessibleName(tr("Which transfers to show"));
    m_list->setAccessibleName(tr("Transfers"));
    m_empty->setTexts(tr("Nothing is moving"),
                      tr("Drop files or folders on a conversation or a name. If the line drops, they carry on."));
    refresh();
}

void TransferPanel::refresh()
{
    const int unfinished = m_model.unfinished();
    const int running = m_model.running();
    // The number follows where there are any.
    const auto counted = [](const QString &text, int count) {
        return count > 0 ? text + QStringLiteral("  ") + QLocale().toString(count) : text;
    };
    //: Filters of the transfers panel
    m_segments->setSegments({tr("All", "transfers"), counted(tr("Running"), running),
                             counted(tr("Waiting", "transfers"), unfinished - running), tr("Done", "transfers")});
    m_segments->setVisible(m_model.rowCount() > 0);
    m_pages->setCurrentWidget(m_filter.rowCount() > 0 ? static_cast<QWidget *>(m_list) : m_empty);
    const bool showsDone = m_segments->current() == 0 || m_segments->current() == int(TransferFilter::Show::Done);
    m_footer->setVisible(showsDone && isAny(isSettled));
    refreshHeader();
    emit unfinishedChanged(unfinished);
}

void TransferPanel::refreshHeader()
{
    const quint64 speed = m_queue.bytesPerSecond();
    const bool isPaused = m_queue.isEverythingPaused();
    const bool mayPause = isAny(canPause);
    m_speedIcon->setVisible(speed > 0);
    m_speed->setText(speed > 0 ? formats::speed(speed) : tr("All paused"));
    m_speedArea->setVisible(speed > 0 || (isPaused && !mayPause));
    // Both, when something came after the rest was paused.
    m_pauseAll->setVisible(mayPause);
    m_resumeAll->setVisible(isPaused);
}

bool TransferPanel::isAny(bool (*matches)(const model::Transfer &)) const
{
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (matches(m_model.at(row).transfer))
            return true;
    }
    return false;
}

void TransferPanel::pauseAll()
{
    const bool hadFocus = m_pauseAll->hasFocus();
    m_queue.pauseEverything();
    refresh();
    if (hadFocus && m_resumeAll->isVisible())
        m_resumeAll->setFocus();
}

void TransferPanel::resumeAll()
{
    const bool hadFocus = m_resumeAll->hasFocus();
    m_queue.resumeEverything();
    refresh();
    if (hadFocus && m_pauseAll->isVisible())
        m_pauseAll->setFocus();
}

void TransferPanel::jump(const model::TransferId &id)
{
    if (const auto transfer = m_queue.transfer(id))
        emit jumpRequested(*transfer);
}

void TransferPanel::open(const model::TransferId &id)
{
    const auto transfer = m_queue.transfer(id);
    if (!transfer || transfer->direction != model::Direction::In)
        return;
    if (transfer->state == model::TransferState::Offered)
        emit offerRequested(id);
    else if (transfer->state == model::TransferState::Done)
        m_commands.run(id, TransferAction::Open);
}

void TransferPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &colours = m_theme.colours();
    painter.fillRect(rect(), colours.pane);
    const qreal line = hairline(painter);
    painter.fillRect(QRectF(0, m_theme.px(size::header) - line, width(), line), colours.border);
    if (m_footer->isVisible())
        painter.fillRect(QRectF(0, m_footer->y(), width(), line), colours.border);
}

void TransferPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace ui
