#pragma once

#include "core/core.h"
#include "ui/common/avatar.h"
#include "ui/common/badge.h"
#include "ui/common/controls.h"
#include "ui/common/labels.h"

#include <QTimer>
#include <QWidget>

namespace ui {

// Who the conversation is with: avatar, name, trust, presence, and what can be done with them.
class ChatHeader : public QWidget
{
    Q_OBJECT
public:
    ChatHeader(const Theme &theme, core::Core &core, QWidget *parent = nullptr);

    void setPeer(const model::PeerId &peer);
    void setNarrow(bool narrow); // with Back, and the badge as its icon only
    [[nodiscard]] IconButton &moreButton() { return *m_more; }

signals:
    void backRequested();
    void verifyRequested();
    void menuRequested(const QPoint &position); // global

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void showTrust(const BadgeLook &look);
    void retranslate();
    [[nodiscard]] QString statusLine(const model::Peer &peer) const;

    const Theme &m_theme;
    core::Core &m_core;
    model::PeerId m_peer;
    bool m_narrow = false;
    QTimer m_refresh;
    IconButton *m_back;
    AvatarView *m_avatar;
    ElidedLabel *m_name;
    Badge *m_badge;
    IconLabel *m_mark; // in its place where it is narrow
    ElidedLabel *m_status;
    IconButton *m_verify;
    IconButton *m_more;
};

} // namespace ui
