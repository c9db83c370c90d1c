#include "ui/common/badge.h"

#include "ui/common/iconset.h"
#include "ui/common/painting.h"
#include "ui/common/theme.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>
#include <QStyle>

namespace ui {
namespace {

constexpr int paddingStart = 5;
constexpr int paddingEnd = 7;
constexpr int iconGap = 4;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::Badge)
};

} // namespace

BadgeLook trustBadge(const model::Peer &peer)
{
    if (peer.trust == model::Trust::Blocked)
        return {Words::tr("Blocked"), QStringLiteral("block")};
    if (peer.nameTaken)
        //: somebody else had this name first
        return {Words::tr("Same name, other key"), QStringLiteral("shield-warning"), &Colours::dangerSoft, &Colours::danger};
    if (peer.trust == model::Trust::Verified)
        return {Words::tr("Verified"), QStringLiteral("shield-check"), &Colours::successSoft, &Colours::success};
    if (peer.capabilities.testFlag(model::Capability::Encrypted))
        return {Words::tr("Encrypted"), QStringLiteral("lock"), &Colours::accentSoft, &Colours::accentText};
    return {Words::tr("Not encrypted"), QStringLiteral("lock-open"), &Colours::warningSoft, &Colours::warning};
}

QSize badgeSize(const Theme &theme, const BadgeLook &look)
{
    const QFontMetrics metrics(theme.font(Type::Count));
    int width = paddingStart + paddingEnd + metrics.horizontalAdvance(look.text);
    if (!look.icon.isEmpty())
        width += theme.px(size::badgeIcon) + iconGap;
    return {width, theme.px(size::badge)};
}

void paintBadge(QPainter &painter, const Theme &theme, const QRect &rect, const BadgeLook &look,
                Qt::LayoutDirection direction)
{
    fillRound(painter, rect, size::radiusBadge, theme.colour(look.ground));
    const QColor ink = theme.colour(look.ink);
    QRect text = rect.adjusted(paddingStart, 0, -paddingEnd, 0);
    if (!look.icon.isEmpty()) {
        const int side = theme.px(size::badgeIcon);
        const QRect icon(rect.left() + paddingStart, rect.top() + (rect.height() - side) / 2, side, side);
        theme.icons().paint(painter, QStyle::visualRect(direction, rect, icon), look.icon, ink, direction);
        text.setLeft(icon.right() + 1 + iconGap);
    }
    painter.setFont(theme.font(Type::Count));
    painter.setPen(ink);
    painter.drawText(QStyle::visualRect(direction, rect, text),
                     int(QStyle::visualAlignment(direction, Qt::AlignLeft) | Qt::AlignVCenter), look.text);
}

QSize countSize(const Theme &theme, const QString &text)
{
    const int height = theme.px(size::count);
    const int width = QFontMetrics(theme.font(Type::Count)).horizontalAdvance(text) + 12;
    return {std::max(height, width), height};
}

void paintCount(QPainter &painter, const Theme &theme, const QRect &rect, const QString &text, bool muted)
{
    const Colours &colours = theme.colours();
    fillRound(painter, rect, rect.height() / 2.0, muted ? colours.sunken : colours.tone);
    if (muted)
        strokeRound(painter, rect, rect.height() / 2.0, colours.border, hairline(painter));
    painter.setFont(theme.font(Type::Count));
    painter.setPen(muted ? colours.text2 : colours.onTone);
    painter.drawText(rect, Qt::AlignCenter, text);
}

Badge::Badge(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void Badge::setLook(const BadgeLook &look)
{
    if (look == m_look)
        return;
    m_look = look;
    setVisible(!look.text.isEmpty());
    setAccessibleName(look.text);
    updateGeometry();
    update();
}

QSize Badge::sizeHint() const
{
    return badgeSize(m_theme, m_look);
}

void Badge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintBadge(painter, m_theme, rect(), m_look, layoutDirection());
}

} // namespace ui
