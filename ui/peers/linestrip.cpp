#include "ui/peers/linestrip.h"

#include "ui/common/cord.h"
#include "ui/common/iconset.h"
#include "ui/common/linetext.h"
#include "ui/common/painting.h"

#include <QEvent>
#include <QPainter>
#include <QStyle>

namespace ui {
namespace {

constexpr int paddingX = 16;
constexpr int coilWidth = 26;

} // namespace

LineStrip::LineStrip(const Theme &theme, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
{
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] { updateGeometry(); });
    refresh();
}

void LineStrip::tell(const gateway::LineReport &report, int people)
{
    if (m_report == report && m_people == people)
        return;
    m_report = report;
    m_people = people;
    refresh();
}

void LineStrip::refresh()
{
    const bool isAsked = m_report.wantedPort != 0;
    if (!isAsked) {
        m_heading = tr("Connecting");
        m_detail.clear();
        m_ink = &Colours::text3;
    } else if (runsTwice(m_report)) {
        //: two telephones on one line
        m_heading = tr("The lines are crossed");
        m_detail = tr("Running twice");
        m_ink = &Colours::danger;
    } else if (m_report.networks.isEmpty()) {
        m_heading = tr("The line is dead");
        m_detail = tr("No network");
        m_ink = &Colours::danger;
    } else if (m_report.port == 0) {
        m_heading = tr("The line is blocked");
        m_detail = tr("Nobody can reach you");
        m_ink = &Colours::danger;
    } else {
        m_heading = tr("Line is good");
        m_detail = tr("%n person(s) on %1", nullptr, m_people).arg(m_report.networks.first());
        if (m_report.networks.size() > 1)
            m_detail = tr("%n person(s) on %1 networks", nullptr, m_people).arg(m_report.networks.size());
        if (m_people == 0)
            m_detail = tr("nobody else yet");
        m_ink = &Colours::success;
    }
    setAccessibleName(sentence());
    setToolTip(m_report.networks.join(QStringLiteral(", ")).toHtmlEscaped());
    update();
}

QSize LineStrip::sizeHint() const
{
    return {m_theme.px(200), m_theme.px(size::lineStrip)};
}

void LineStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &colours = m_theme.colours();
    painter.fillRect(rect(), isDown() ? colours.pressed : underMouse() ? colours.hover : colours.pane);
    painter.fillRect(QRectF(0, 0, width(), hairline(painter)), colours.border);
    const Qt::LayoutDirection direction = layoutDirection();
    const auto visual = [&](const QRect &part) { return QStyle::visualRect(direction, rect(), part); };
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect coil(paddingX, 0, coilWidth, height());
    paintCoil(painter, visual(coil), colours.*m_ink);
    const int icon = m_theme.px(size::iconSmall);
    const QRect arrow(width() - paddingX - icon, (height() - icon) / 2, icon, icon);
    m_theme.icons().paint(painter, visual(arrow), QStringLiteral("chevron-right"), colours.text2, direction);

    const int alignment =
        int(QStyle::visualAlignment(direction, Qt::AlignLeading | Qt::AlignVCenter)) | Qt::TextSingleLine;
    QFont bold = m_theme.font(Type::Caption);
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(m_ink == &Colours::danger ? colours.danger : colours.text);
    const int headingWidth = painter.fontMetrics().horizontalAdvance(m_heading) + 1;
    const QRect heading(coil.right() + 1 + size::gap3, 0, headingWidth, height());
    painter.drawText(visual(heading), alignment, m_heading);
    painter.setFont(m_theme.font(Type::Caption));
    painter.setPen(colours.text2);
    const QRect detail(heading.right() + 1 + size::gap3, 0, arrow.left() - heading.right() - 1 - 2 * size::gap3,
                       height());
    painter.drawText(visual(detail), alignment,
                     painter.fontMetrics().elidedText(m_detail, Qt::ElideRight, std::max(detail.width(), 0)));
    if (hasFocus())
        strokeRound(painter, QRectF(rect()).adjusted(3, 3, -3, -3), size::radiusEntry, colours.focus, size::ringWidth);
}

void LineStrip::enterEvent(QEnterEvent *event)
{
    update();
    QAbstractButton::enterEvent(event);
}

void LineStrip::leaveEvent(QEvent *event)
{
    update();
    QAbstractButton::leaveEvent(event);
}

void LineStrip::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QAbstractButton::changeEvent(event);
}

} // namespace ui
