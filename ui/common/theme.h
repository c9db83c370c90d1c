#pragma once

#include "ui/common/tokens.h"

#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPalette>
#include <QString>

#include <memory>

class QPainter;

namespace ui {

class IconSet;

// Kinds of text (look, section 3). Label = body 500, Name = body 600, Count = micro 600.
enum class Type { Display, Title, Heading, Message, Body, Label, Name, Caption, Micro, Count, Mono };

// Colours, fonts, sizes and icons of the running program. Main thread; made in main() before the window, outlives every
// widget, which borrow it by reference and repaint on changed(). Colours are looked up while painting, never kept.
class Theme : public QObject
{
    Q_OBJECT
public:
    enum class Choice { System, Light, Dark };

    explicit Theme(QObject *parent = nullptr);
    ~Theme() override;

    void setChoice(Choice choice);
    void setSystemDark(bool dark); // what the desktop says; counts with Choice::System
    void setAccent(Accent accent);
    void setHighContrast(bool wanted); // lines and all text in the strongest colour
    void setMotion(bool wanted); // false: every duration becomes 0
    void refreshFonts(); // the application's font or the language changed

    [[nodiscard]] Choice choice() const { return m_choice; }
    [[nodiscard]] bool isDark() const { return m_dark; }
    [[nodiscard]] Accent accent() const { return m_accent; }
    [[nodiscard]] const Colours &colours() const { return m_colours; }
    [[nodiscard]] QColor colour(Role role) const { return m_colours.*role; }
    [[nodiscard]] QPalette palette() const;

    [[nodiscard]] QFont font(Type type) const;
    // Line height as a factor of the font's size in pixels, for painted text; Chinese, Japanese and Korean need more.
    [[nodiscard]] qreal lineHeight(Type type, const QString &text) const;
    // A size token for the font in use.
    [[nodiscard]] int px(int token) const;
    [[nodiscard]] qreal scale() const { return m_scale; }
    [[nodiscard]] int motion(int milliseconds) const { return m_motion ? milliseconds : 0; }

    [[nodiscard]] const IconSet &icons() const { return *m_icons; }
    // An icon for actions and buttons that follows the theme and every scale; disabled it is grey.
    [[nodiscard]] QIcon icon(const QString &name, Role role = &Colours::text2) const;

signals:
    void changed(); // colours, fonts or sizes

private:
    void rebuild();

    Choice m_choice = Choice::System;
    Accent m_accent = Accent::Petrol;
    bool m_systemDark = false;
    bool m_dark = false;
    bool m_highContrast = false;
    bool m_motion = true;
    bool m_cjk = false; // the window speaks Chinese, Japanese or Korean
    qreal m_scale = 1;
    qreal m_fontPixels = 13;
    Colours m_colours;
    std::unique_ptr<IconSet> m_icons;
};

// Chinese, Japanese or Korean characters are in it.
[[nodiscard]] bool hasCjk(const QString &text);

} // namespace ui
