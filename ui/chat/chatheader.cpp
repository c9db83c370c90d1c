#include "ui/chat/chatheader.h"

#include "ui/common/formats.h"
#include "ui/common/painting.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace ui {
namespace {

using namespace std::chrono_literals;

constexpr int avatarSide = 38;
constexpr auto agesEvery = 10s;
constexpr qint64 longestHeard = 120; // seconds; after that it is no news

} // namespace

ChatHeader::ChatHeader(const Theme &theme, core::Core &core, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_core(core)
    , m_back(new IconButton(QStringLiteral("back"), {}, this))
    , m_avatar(new AvatarView(theme, avatarSide, &Colours::pane, this))
    , m_name(new ElidedLabel(theme, Type::Heading, &Colours::text, this))
    , m_badge(new Badge(theme, this))
    , m_mark(new IconLabel(theme, QStringLiteral("lock"), 15, &Colours::text2, this))
    , m_status(new ElidedLabel(theme, Type::Caption, &Colours::text2, this))
    , m_verify(new IconButton(QStringLiteral("verify"), {}, this))
    , m_more(new IconButton(QStringLiteral("more"), {}, this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(size::gap5 - 2, 0, size::gap3, 0); // the avatar keeps 2 around itself
    row->setSpacing(size::gap4 - 2);
    auto *first = new QHBoxLayout;
    first->setSpacing(7);
    first->addWidget(m_name);
    first->addWidget(m_badge);
    first->addWidget(m_mark);
    first->addStretch(1);
    auto *lines = new QVBoxLayout;
    lines->setSpacing(0);
    lines->addStretch(1);
    lines->addLayout(first);
    lines->addWidget(m_status);
    lines->addStretch(1);
    auto *icons = new QHBoxLayout;
    icons->setSpacing(0);
    icons->addWidget(m_verify);
    icons->addWidget(m_more);
    row->addWidget(m_back);
    row->addWidget(m_avatar);
    row->addLayout(lines, 1);
    row->addLayout(icons);
    m_back->hide();
    m_mark->hide();
    m_refresh.setInterval(agesEvery); // ticks: "heard 4 s ago" grows by itself
    connect(&m_refresh, &QTimer::timeout, this, &ChatHeader::refresh);
    connect(m_back, &IconButton::clicked, this, &ChatHeader::backRequested);
    connect(m_verify, &IconButton::clicked, this, &ChatHeader::verifyRequested);
    connect(m_more, &IconButton::clicked, this,
            [this] { emit menuRequested(m_more->mapToGlobal(QPoint(0, m_more->height()))); });
    connect(&core.peers(), &peers::PeerDirectory::peerChanged, this, [this](const model::Peer &peer) {
        if (peer.id == m_peer)
            refresh();
    });
    connect(&theme, &Theme::changed, this, [this] { setFixedHeight(m_theme.px(size::header)); });
    setFixedHeight(theme.px(size::header));
    retranslate();
}

void ChatHeader::setPeer(const model::PeerId &peer)
{
    m_peer = peer;
    if (peer.isNull())
        m_refresh.stop();
    else
        m_refresh.start();
    refresh();
}

void ChatHeader::setNarrow(bool narrow)
{
    m_narrow = narrow;
    m_back->setVisible(narrow);
    layout()->setContentsMargins(narrow ? size::gap2 : size::gap5 - 2, 0, narrow ? size::gap2 : size::gap3, 0);
    layout()->setSpacing(narrow ? size::gap3 : size::gap4 - 2);
    refresh();
}

QString ChatHeader::statusLine(const model::Peer &peer) const
{
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(m_core.clock().wallMs());
    QString line = formats::presence(peer, now);
    const qint64 seconds = (m_core.clock().wallMs() - peer.lastSeenMs) / 1000;
    if (peer.reach == model::Reach::Linked)
        line += QStringLiteral(" · ") + tr("the line is open");
    else if (peer.reach == model::Reach::Online && seconds >= 0 && seconds < longestHeard)
        line += QStringLiteral(" · ")
                + (seconds < 2 ? tr("heard just now") : tr("heard %1 s ago").arg(QLocale().toString(seconds)));
    if (peer.nameTaken)
        line += QStringLiteral(" · ") + tr("id %1").arg(peer.id.shortText());
    return line;
}

void ChatHeader::showTrust(const BadgeLook &look)
{
    m_mark->setIcon(look.icon, look.ink);
    m_mark->setVisible(m_narrow && !look.icon.isEmpty());
    m_mark->setAccessibleName(look.text);
    m_mark->setToolTip(look.text.toHtmlEscaped());
    m_badge->setAccessibleName(look.text);
    m_badge->setLook(m_narrow ? BadgeLook() : look);
}

void ChatHeader::refresh()
{
    const auto peer = m_core.peers().peer(m_peer);
    if (!peer)
        return;
    m_avatar->setPerson(peer->id, peer->name, presenceOf(*peer));
    m_name->setText(peer->name);
    showTrust(trustBadge(*peer));
    m_status->setText(statusLine(*peer));
    const bool isProved = peer->trust == model::Trust::Unverified || peer->trust == model::Trust::Verified;
    m_verify->setVisible(isProved && peer->id.network() == model::Network::Landline);
    m_verify->setName(peer->trust == model::Trust::Verified ? tr("Show the safety code") : tr("Verify this person"));
}

void ChatHeader::retranslate()
{
    m_back->setName(tr("Back to the list"));
    m_more->setName(tr("More about this conversation"));
    refresh();
}

void ChatHeader::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.colours().pane);
    const qreal line = hairline(painter);
    painter.fillRect(QRectF(0, height() - line, width(), line), m_theme.colours().border);
}

void ChatHeader::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace ui
