#pragma once

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "chat/chatservice.h"
#include "gateway/gateways.h"
#include "outbox/outbox.h"
#include "peers/peerdirectory.h"
#include "settings/settings.h"
#include "transfer/transferqueue.h"

#include <QFuture>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace core {

struct Options {
    QString profile; // folder; empty: the system's place for application data
    bool profileGiven = false; // then received files go to <profile>/received
    QString name; // --name; empty: the setting, else the account's name
    std::optional<quint16> port; // --port
    bool headless = false;
};

struct Status {
    model::PeerId self;
    QString name;
    quint16 port = 0;
    quint16 discoveryPort = 0;
    QString version;
    QString qtVersion;
    QString tls;
    QString profile;
    bool headless = false;
    int peers = 0; // that can be reached at all
    qint64 longestStallMs = 0; // since the last reading
};

// The whole program without a window: makes, connects, starts and stops every service. Main thread; two can live in
// one process. Destruction is the reverse of construction.
class Core : public QObject
{
    Q_OBJECT
public:
    // Tests give a gateway of their own; by default the native one is made.
    using MakeGateway = std::function<std::unique_ptr<gateway::Gateway>()>;

    explicit Core(Options options, MakeGateway makeGateway = {}, QObject *parent = nullptr);
    ~Core() override;

    void start(); // ready() or failed() follows
    void stop(); // ends transfers' jobs, says goodbye, drains the store; at most 2 s; once

    [[nodiscard]] bool isReady() const;
    [[nodiscard]] model::PeerId self() const; // null before ready()
    [[nodiscard]] QString ownName() const;
    [[nodiscard]] const gateway::LineReport &line() const; // ports, networks, faults
    [[nodiscard]] Status status(); // reading resets longestStallMs
    [[nodiscard]] QString tlsBackend() const; // "" before start()
    [[nodiscard]] QString profile() const;
    [[nodiscard]] QString receiveFolder() const;
    // Where the damaged database of this profile was moved at this start; empty: it was sound. Known before ready().
    [[nodiscard]] QString damagedHistory() const;
    // Six groups of five digits to compare with that peer.
    [[nodiscard]] QFuture<QString> safetyCode(const model::PeerId &peer) const;

    // A peer on another network: dialled now, answered by manualPeerTried() within 10 s, remembered when reached.
    void addManualPeer(const model::Endpoint &endpoint);
    // Dialled again and again from here on, also after restarts, whether it was ever reached or not.
    void rememberManualPeer(const model::Endpoint &endpoint);
    void removeManualPeer(const model::Endpoint &endpoint);
    void retryPort(); // the wanted port may be free again
    void keepPort(); // from here on the port we have is the one we want
    void announce();

    [[nodiscard]] const base::Clock &clock() const;
    [[nodiscard]] settings::Settings &settings();
    [[nodiscard]] gateway::Gateways &gateways();
    [[nodiscard]] peers::PeerDirectory &peers();
    [[nodiscard]] outbox::Outbox &outbox();
    [[nodiscard]] chat::ChatService &chat();
    [[nodiscard]] transfer::TransferQueue &transfers();

signals:
    void ready();
    void failed(const base::Error &error); // cannot run at all: identity, TLS back end, profile folder
    void lineChanged(const gateway::LineReport &report);
    void manualPeerTried(const model::Endpoint &endpoint, const model::PeerId &peer, const base::Error &error);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace core
