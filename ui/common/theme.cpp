#include "ui/common/theme.h"

#include "ui/common/iconset.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QGuiApplication>
#include <QIconEngine>
#include <QLocale>
#include <QPainter>

namespace ui {
namespace {

constexpr qreal designPixels = 13; // the system font the tokens are drawn for

struct TypeSpec {
    qreal factor;
    QFont::Weight weight;
    qreal lineLatin;
    qreal lineCjk;
    int least = 0; // pixels
};

TypeSpec specOf(Type type)
{
    switch (type) {
    case Type::Display: return {1.60, QFont::DemiBold, 1.25, 1.35};
    case Type::Title: return {1.31, QFont::DemiBold, 1.30, 1.40};
    case Type::Heading: return {1.08, QFont::DemiBold, 1.35, 1.45};
    case Type::Message: return {1.08, QFont::Normal, 1.42, 1.55};
    case Type::Body: return {1.00, QFont::Normal, 1.45, 1.50};
    case Type::Label: return {1.00, QFont::Medium, 1.45, 1.50};
    case Type::Name: return {1.00, QFont::DemiBold, 1.45, 1.50};
    case Type::Caption: return {0.885, QFont::Normal, 1.40, 1.45, 11};
    case Type::Micro: return {0.81, QFont::Normal, 1.30, 1.30, 10};
    case Type::Count: return {0.81, QFont::DemiBold, 1.30, 1.30, 10};
    case Type::Mono: return {0.96, QFont::Normal, 1.40, 1.40};
    }
    return {1, QFont::Normal, 1.45, 1.50};
}

bool speaksCjk()
{
    const QLocale::Language language = QLocale().language();
    return language == QLocale::Chinese || language == QLocale::Japanese || language == QLocale::Korean;
}

// Drawn anew for every size, scale and theme, so that it is sharp and in today's colours wherever it is shown.
class ThemedIconEngine final : public QIconEngine
{
public:
    ThemedIconEngine(const Theme &theme, QString name, Role role)
        : m_theme(theme)
        , m_name(std::move(name))
        , m_role(role)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        m_theme.icons().paint(*painter, rect, m_name, colour(mode), QGuiApplication::layoutDirection());
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return m_theme.icons().pixmap(m_name, std::min(size.width(), size.height()), colour(mode), 1,
                                      QGuiApplication::layoutDirection());
    }
    QPixmap scaledPixmap(const QSize &pixels, QIcon::Mode mode, QIcon::State, qreal ratio) override
    {
        const int side = qRound(std::min(pixels.width(), pixels.height()) / ratio);
        return m_theme.icons().pixmap(m_name, side, colour(mode), ratio, QGuiApplication::layoutDirection());
    }
    QIconEngine *clone() const override { return new ThemedIconEngine(m_theme, m_name, m_role); }
    bool isNull() override { return false; }

private:
    QColor colour(QIcon::Mode mode) const
    {
        return mode == QIcon::Disabled ? m_theme.colours().textDisabled : m_theme.colour(m_role);
    }

    const Theme &m_theme;
    QString m_name;
    Role m_role;
};

void setColour(QPalette &palette, const QColor &colour, std::initializer_list<QPalette::ColorRole> roles)
{
    for (const QPalette::ColorRole role : roles)
        palette.setColor(role, colour);
}

void strengthen(Colours &colours)
{
    for (const Role role : {&Colours::border, &Colours::borderStrong, &Colours::text2, &Colours::text3,
                            &Colours::bubbleInMeta, &Colours::bubbleOutMeta, &Colours::pillText})
        colours.*role = colours.text;
}

} // namespace

Theme::Theme(QObject *parent)
    : QObject(parent)
    , m_icons(std::make_unique<IconSet>())
{
    refreshFonts();
    rebuild();
}

Theme::~Theme() = default;

void Theme::setChoice(Choice choice)
{
    m_choice = choice;
    rebuild();
}

void Theme::setSystemDark(bool dark)
{
    m_systemDark = dark;
    rebuild();
}

