#include "ui/dialogs/settings/appearancesection.h"

#include "settings/keys.h"
#include "ui/common/painting.h"

#include <QPainter>
#include <QPainterPath>
#include <QHBoxLayout>

namespace ui {
namespace {

constexpr int pictureHeight = 78;
constexpr int picturePadding = 5; // room for the ring
constexpr int labelHeight = 26;

const QStringList &choices()
{
    static const QStringList words{QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")};
    return words;
}

void paintLine(QPainter &painter, qreal x, qreal y, qreal width, qreal height, const QColor &colour)
{
    fillRound(painter, QRectF(x, y, width, height), height / 2, colour);
}

// A window of `colours`: a list of three, and three bubbles.
void paintWindow(QPainter &painter, const QRectF &rect, const Colours &colours)
{
    const qreal list = rect.width() * 0.34;
    painter.fillRect(rect, colours.canvas);
    painter.fillRect(QRectF(rect.left(), rect.top(), list, rect.height()), colours.pane);
    for (int i = 0; i < 3; ++i)
        paintLine(painter, rect.left() + 6, rect.top() + 8 + 12 * i, list - 12, 7, i == 0 ? colours.accent : colours.border);
    const qreal left = rect.left() + list + 9;
    const qreal room = rect.width() - list - 18;
    paintLine(painter, left, rect.top() + 9, room * 0.62, 13, colours.bubbleIn);
    paintLine(painter, left + room * 0.46, rect.top() + 28, room * 0.54, 13, colours.bubbleOut);
    paintLine(painter, left, rect.top() + 47, room * 0.48, 13, colours.bubbleIn);
}

// One choice with its picture.
class ThemeChoice final : public QAbstractButton
{
public:
    ThemeChoice(const Theme &theme, QList<Colours> colours, QWidget *parent)
        : QAbstractButton(parent)
        , m_theme(theme)
        , m_colours(std::move(colours))
    {
        setCheckable(true);
        setAutoExclusive(true); // a radio button for assistive tools
        setFocusPolicy(Qt::TabFocus);
        setCursor(Qt::PointingHandCursor);
        setMinimumSize(90, pictureHeight + labelHeight + 10);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Colours &colours = m_theme.colours();
        const QRectF picture(picturePadding, picturePadding, width() - 2 * picturePadding, pictureHeight);
        painter.save();
        QPainterPath clip;
        clip.addRoundedRect(picture, size::radiusButton, size::radiusButton);
        painter.setClipPath(clip);
        const qreal part = picture.width() / qreal(m_colours.size());
        for (int i = 0; i < m_colours.size(); ++i)
            paintWindow(painter, QRectF(picture.left() + i * part, picture.top(), part, picture.height()), m_colours.at(i));
        painter.restore();
        if (isChecked())
            strokeRound(painter, picture.adjusted(-4, -4, 4, 4), size::radiusButton + 4, colours.accentText, 2);
        else
            strokeRound(painter, picture, size::radiusButton, hasFocus() ? colours.focus : colours.border,
                        hasFocus() ? 2 : hairline(painter));
        painter.setFont(m_theme.font(isChecked() ? Type::Name : Type::Label));
        painter.setPen(isChecked() ? colours.accentText : colours.text2);
        painter.drawText(QRectF(0, pictureHeight + 10, width(), labelHeight), Qt::AlignCenter, text());
        if (hasFocus())
            strokeRound(painter, QRectF(rect()).adjusted(width() * 0.2, pictureHeight + 11, -width() * 0.2, 0),
                        size::radiusEntry, colours.focus, 2);
    }

private:
    const Theme &m_theme;
    QList<Colours> m_colours;
};

} // namespace

AppearanceSection::AppearanceSection(const Theme &theme, core::Core &core, QWidget *parent)
    : SettingsSection(theme, core, parent)
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    const QList<QList<Colours>> pictures{{lightColours(), darkColours()}, {lightColours()}, {darkColours()}};
    for (int i = 0; i < choices().size(); ++i) {
        auto *choice = new ThemeChoice(theme, pictures.at(i), row);
        m_group.addButton(choice, i);
        layout->addWidget(choice);
    }
    addWidget(row);
    // Assistive tools check a choice without a click.
    connect(&m_group, &QButtonGroup::idToggled, this, [this](int index, bool checked) {
        if (checked)
            this->core().settings().set(settings::keys::theme, choices().at(index));
    });
    core.settings().onChange(settings::keys::theme, this, [this] { showChoice(); });
    showChoice();
    retranslate();
}

void AppearanceSection::showChoice()
{
    const qsizetype index = choices().indexOf(core().settings().get(settings::keys::theme));
    if (QAbstractButton *choice = m_group.button(int(index)))
        choice->setChecked(true);
}

void AppearanceSection::retranslate()
{
    setTitle(tr("Appearance"));
    //: like the system: light or dark
    m_group.button(0)->setText(tr("System"));
    //: colours of the window
    m_group.button(1)->setText(tr("Light"));
    //: colours of the window
    m_group.button(2)->setText(tr("Dark"));
}

} // namespace ui
