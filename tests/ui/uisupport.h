#pragma once

#include "core/core.h"
#include "support/fakegateway.h"
#include "support/tempprofile.h"
#include "ui/common/prompter.h"
#include "ui/common/theme.h"

#include <QImage>
#include <QWidget>

namespace support {

// The theme of the test program's application and its style.
[[nodiscard]] ui::Theme &theme();

// What `widget` shows, at `ratio` device pixels per pixel.
[[nodiscard]] QImage shot(QWidget &widget, qreal ratio = 1);
[[nodiscard]] QColor pixel(const QImage &image, qreal x, qreal y); // in device-independent pixels
[[nodiscard]] bool contains(const QImage &image, const QColor &colour); // exactly that colour somewhere

// Class names and object names of controls below `root` without an accessible name.
[[nodiscard]] QStringList namelessControls(QWidget &root);

// Answers questions as the test says, and remembers them.
class ScriptedPrompter final : public ui::Prompter
{
public:
    void ask(const ui::Question &question, QObject *context, Answered answered) override;
    void chooseFiles(const QString &title, QObject *context, Chosen chosen) override;
    void chooseFolder(const QString &title, const QString &start, QObject *context, Chosen chosen) override;

    int answer = -1;
    bool choice = false;
    QStringList paths;
    QList<ui::Question> questions;
};

// A whole program without a window. Several on one network see each other.
class Desk
{
public:
    Desk(FakeNetwork &net, int number, const QString &name);

    void start(); // and waits until it is ready
    [[nodiscard]] bool sees(const Desk &other);
    // Somebody who exists only as a sighting.
    model::PeerId meet(int number, const QString &name, model::Reach reach = model::Reach::Online);

    FakeNetwork &net;
    TempProfile profile;
    const model::PeerId self; // as the network knows it
    core::Core core;
};

} // namespace support
