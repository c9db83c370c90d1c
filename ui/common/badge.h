#pragma once

#include "model/peer.h"
#include "ui/common/tokens.h"

#include <QString>
#include <QWidget>

namespace ui {

class Theme;

struct BadgeLook {
    QString text;
    QString icon; // "": none
    Role ground = &Colours::sunken;
    Role ink = &Colours::text2;

    bool operator==(const BadgeLook &) const = default;
};

// What a header says of a peer's trust: Verified, Encrypted, Same name, Blocked.
[[nodiscard]] BadgeLook trustBadge(const model::Peer &peer);

[[nodiscard]] QSize badgeSize(const Theme &theme, const BadgeLook &look);
void paintBadge(QPainter &painter, const Theme &theme, const QRect &rect, const BadgeLook &look,
                Qt::LayoutDirection direction);

// The round number of unread things; muted ones are grey. Text as from formats::countText().
[[nodiscard]] QSize countSize(const Theme &theme, const QString &text);
void paintCount(QPainter &painter, const Theme &theme, const QRect &rect, const QString &text, bool muted = false);

class Badge : public QWidget
{
    Q_OBJECT
public:
    explicit Badge(const Theme &theme, QWidget *parent = nullptr);
    void setLook(const BadgeLook &look); // an empty text hides it
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    BadgeLook m_look;
};

} // namespace ui
