#include "ui/chat/dropoverlay.h"

#include "ui/common/formats.h"
#include "ui/common/iconset.h"
#include "ui/common/keycap.h"
#include "ui/common/painting.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyle>

#include <cmath>

namespace ui {
namespace {

constexpr int hintHeight = 44;

} // namespace

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
    const QRectF around = QRectF(rect()).adjusted(size::gap5, size::gap5, -size::gap5, 0);
    const QRectF zone = around.adjusted(0, 0, 0, -m_theme.px(hintHeight));
    paintHint(painter, {around.left(), zone.bottom(), around.width(), around.bottom() - zone.bottom()});
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

void DropOverlay::paintHint(QPainter &painter, const QRectF &rect) const
{
    const QString key = tr("Esc", "key of the keyboard");
    //: after the key Esc
    const QString text = tr("to cancel");
    const QSize cap = keyCapSize(m_theme, key);
    const QFontMetrics metrics(m_theme.font(Type::Caption));
    const int width = cap.width() + size::gap3 + metrics.horizontalAdvance(text) + 1;
    const QRectF line(std::floor(rect.center().x() - width / 2.0), rect.top(), width, rect.height());
    const QRectF place(line.left(), std::floor(line.center().y() - cap.height() / 2.0), cap.width(), cap.height());
    const auto visual = [&](const QRectF &part) {
        return QRectF(QStyle::visualRect(layoutDirection(), line.toRect(), part.toRect()));
    };
    paintKeyCap(painter, m_theme, visual(place), key);
    painter.setFont(m_theme.font(Type::Caption));
    painter.setPen(m_theme.colours().text2);
    painter.drawText(visual(line.adjusted(cap.width() + size::gap3, 0, 0, 0)), Qt::AlignCenter, text);
}

} // namespace ui
