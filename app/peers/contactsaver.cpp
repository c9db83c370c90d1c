#include "peers/contactsaver.h"

#include "base/then.h"

#include <QLoggingCategory>

namespace peers {
namespace {

Q_LOGGING_CATEGORY(lcPeers, "landline.peers", QtInfoMsg)

constexpr std::chrono::seconds pause {30};

} // namespace

ContactSaver::ContactSaver(store::PeerStore &store, const base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(clock)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &ContactSaver::saveDue);
}

ContactSaver::~ContactSaver()
{
    for (const store::StoredPeer &peer : std::as_const(m_unsaved))
        std::ignore = m_store.save(peer);
}

void ContactSaver::saveNow(const store::StoredPeer &peer)
{
    m_unsaved.remove(peer.contact.peer);
    m_savedAt.insert(peer.contact.peer, m_clock.steady());
    base::then(m_store.save(peer), this, [this, peer](const base::Result<bool> &saved) {
        if (!saved)
            notSaved(peer, saved.error());
    });
}

void ContactSaver::notSaved(const store::StoredPeer &peer, const base::Error &error)
{
    qCWarning(lcPeers) << "contact" << peer.contact.peer.shortText() << "not saved:" << error.detail;
    const bool isForgotten = !m_savedAt.contains(peer.contact.peer);
    if (!isForgotten && !m_unsaved.contains(peer.contact.peer))
        m_unsaved.insert(peer.contact.peer, peer);
    if (!m_unsaved.isEmpty() && !m_timer.isActive())
        m_timer.start(pause);
}

void ContactSaver::saveSoon(const store::StoredPeer &peer)
{
    const auto savedAt = m_savedAt.constFind(peer.contact.peer);
    if (savedAt == m_savedAt.constEnd() || m_clock.steady() - *savedAt >= pause)
        return saveNow(peer);
    m_unsaved.insert(peer.contact.peer, peer);
    if (!m_timer.isActive())
        m_timer.start(pause);
}

void ContactSaver::forget(const model::PeerId &peer)
{
    m_unsaved.remove(peer);
    m_savedAt.remove(peer);
}

void ContactSaver::saveDue()
{
    const QHash<model::PeerId, store::StoredPeer> unsaved = m_unsaved;
    for (const store::StoredPeer &peer : unsaved)
        saveSoon(peer);
}

} // namespace peers
