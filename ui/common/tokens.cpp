#include "ui/common/tokens.h"

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

QColor rgb(QRgb value)
{
    return QColor::fromRgb(value);
}

QColor rgba(QRgb value, int alpha)
{
    QColor colour = QColor::fromRgb(value);
    colour.setAlpha(alpha);
    return colour;
}

Colours lightPetrol()
{
    return {
        .window = rgb(0xF5F0E7),
        .pane = rgb(0xFCF9F4),
        .canvas = rgb(0xF0EADF),
        .raised = rgb(0xFFFFFF),
        .sunken = rgb(0xEEE7DA),
        .hover = rgb(0xF4EEE3),
        .pressed = rgb(0xEAE2D4),
        .selected = rgb(0xDDEBE8),
        .text = rgb(0x23201D),
        .text2 = rgb(0x5C554E),
        .text3 = rgb(0x6E665D),
        .textDisabled = rgb(0xA39A90),
        .border = rgb(0xE4DCCE),
        .borderStrong = rgb(0x8B8278),
        .accent = rgb(0x0B6B70),
        .accentHover = rgb(0x095B60),
        .accentPressed = rgb(0x074A4F),
        .onAccent = rgb(0xFFFFFF),
        .accentText = rgb(0x0A6368),
        .accentSoft = rgb(0xDCEBE8),
        .tone = rgb(0xC2452A),
        .onTone = rgb(0xFFFFFF),
        .toneText = rgb(0xB03D23),
        .toneSoft = rgb(0xFBE5DC),
        .success = rgb(0x29733F),
        .successSoft = rgb(0xDDEFE0),
        .warning = rgb(0x855600),
        .warningSoft = rgb(0xFBEBC9),
        .danger = rgb(0xB3203F),
        .dangerFill = rgb(0xB3203F),
        .dangerHover = rgb(0x991834),
        .onDanger = rgb(0xFFFFFF),
        .dangerSoft = rgb(0xFBE1E5),
        .bubbleIn = rgb(0xFFFFFF),
        .bubbleOut = rgb(0xD3E8E5),
        .bubbleInMeta = rgb(0x6A6259),
        .bubbleOutMeta = rgb(0x3F6361),
        .pill = rgb(0xE4DBCB),
        .pillText = rgb(0x5C554E),
        .focus = rgb(0x0B6B70),
        .textSelection = rgb(0xA9D5D1),
        .searchHit = rgb(0xFFE08A),
        .searchHitNow = rgb(0xFFB85C),
        .online = rgb(0x2C8A4B),
        .away = rgb(0xA86D00),
        .busy = rgb(0xB3203F),
        .unreachable = rgb(0xB5532B),
        .offline = rgb(0x857C72),
        .overlay = rgb(0xF5F0E7),
        .scrim = rgba(0x231E19, 0x66),
        .shadow = rgba(0x3A2E20, 0x24),
    };
}

Colours darkPetrol()
{
    return {
        .window = rgb(0x1C1917),
        .pane = rgb(0x221F1C),
        .canvas = rgb(0x181614),
        .raised = rgb(0x2C2825),
        .sunken = rgb(0x171412),
        .hover = rgb(0x2B2724),
        .pressed = rgb(0x35302C),
        .selected = rgb(0x1E3D3E),
        .text = rgb(0xF3EEE7),
        .text2 = rgb(0xBDB4A9),
        .text3 = rgb(0xA0968B),
        .textDisabled = rgb(0x6C645C),
        .border = rgb(0x3A3530),
        .borderStrong = rgb(0x857B71),
        .accent = rgb(0x187E82),
        .accentHover = rgb(0x198387),
        .accentPressed = rgb(0x157073),
        .onAccent = rgb(0xFFFFFF),
        .accentText = rgb(0x6CC9C4),
        .accentSoft = rgb(0x1C3A3B),
        .tone = rgb(0xC74C30),
        .onTone = rgb(0xFFFFFF),
        .toneText = rgb(0xF39474),
        .toneSoft = rgb(0x47271D),
        .success = rgb(0x76C98E),
        .successSoft = rgb(0x1F3A28),
        .warning = rgb(0xE6B74E),
        .warningSoft = rgb(0x40320F),
        .danger = rgb(0xF59AAA),
        .dangerFill = rgb(0xB3304A),
        .dangerHover = rgb(0xC33B57),
        .onDanger = rgb(0xFFFFFF),
        .dangerSoft = rgb(0x4A2129),
        .bubbleIn = rgb(0x2C2825),
        .bubbleOut = rgb(0x17494B),
        .bubbleInMeta = rgb(0xAAA096),
        .bubbleOutMeta = rgb(0xA5CFCB),
        .pill = rgb(0x2C2825),
        .pillText = rgb(0xC6BDB2),
        .focus = rgb(0x6CC9C4),
        .textSelection = rgb(0x2B6E6F),
        .searchHit = rgb(0x6B5514),
        .searchHitNow = rgb(0x9A5E14),
        .online = rgb(0x5CBF7B),
        .away = rgb(0xE0AA3E),
        .busy = rgb(0xF59AAA),
        .unreachable = rgb(0xEE8A62),
        .offline = rgb(0x8F857B),
        .overlay = rgb(0x1C1917),
        .scrim = rgba(0x000000, 0x8C),
        .shadow = rgba(0x000000, 0x70),
    };
}

