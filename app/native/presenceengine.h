#pragma once

#include "base/clock.h"
#include "native/discovery.h"
#include "native/presenceanswers.h"
#include "native/presencebudget.h"
#include "native/presenceschedule.h"
#include "native/presencesilence.h"
#include "native/presencetable.h"
#include "native/presencetwin.h"
#include "native/presencevoice.h"
#include "native/presenceworld.h"
#include "net/datagrams.h"
#include "net/interfaces.h"
#include "wire/presence.h"

#include <QSet>

#include <optional>

namespace native {

// The whole logic of PROTOCOL.md 2, without sockets and timers: fed with datagrams and the time, it sends and tells
// through PresenceWorld. Owned by Discovery.
class PresenceEngine
{
public:
    // presenceengine_told.cpp
    PresenceEngine(std::shared_ptr<const identity::Identity> identity, quint32 epoch, const base::Clock &clock,
                   PresenceWorld &world);

    void setInterfaces(const QList<net::Interface> &interfaces);
    void start(quint16 port, quint16 discoveryPort, const Discovery::Own &own, const QList<model::Contact> &contacts);
    void stop(); // says goodbye
    void setOwn(const Discovery::Own &own);
    void setBlocked(const QSet<model::PeerId> &blocked);
    void setWatched(const QSet<model::PeerId> &watched);
    void announce();
    void networkChanged();
    void call(const model::PeerId &peer);
    void linkProved(const model::PeerId &peer, const model::Endpoint &endpoint);
    void linkEnded(const model::PeerId &peer);
    void dropCandidate(const model::PeerId &peer, const model::Endpoint &endpoint);

    void receive(const net::Datagram &datagram);
    void tick(); // does what is due
    [[nodiscard]] std::chrono::milliseconds nextDue() const; // max(): never

    [[nodiscard]] std::optional<Discovery::Heard> heard(const model::PeerId &peer) const; // nothing: gone or unknown
    [[nodiscard]] bool isFresh(const model::PeerId &peer) const;
    [[nodiscard]] QList<model::Endpoint> candidates(const model::PeerId &peer) const;
    [[nodiscard]] qsizetype peersRemembered() const { return qsizetype(m_table.rows().size()); }

private:
    // A datagram on its way in.
    struct Arrival {
        wire::SignedPresence content;
        model::PeerId peer;
        PresenceSource from;
        QByteArrayView bytes;
        QByteArray digest; // of them; made when something can be compared with it
        std::chrono::milliseconds now;
        PresenceBudget::Cause cause = PresenceBudget::Cause::None;

        [[nodiscard]] const wire::Presence &presence() const { return content.presence; }
        [[nodiscard]] bool isEchoed() const { return cause != PresenceBudget::Cause::None; }
    };
    enum class Solicit { Everybody, Nobody };

    // presenceengine.cpp: what comes in
    [[nodiscard]] bool isWelcome(const QHostAddress &from) const;
    [[nodiscard]] PresenceBudget::Cause causeOf(const PresenceRow *row, const wire::Presence &presence,
                                                std::chrono::milliseconds now) const;
    void judge(Arrival &arrival);
    void repeat(PresenceRow &row, const Arrival &arrival);
    [[nodiscard]] bool isGenuine(const PresenceRow *row, const Arrival &arrival) const;
    void accept(const Arrival &arrival);
    void sayGoodbye(PresenceRow *row, const Arrival &arrival);
    bool takeFields(PresenceRow &row, const Arrival &arrival);
    void takeStanding(PresenceRow &row, const Arrival &arrival);
    void asked(PresenceRow &row, const Arrival &arrival);
    void askIfRestored(PresenceRow &row, const Arrival &arrival);
    void obeyCall(const PresenceRow &row, const Arrival &arrival);

    // presenceengine_out.cpp: what time brings
    void tickSchedule(std::chrono::milliseconds now);
    void tickAnswers(std::chrono::milliseconds now);
    void tickSilence(std::chrono::milliseconds now);
    void startBurst(std::chrono::milliseconds now);
    void repeatBurst(std::chrono::milliseconds now);
    void sendAnswer(PresenceRow &row, std::chrono::milliseconds now);
    void sendProbe(PresenceRow &row, std::chrono::milliseconds now);
    [[nodiscard]] QByteArray tellNonce(PresenceRow &row, std::chrono::milliseconds now);
    [[nodiscard]] PresenceSilence::Care careFor(const PresenceRow &row) const;
    void lookAt(const PresenceRow &row);
    void lose(PresenceRow &row);
    void tellEvicted();

    const base::Clock &m_clock;
    PresenceWorld &m_world;
    PresenceVoice m_voice;
    PresenceBudget m_budget;
    PresenceTwin m_twin;
    PresenceTable m_table;
    PresenceSchedule m_schedule;
    PresenceAnswers m_answers;
    QList<net::Interface> m_interfaces;
    QSet<QHostAddress> m_known; // addresses outside our subnets that may speak: of contacts and proved links
    QSet<model::PeerId> m_blocked;
    QSet<model::PeerId> m_watched;
    quint16 m_port = 0;
    quint16 m_discoveryPort = 0;
    bool m_running = false;
    bool m_greetThisComputer = false; // with the first burst
    Solicit m_solicit = Solicit::Nobody;
    QByteArray m_burst; // the bytes that are repeated
    bool m_burstSolicits = false;
    PresenceNonce m_announced;
    PresenceNonce m_announcedBefore;
    std::chrono::milliseconds m_silenceDue = std::chrono::milliseconds::max();
};

} // namespace native
