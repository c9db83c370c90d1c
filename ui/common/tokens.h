#pragma once

#include <QColor>

#include <array>

namespace ui {

// The one place for colours and sizes of the look.

// Colour roles of one theme; what each is for is its name. Soft grounds carry the colour of the same name.
struct Colours {
    QColor window, pane, canvas, raised, sunken, hover, pressed, selected;
    QColor text, text2, text3, textDisabled, border, borderStrong;
    QColor accent, accentHover, accentPressed, onAccent, accentText, accentSoft;
    QColor tone, onTone, toneText, toneSoft;
    QColor success, successSoft, warning, warningSoft;
    QColor danger, dangerFill, dangerHover, onDanger, dangerSoft;
    QColor bubbleIn, bubbleOut, bubbleInMeta, bubbleOutMeta, pill, pillText;
    QColor focus, textSelection, searchHit, searchHitNow;
    QColor online, away, busy, unreachable, offline;
    QColor overlay, scrim, shadow;

    bool operator==(const Colours &) const = default;
};
using Role = QColor Colours::*;

enum class Accent { Petrol, Ink, Iris, Plum, Rose, Brick, Ochre, Moss, Graphite };
inline constexpr int accentCount = 9;

[[nodiscard]] Colours lightColours(Accent accent = Accent::Petrol);
[[nodiscard]] Colours darkColours(Accent accent = Accent::Petrol);

inline constexpr int avatarHues = 12;
[[nodiscard]] QColor avatarColour(int hue); // 0..11, the same in both themes

// `part` of `over`, the rest of `under`; opaque.
[[nodiscard]] QColor mixed(const QColor &over, const QColor &under, qreal part);
// WCAG 2 contrast of two opaque colours, 1..21.
[[nodiscard]] qreal contrast(const QColor &one, const QColor &other);

// Sizes in device-independent pixels at a system font of 13 px: Theme::px() scales what holds text.
namespace size {

inline constexpr int margin = 24, marginNarrow = 16;
inline constexpr int gap1 = 2, gap2 = 4, gap3 = 8, gap4 = 12, gap5 = 16, gap6 = 20, gap7 = 24, gap8 = 32;
inline constexpr int radiusBox = 5, radiusBadge = 6, radiusEntry = 8, radiusButton = 10, radiusRow = 12, radiusCard = 12,
                     radiusBubble = 16, radiusDialog = 16;
inline constexpr int iconText = 14, iconSmall = 16, iconLabel = 17, iconMenu = 18, iconButton = 20, iconTile = 24;

inline constexpr int listWidth = 304, listMinimum = 240, listMaximum = 420, panelWidth = 351, searchWidth = 442;
inline constexpr int narrow = 640, panelOwnPane = 1000, windowWidth = 360, windowHeight = 420;
inline constexpr int header = 56, lineStrip = 40, row = 64, rowInset = 8, rowPadding = 10, rowAvatar = 44, rowGap = 12;
inline constexpr int count = 20, badge = 20, badgeIcon = 13, presence = 15, presenceSmall = 13;

inline constexpr int bubblePaddingX = 12, bubblePaddingY = 7, bubbleWidth = 455, bubbleJoined = 6, bubbleGap = 2,
                     bubbleGroupGap = 10, tailWidth = 7, tailHeight = 15, column = 760;
inline constexpr int dayPill = 24, tile = 44, tileSmall = 38, fileRow = 32, cord = 12;
inline constexpr int button = 34, buttonSmall = 30, buttonLarge = 42, buttonPadding = 14, iconButtonSide = 36,
                     iconButtonDense = 30, ring = 4, ringWidth = 2;
inline constexpr int field = 36, fieldPadding = 11, switchWidth = 38, switchHeight = 22, box = 18, segment = 34;
inline constexpr int menuEntry = 32, menuPadding = 5, scrollBar = 8, scrollBarWide = 12, tip = 28;
inline constexpr int dialog = 460, dialogFull = 480, firstRun = 440, settingsNav = 247, settingsPage = 680, settingsRow = 52,
                     settingsEntry = 40;

} // namespace size

// Milliseconds; Theme::motion() turns them into 0 where motion is not wanted.
namespace motion {

inline constexpr int hover = 80, row = 160, panel = 180, dialog = 160, dialogOut = 100, message = 120, scroll = 160,
                     jump = 220, flash = 900, dropIn = 100, dropOut = 80, switchKnob = 120, count = 120, cord = 200,
                     tip = 600;

} // namespace motion

} // namespace ui
