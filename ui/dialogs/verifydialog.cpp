#include "ui/dialogs/verifydialog.h"

#include "base/then.h"
#include "ui/common/avatar.h"
#include "ui/common/cord.h"
#include "ui/common/formats.h"
#include "ui/common/painting.h"

#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

namespace ui {
namespace {

constexpr int cardWidth = 500;
constexpr int columns = 3;
constexpr int rows = 2;
constexpr int avatarSide = 34;
constexpr int coilWidth = 110;
constexpr int padding = 16;
constexpr int cellGap = 8;

} // namespace

// Both avatars joined by a coil, and the code below.
class VerifyDialog::CodeView final : public QWidget
{
public:
    CodeView(const Theme &theme, QWidget *parent)
        : QWidget(parent)
        , m_theme(theme)
    {
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    }

    void setPeople(AvatarLook own, AvatarLook other)
    {
        own.ground = other.ground = m_theme.colours().pane;
        m_people = {std::move(own), std::move(other)};
        update();
    }
    void setCode(const QString &code)
    {
        m_groups = code.split(u' ', Qt::SkipEmptyParts);
        update();
    }
    QSize sizeHint() const override
    {
        return {m_theme.px(400),
                2 * padding + m_theme.px(avatarSide) + 12 + rows * cellHeight() + (rows - 1) * cellGap};
    }
    QSize minimumSizeHint() const override { return {m_theme.px(260), sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Colours &colours = m_theme.colours();
        fillRound(painter, rect(), 14, colours.pane);
        strokeRound(painter, rect(), 14, colours.border, hairline(painter));
        paintPeople(painter);
        for (int i = 0; i < rows * columns; ++i)
            paintCell(painter, i);
    }

private:
    int cellHeight() const { return m_theme.px(44); }

    void paintPeople(QPainter &painter) const
    {
        const int side = m_theme.px(avatarSide);
        const int left = (width() - 2 * side - m_theme.px(coilWidth) - 20) / 2;
        const QRect own(left, padding, side, side);
        const QRect coil(own.right() + 11, padding, m_theme.px(coilWidth), side);
        const QRect other(coil.right() + 11, padding, side, side);
        paintAvatar(painter, m_theme, QStyle::visualRect(layoutDirection(), rect(), own), m_people.first);
        paintAvatar(painter, m_theme, QStyle::visualRect(layoutDirection(), rect(), other), m_people.second);
        paintCoil(painter, coil, m_theme.colours().toneText);
    }

    // Digits run from left to right in every language: both people read the same order.
    void paintCell(QPainter &painter, int index) const
    {
        const Colours &colours = m_theme.colours();
        const qreal cell = (width() - 2.0 * padding - (columns - 1) * cellGap) / columns;
        const QRectF box(padding + (index % columns) * (cell + cellGap),
                         padding + m_theme.px(avatarSide) + 12 + (index / columns) * (cellHeight() + cellGap), cell,
                         cellHeight());
        fillRound(painter, box, size::radiusButton, colours.raised);
        strokeRound(painter, box, size::radiusButton, colours.border, hairline(painter));
        painter.setFont(m_theme.font(Type::Caption));
        painter.setPen(colours.text3);
        painter.drawText(box.adjusted(12, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, QString::number(index + 1));
        QFont font = m_theme.font(Type::Name);
        font.setPointSizeF(font.pointSizeF() * 1.23);
        painter.setFont(font);
        painter.setPen(colours.text);
        painter.drawText(box.adjusted(16, 0, 0, 0), Qt::AlignCenter, m_groups.value(index));
    }

    const Theme &m_theme;
    std::pair<AvatarLook, AvatarLook> m_people;
    QStringList m_groups;
};

VerifyDialog::VerifyDialog(const Theme &theme, core::Core &core, const model::PeerId &peer, QWidget *parent)
    : Dialog(theme, parent)
    , m_core(core)
    , m_peer(peer)
    , m_view(new CodeView(theme, this))
    , m_first(addButton(Button::Kind::DangerQuiet, Place::Start))
    , m_later(addButton(Button::Kind::Quiet))
    , m_main(addButton(Button::Kind::Primary))
{
    setCardWidth(cardWidth);
    const auto known = core.peers().peer(peer);
    m_name = known ? known->name : peer.shortText();
    m_isVerified = known && known->trust == model::Trust::Verified;
    m_view->setPeople({core.self(), core.ownName(), {}, {}}, {peer, m_name, {}, {}});
    body()->addWidget(m_view);
    m_later->setFocus();
    connect(m_later, &Button::clicked, this, &QDialog::reject);
    connect(m_first, &Button::clicked, this, &VerifyDialog::onFirst);
    connect(m_main, &Button::clicked, this, &VerifyDialog::onMain);
    goTo(Step::Compare);
    base::then(core.safetyCode(peer), this, [this](const QString &code) { showCode(code); });
}

void VerifyDialog::showCode(const QString &code)
{
    m_code = code;
    m_view->setCode(code);
    goTo(m_step);
}

void VerifyDialog::goTo(Step step)
{
    m_step = step;
    const bool compares = step == Step::Compare;
    m_view->setVisible(compares);
    m_main->setKind(compares ? Button::Kind::Primary : Button::Kind::Danger);
    m_main->setIconName(compares ? QStringLiteral("check") : QStringLiteral("block"));
    m_first->setKind(compares ? Button::Kind::DangerQuiet : Button::Kind::Quiet);
    m_main->setVisible(!compares || !m_isVerified);
    m_main->setEnabled(!compares || !m_code.isEmpty()); // nothing to compare yet
    retranslate();
}

void VerifyDialog::retranslate()
{
    const QString name = formats::isolated(m_name);
    m_later->setText(m_isVerified && m_step == Step::Compare ? tr("Close") : tr("Later"));
    m_view->setAccessibleName(tr("Safety code: %1").arg(m_code));
    if (m_step == Step::Compare) {
        setTexts(
            tr("Compare the safety code with %1").arg(name),
            tr("Read it to each other in person or by phone. If all six groups are the same on both screens, nobody "
               "stands between you."));
        m_first->setText(tr("They differ"));
        m_main->setText(tr("They match"));
    } else {
        setTexts(
            tr("This may not be %1").arg(name),
            tr("If the codes differ, somebody may be pretending to be %1. Look at both screens once more, or block "
               "this contact until you know more.")
                .arg(name));
        m_first->setText(tr("Look again"));
        m_main->setText(tr("Block"));
    }
}

void VerifyDialog::onFirst()
{
    goTo(m_step == Step::Compare ? Step::Differ : Step::Compare);
    m_later->setFocus();
}

void VerifyDialog::onMain()
{
    if (m_step == Step::Compare)
        m_core.peers().verify(m_peer);
    else
        m_core.peers().block(m_peer);
    accept();
}

} // namespace ui
