#include "ui/common/avatar.h"

#include "ui/common/formats.h"
#include "ui/common/painting.h"
#include "ui/common/theme.h"

#include <QPainter>
#include <QPainterPath>

namespace ui {
namespace {

// The first character as a reader counts them, surrogate pairs whole.
QString firstOf(const QString &word)
{
    const int units = !word.isEmpty() && word.at(0).isHighSurrogate() && word.size() > 1 ? 2 : 1;
    return word.left(units).toUpper();
}

// Of two-character names all, of longer ones the given name, which comes last.
QString cjkInitials(const QString &name)
{
    QString letters;
    for (const QChar character : name) {
        if (character.isLetter())
            letters.append(character);
        else if (!letters.isEmpty() && !character.isSpace())
            break; // what follows brackets or a dot is a department
    }
    return letters.right(2);
}

QStringList wordsOf(const QString &name)
{
    QStringList words;
    for (const QString &word : name.split(u' ', Qt::SkipEmptyParts)) {
        if (word.at(0).isLetterOrNumber() || word.at(0).isHighSurrogate())
            words.append(word);
    }
    return words;
}

void paintAway(QPainter &painter, const QPointF &centre, qreal radius, const QColor &ink, const QColor &ground)
{
    painter.setBrush(ink);
    painter.drawEllipse(centre, radius, radius);
    const QPointF bite = centre - QPointF(radius * 0.36, radius * 0.36);
    painter.setBrush(ground);
    painter.drawEllipse(bite, radius * 0.74, radius * 0.74);
}

void paintArcs(QPainter &painter, const QPointF &centre, qreal unit, const QColor &ink)
{
    painter.setBrush(ink);
    painter.drawEllipse(centre, 1.3 * unit, 1.3 * unit);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(ink, 1.9 * unit, Qt::SolidLine, Qt::RoundCap));
    const qreal radius = 4.4 * unit;
    const QRectF circle(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius);
    painter.drawArc(circle, 135 * 16, 90 * 16);
    painter.drawArc(circle, -45 * 16, 90 * 16);
}

} // namespace

PresenceMark presenceOf(const model::Peer &peer)
{
    if (peer.trust == model::Trust::Blocked || peer.reach == model::Reach::Gone)
        return PresenceMark::Offline;
    if (peer.reach == model::Reach::Heard)
        return PresenceMark::Unreachable;
    switch (peer.presence) {
    case model::Presence::Here: return PresenceMark::Online;
    case model::Presence::Away: return PresenceMark::Away;
    case model::Presence::Busy: return PresenceMark::Busy;
    }
    return PresenceMark::Offline;
}

QColor presenceColour(const Colours &colours, PresenceMark mark)
{
    switch (mark) {
    case PresenceMark::Online: return colours.online;
    case PresenceMark::Away: return colours.away;
    case PresenceMark::Busy: return colours.busy;
    case PresenceMark::Unreachable: return colours.unreachable;
    case PresenceMark::Offline: return colours.offline;
    }
    return {};
}

QString initialsOf(const QString &name)
{
    const QString plain = name.simplified();
    if (hasCjk(plain))
        return cjkInitials(plain);
    const QStringList words = wordsOf(plain);
    if (words.isEmpty())
        return firstOf(plain);
    return words.size() == 1 ? firstOf(words.first()) : firstOf(words.first()) + firstOf(words.last());
}

int hueOf(const model::PeerId &peer)
{
    return peer.isNull() ? 7 : uchar(peer.key().at(0)) % avatarHues;
}

QColor avatarColour(const model::PeerId &peer)
{
    return avatarColour(hueOf(peer));
}

QColor nameColour(const model::PeerId &peer, bool dark)
{
    return dark ? mixed(avatarColour(peer), Qt::white, 0.45) : avatarColour(peer);
}

void paintAvatar(QPainter &painter, const Theme &theme, const QRectF &circle, const AvatarLook &look)
{
    fillRound(painter, circle, circle.width() / 2, avatarColour(look.peer));
    QFont font = theme.font(Type::Name);
    const qreal pointsPerPixel = font.pointSizeF() / (13 * theme.scale());
    font.setPointSizeF(circle.width() * 0.36 * pointsPerPixel);
    painter.setFont(font);
    painter.setPen(Qt::white);
    painter.drawText(circle, Qt::AlignCenter, initialsOf(look.name));
    if (!look.presence)
        return;
    const qreal side = theme.px(circle.width() >= theme.px(41) ? size::presence : size::presenceSmall);
    const bool mirrored = painter.layoutDirection() == Qt::RightToLeft;
    const QPointF corner(mirrored ? circle.left() - 2 : circle.right() + 2 - side, circle.bottom() + 2 - side);
    paintPresence(painter, theme.colours(), QRectF(corner, QSizeF(side, side)), *look.presence, look.ground);
}

void paintPresence(QPainter &painter, const Colours &colours, const QRectF &rect, PresenceMark mark,
                   const QColor &ground)
{
    const qreal half = rect.width() / 2;
    const qreal unit = rect.width() / 15;
    const QPointF centre = rect.center();
    const QColor ink = presenceColour(colours, mark);
    fillRound(painter, rect, half, ground);
    const qreal radius = half - 2.2 * unit;
    painter.setPen(Qt::NoPen);
    switch (mark) {
    case PresenceMark::Online: fillRound(painter, QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius),
                                         radius, ink);
        break;
    case PresenceMark::Away: paintAway(painter, centre, radius, ink, ground); break;
    case PresenceMark::Busy:
        painter.setBrush(ink);
        painter.drawEllipse(centre, radius, radius);
        fillRound(painter, QRectF(centre.x() - 2.6 * unit, centre.y() - 0.95 * unit, 5.2 * unit, 1.9 * unit),
                  0.95 * unit, ground);
        break;
    case PresenceMark::Unreachable: paintArcs(painter, centre, unit, ink); break;
    case PresenceMark::Offline:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(ink, 1.9 * unit));
        painter.drawEllipse(centre, half - 3.2 * unit, half - 3.2 * unit);
        break;
    }
}

AvatarView::AvatarView(const Theme &theme, int diameter, Role ground, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_diameter(diameter)
    , m_ground(ground)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void AvatarView::setPerson(const model::PeerId &peer, const QString &name, std::optional<PresenceMark> presence)
{
    m_look.peer = peer;
    m_look.name = name;
    m_look.presence = presence;
    setAccessibleName(name);
    update();
}

QSize AvatarView::sizeHint() const
{
    // The mark stands out by 2 at the bottom end corner.
    const int side = m_theme.px(m_diameter) + 4;
    return {side, side};
}

void AvatarView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    m_look.ground = m_theme.colour(m_ground);
    const int side = m_theme.px(m_diameter);
    paintAvatar(painter, m_theme, QRectF((width() - side) / 2.0, (height() - side) / 2.0, side, side), m_look);
}

} // namespace ui