struct AccentFills {
    QRgb light;
    QRgb dark;
    QRgb darkText;
};

AccentFills fillsOf(Accent accent)
{
    switch (accent) {
    case Accent::Petrol: return {0x0B6B70, 0x187E82, 0x6CC9C4};
    case Accent::Ink: return {0x2C5FA8, 0x3D73BE, 0x8FB8F2};
    case Accent::Iris: return {0x5E50AE, 0x7365C2, 0xB3A8F5};
    case Accent::Plum: return {0x87428F, 0x9F55A8, 0xDCA2E2};
    case Accent::Rose: return {0xA8325F, 0xB54F77, 0xF09BBB};
    case Accent::Brick: return {0xA6432B, 0xB9543B, 0xF2A088};
    case Accent::Ochre: return {0x7D5A0B, 0x916C22, 0xE3BC66};
    case Accent::Moss: return {0x4C6B1F, 0x5B7C2F, 0xAECB7C};
    case Accent::Graphite: return {0x4F4A45, 0x787169, 0xCFC6BB};
    }
    return {};
}

// As much lighter as white letters on it allow, at most an eighth.
QColor lighterForWhite(const QColor &fill)
{
    const QColor white(Qt::white);
    QColor best = fill;
    for (int percent = 1; percent <= 12; ++percent) {
        const QColor next = mixed(white, fill, percent / 100.0);
        if (contrast(white, next) < 4.5)
            break;
        best = next;
    }
    return best;
}

void deriveOwnBubble(Colours &colours)
{
    colours.bubbleOutMeta = mixed(colours.text, colours.bubbleOut, 0.72);
    colours.selected = colours.accentSoft;
    colours.focus = colours.accentText;
}

qreal channelLight(qreal value)
{
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

qreal luminance(const QColor &colour)
{
    return 0.2126 * channelLight(colour.redF()) + 0.7152 * channelLight(colour.greenF())
        + 0.0722 * channelLight(colour.blueF());
}

} // namespace

// Petrol is set by hand; the other accents follow from their fill by the rules of the look.
Colours lightColours(Accent accent)
{
    Colours colours = lightPetrol();
    if (accent == Accent::Petrol)
        return colours;
    const QColor fill = rgb(fillsOf(accent).light);
    const QColor black(Qt::black);
    colours.accent = colours.accentText = fill;
    colours.accentHover = mixed(black, fill, 0.12);
    colours.accentPressed = mixed(black, fill, 0.24);
    colours.accentSoft = mixed(fill, colours.pane, 0.14);
    colours.bubbleOut = mixed(fill, Qt::white, 0.18);
    colours.textSelection = mixed(fill, Qt::white, 0.34);
    deriveOwnBubble(colours);
    return colours;
}

Colours darkColours(Accent accent)
{
    Colours colours = darkPetrol();
    if (accent == Accent::Petrol)
        return colours;
    const QColor fill = rgb(fillsOf(accent).dark);
    colours.accent = fill;
    colours.accentText = rgb(fillsOf(accent).darkText);
    colours.accentHover = lighterForWhite(fill);
    colours.accentPressed = mixed(Qt::black, fill, 0.24);
    colours.accentSoft = mixed(fill, colours.pane, 0.30);
    colours.bubbleOut = mixed(fill, colours.canvas, 0.45);
    colours.textSelection = mixed(fill, colours.canvas, 0.75);
    deriveOwnBubble(colours);
    return colours;
}

QColor avatarColour(int hue)
{
    static constexpr std::array<QRgb, avatarHues> hues = {
        0xA8502F, 0xB0403F, 0xA83D6B, 0x8A4A94, 0x6558A8, 0x3F66A6,
        0x1F7391, 0x14757A, 0x2F7A53, 0x5B7328, 0x8C6414, 0x7A5C48,
    };
    return rgb(hues[size_t(std::clamp(hue, 0, avatarHues - 1))]);
}

QColor mixed(const QColor &over, const QColor &under, qreal part)
{
    const auto channel = [part](int above, int below) { return qRound(above * part + below * (1 - part)); };
    return QColor(channel(over.red(), under.red()), channel(over.green(), under.green()),
                  channel(over.blue(), under.blue()));
}

qreal contrast(const QColor &one, const QColor &other)
{
    const qreal first = luminance(one);
    const qreal second = luminance(other);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace ui