void Theme::setAccent(Accent accent)
{
    m_accent = accent;
    rebuild();
}

void Theme::setHighContrast(bool wanted)
{
    m_highContrast = wanted;
    rebuild();
}

void Theme::setMotion(bool wanted)
{
    m_motion = wanted;
}

void Theme::refreshFonts()
{
    const qreal pixels = QFontInfo(QGuiApplication::font()).pixelSize();
    const bool cjk = speaksCjk();
    if (pixels <= 0 || (qFuzzyCompare(pixels, m_fontPixels) && cjk == m_cjk))
        return;
    m_fontPixels = pixels;
    m_cjk = cjk;
    m_scale = pixels / designPixels;
    emit changed();
}

void Theme::rebuild()
{
    m_dark = m_choice == Choice::System ? m_systemDark : m_choice == Choice::Dark;
    Colours colours = m_dark ? darkColours(m_accent) : lightColours(m_accent);
    if (m_highContrast)
        strengthen(colours);
    if (colours == m_colours)
        return;
    m_colours = colours;
    emit changed();
}

QPalette Theme::palette() const
{
    const Colours &c = m_colours;
    QPalette palette;
    setColour(palette, c.window, {QPalette::Window});
    setColour(palette, c.raised, {QPalette::Base, QPalette::Button, QPalette::Light});
    setColour(palette, c.pane, {QPalette::AlternateBase, QPalette::ToolTipText});
    setColour(palette, c.text, {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::BrightText,
                                QPalette::ToolTipBase});
    setColour(palette, c.text2, {QPalette::PlaceholderText});
    setColour(palette, c.hover, {QPalette::Midlight});
    setColour(palette, c.border, {QPalette::Mid});
    setColour(palette, c.borderStrong, {QPalette::Dark});
    setColour(palette, c.accent, {QPalette::Highlight});
    setColour(palette, c.onAccent, {QPalette::HighlightedText});
    setColour(palette, c.accentText, {QPalette::Link, QPalette::LinkVisited});
    setColour(palette, m_dark ? Qt::black : c.borderStrong, {QPalette::Shadow});
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::PlaceholderText})
        palette.setColor(QPalette::Disabled, role, c.textDisabled);
    for (const auto role : {QPalette::Base, QPalette::Button})
        palette.setColor(QPalette::Disabled, role, c.sunken);
    return palette;
}

QFont Theme::font(Type type) const
{
    const TypeSpec spec = specOf(type);
    const QFont base = QGuiApplication::font();
    QFont font = type == Type::Mono ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : base;
    const QFontInfo info(base);
    const qreal least = spec.least == 0 ? 0 : spec.least + (m_cjk ? 1 : 0);
    const qreal pixels = std::max(m_fontPixels * spec.factor, least);
    font.setPointSizeF(pixels * info.pointSizeF() / m_fontPixels);
    font.setWeight(spec.weight);
    if (!m_cjk && (type == Type::Display || type == Type::Title))
        font.setLetterSpacing(QFont::AbsoluteSpacing, -0.01 * pixels);
    return font;
}

qreal Theme::lineHeight(Type type, const QString &text) const
{
    const TypeSpec spec = specOf(type);
    return hasCjk(text) ? spec.lineCjk : spec.lineLatin;
}

int Theme::px(int token) const
{
    return qRound(token * m_scale);
}

QIcon Theme::icon(const QString &name, Role role) const
{
    return QIcon(new ThemedIconEngine(*this, name, role));
}

bool hasCjk(const QString &text)
{
    return std::any_of(text.cbegin(), text.cend(), [](QChar character) {
        switch (character.script()) {
        case QChar::Script_Han:
        case QChar::Script_Hiragana:
        case QChar::Script_Katakana:
        case QChar::Script_Hangul:
        case QChar::Script_Bopomofo: return true;
        default: return character.unicode() >= 0x3000 && character.unicode() <= 0x303F;
        }
    });
}

} // namespace ui
