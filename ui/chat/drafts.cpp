#include "ui/chat/drafts.h"

#include "settings/keys.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace ui {
namespace {

using namespace std::chrono_literals;

constexpr auto savedWithin = 800ms;

} // namespace

Drafts::Drafts(settings::Settings &settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
{
    m_save.setSingleShot(true);
    m_save.setInterval(savedWithin);
    connect(&m_save, &QTimer::timeout, this, &Drafts::save);
    load();
}

Drafts::~Drafts()
{
    if (m_save.isActive())
        save();
}

void Drafts::set(const model::PeerId &peer, const QString &text)
{
    const bool had = m_texts.contains(peer);
    if (of(peer) == text)
        return;
    if (text.trimmed().isEmpty())
        m_texts.remove(peer);
    else
        m_texts.insert(peer, text);
    if (!m_save.isActive())
        m_save.start();
    if (had || m_texts.contains(peer))
        emit changed(peer);
}

void Drafts::load()
{
    const QJsonObject stored = QJsonDocument::fromJson(m_settings.get(settings::keys::drafts)).object();
    for (auto it = stored.begin(); it != stored.end(); ++it) {
        const model::PeerId peer = model::PeerId::fromText(it.key());
        if (!peer.isNull() && it->isString())
            m_texts.insert(peer, it->toString());
    }
}

void Drafts::save()
{
    QJsonObject stored;
    for (auto it = m_texts.cbegin(); it != m_texts.cend() && stored.size() < most; ++it)
        stored.insert(it.key().toText(), it.value());
    m_settings.set(settings::keys::drafts, QJsonDocument(stored).toJson(QJsonDocument::Compact));
}

} // namespace ui
