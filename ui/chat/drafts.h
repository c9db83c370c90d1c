#pragma once

#include "model/peer.h"
#include "settings/settings.h"

#include <QHash>
#include <QObject>
#include <QTimer>

namespace ui {

// What was typed and not sent, for each conversation; in the settings within a second, so that it survives a crash.
// Main thread; owned by the window.
class Drafts : public QObject
{
    Q_OBJECT
public:
    static constexpr qsizetype most = 200; // conversations; beyond that a new one lives in memory only

    explicit Drafts(settings::Settings &settings, QObject *parent = nullptr);
    ~Drafts() override; // saves

    [[nodiscard]] QString of(const model::PeerId &peer) const { return m_texts.value(peer); }
    void set(const model::PeerId &peer, const QString &text); // blank: none

signals:
    void changed(const model::PeerId &peer);

private:
    void load();
    void save();

    settings::Settings &m_settings;
    QHash<model::PeerId, QString> m_texts;
    QTimer m_save;
};

} // namespace ui
