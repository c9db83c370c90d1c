#include "ui/chat/dropoverlay.h"

#include "ui/common/formats.h"
#include "ui/common/iconset.h"
#include "ui/common/painting.h"

#include <QFontMetrics>
#include <QPainter>

namespace ui {

DropOverlay::DropOverlay(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    // Dragging goes on to whoever is below.
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void DropOverlay::showFor(int files, const QString &peerName, bool isEncrypted)
{
    const QString name = formats::isolated(peerName);
    m_heading = tr("Send %n file(s) to %1", nullptr, files).arg(name);
    m_sentence =
        isEncrypted ? tr("Encrypted, and it carries on if the line drops") : tr("It carries on if the line drops");
    setAccessibleName(m_heading);
    show();
    raise();
    update();
}

void DropOverlay::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &colours = m_theme.colours();
    QColor veil = colours.overlay;
    veil.setAlphaF(0.97f);
    painter.fillRect(rect(), veil);
    const QRectF zone = QRectF(rect()).adjusted(size::gap5, size::gap5, -size::gap5, -size::gap5);
    fillRound(painter, zone, size::radiusBubble, colours.accentSoft);
    strokeRound(painter, zone, size::radiusBubble, colours.accentText, 2);

    QFont title = m_theme.font(Type::Title);
    const int titleHeight = QFontMetrics(title).height();
    const int captionHeight = QFontMetrics(m_theme.font(Type::Body)).height();
    const int picture = std::min(m_theme.px(137), std::max(int(zone.height()) - titleHeight - captionHeight - 60, 0));
    const int all = picture + size::gap4 + titleHeight + size::gap2 + captionHeight;
    qreal y = zone.center().y() - all / 2.0;
    if (picture > m_theme.px(40)) {
        const qreal width = picture * 200.0 / 130.0;
        m_theme.icons().paintPicture(painter, QRectF(zone.center().x() - width / 2, y, width, picture),
                                     QStringLiteral("ill-transfers"), colours.accentText);
    }
    y += picture + size::gap4;
    const QRectF line = zone.adjusted(size::gap4, 0, -size::gap4, 0);
    painter.setFont(title);
    painter.setPen(colours.text);
    const QString heading = painter.fontMetrics().elidedText(m_heading, Qt::ElideRight, int(line.width()));
    painter.drawText(QRectF(line.left(), y, line.width(), titleHeight), Qt::AlignCenter, heading);
    y += titleHeight + size::gap2;
    painter.setFont(m_theme.font(Type::Body));
    painter.setPen(colours.text2);
    painter.drawText(QRectF(line.left(), y, line.width(), captionHeight), Qt::AlignCenter, m_sentence);
}

} // namespace ui
