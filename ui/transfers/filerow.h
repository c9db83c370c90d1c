#pragma once

#include "transfer/entries.h"
#include "ui/transfers/paintedbutton.h"

namespace ui {

// Where everything of one line of a file list lies.
struct FileRowLayout {
    QRect box; // empty: none
    QRect icon;
    QRect name;
    QRect detail; // below the name; empty: none
    QRect end; // size or reason
    QRect mark; // of the state
    QList<PaintedButton> buttons; // Open, Show in folder; over the end while the line is pointed at
};

// Lays out and paints lines of a file list.
class FileRowPainter
{
public:
    // What all lines of a list have in common.
    struct Style {
        bool hasBoxes = false;
        bool hasPaths = false; // whole paths with the reason below, instead of a tree
        Qt::LayoutDirection direction = Qt::LeftToRight;
    };
    struct Marks {
        bool isHovered = false;
        bool isCurrent = false;
        bool hasFocus = false;
        int hoveredButton = -1;
        int pressedButton = -1;
        int focusedButton = -1;
    };

    explicit FileRowPainter(const Theme &theme)
        : m_theme(theme)
    {
    }

    [[nodiscard]] int height(const Style &style) const;
    [[nodiscard]] FileRowLayout layout(const QRect &rect, const transfer::EntryLine &line, const Style &style) const;
    void paint(QPainter &painter, const QRect &rect, const transfer::EntryLine &line, const Style &style,
               const Marks &marks) const;

private:
    void paintEnd(QPainter &painter, const FileRowLayout &layout, const transfer::EntryLine &line,
                  const Style &style) const;
    void paintMark(QPainter &painter, const FileRowLayout &layout, const transfer::EntryLine &line,
                   const Style &style) const;

    const Theme &m_theme;
};

// "drawings/A-101.dwg", with what would hide its ending made visible.
[[nodiscard]] QString shownPath(const transfer::EntryLine &line);
[[nodiscard]] QString lastName(const transfer::EntryLine &line);
// Why it did not arrive, else what became of it; "" while it is to come.
[[nodiscard]] QString fileStateText(const transfer::EntryLine &line);
// "drawings/A-101.dwg: The file cannot be read.", as it is copied.
[[nodiscard]] QString failureLine(const transfer::EntryLine &line);
[[nodiscard]] Qt::CheckState checkOf(const transfer::EntryLine &line);
// May be a program: by its name, for offers.
[[nodiscard]] bool isRiskyLine(const transfer::EntryLine &line);

} // namespace ui
