#pragma once

#include "core/core.h"

#include <QObject>

#include <memory>

namespace ui {

// Everything of the running program that has to do with a screen: looks, language, window, tray, notifications. Made
// in main() after QApplication, before Core::start().
class Application : public QObject
{
    Q_OBJECT
public:
    enum class Start { Shown, Hidden }; // Hidden: in the tray, if there is one

    Application(core::Core &core, Start start);
    ~Application() override;

    // Raises the window; with a peer opens that conversation, with paths makes them ready to send.
    void open(const model::PeerId &peer, const QStringList &paths);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
