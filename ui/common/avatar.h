#pragma once

#include "model/peer.h"
#include "ui/common/tokens.h"

#include <QPointer>
#include <QWidget>

#include <optional>

namespace ui {

class Theme;

// How a person's presence is drawn: every one has a shape of its own.
enum class PresenceMark { Online, Away, Busy, Unreachable, Offline };

[[nodiscard]] PresenceMark presenceOf(const model::Peer &peer);
[[nodiscard]] QColor presenceColour(const Colours &colours, PresenceMark mark);

// One or two letters: of first and last word; CJK: up to two characters of the given name, else the last two.
[[nodiscard]] QString initialsOf(const QString &name);
// First byte of the key modulo 12: the same colour on every screen.
[[nodiscard]] int hueOf(const model::PeerId &peer);
[[nodiscard]] QColor avatarColour(const model::PeerId &peer);
// Of a sender's name in a group.
[[nodiscard]] QColor nameColour(const model::PeerId &peer, bool dark);

struct AvatarLook {
    model::PeerId peer;
    QString name;
    std::optional<PresenceMark> presence; // none: no mark
    QColor ground; // what the mark is cut out of
};

void paintAvatar(QPainter &painter, const Theme &theme, const QRectF &circle, const AvatarLook &look);
// `rect` includes the ring in the ground's colour.
void paintPresence(QPainter &painter, const Colours &colours, const QRectF &rect, PresenceMark mark,
                   const QColor &ground);

// An avatar as a widget, for headers and dialogs. Its ground is a role of the theme.
class AvatarView : public QWidget
{
    Q_OBJECT
public:
    AvatarView(const Theme &theme, int diameter, Role ground, QWidget *parent = nullptr);

    void setPerson(const model::PeerId &peer, const QString &name, std::optional<PresenceMark> presence = {});
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    int m_diameter;
    Role m_ground;
    AvatarLook m_look;
};

} // namespace ui
