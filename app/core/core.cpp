#include "core/core.h"

#include "base/then.h"
#include "core/profile.h"
#include "core/router.h"
#include "core/self.h"
#include "core/stallmeter.h"
#include "identity/safetycode.h"
#include "identity/tls.h"
#include "native/nativegateway.h"
#include "settings/keys.h"
#include "store/database.h"
#include "store/messagestore.h"
#include "store/peerstore.h"
#include "store/poststore.h"
#include "store/transferstore.h"

#include <QLoggingCategory>
#include <QtConcurrent>

Q_LOGGING_CATEGORY(lcCore, "landline.core", QtInfoMsg)

namespace core {
namespace {

namespace keys = settings::keys;

model::Notice noticeOf(model::Trust before, model::Trust now)
{
    switch (now) {
    case model::Trust::Verified:
        return before == model::Trust::Blocked ? model::Notice::Unblocked : model::Notice::Verified;
    case model::Trust::Blocked: return model::Notice::Blocked;
    case model::Trust::Unproven:
    case model::Trust::Unverified: break;
    }
    return before == model::Trust::Blocked ? model::Notice::Unblocked : model::Notice::Unverified;
}

} // namespace

// Services in layer order; destruction is the reverse.
class Core::Private
{
public:
    Private(Core &owner, Options given, MakeGateway make)
        : q(owner)
        , options(std::move(given))
        , makeGateway(std::move(make))
        , profile(options.profile)
        , created(profile.create())
        , settings(profile.settingsFile())
        , database(profile.databaseFile())
        , messages(database)
        , posts(database)
        , contacts(database)
        , stored(database)
        , peers(contacts, gateways, clock)
        , outbox(posts, gateways, peers)
        , chat(messages, settings, peers, outbox, gateways, clock)
        , transfers(stored, settings, peers, outbox, gateways, clock, {profile.partsFolder(), profile.receiveFolder()})
        , router(gateways, peers, outbox, chat, transfers)
    {
    }

    void connectServices();
    void fail(const base::Error &error);
    void openStore();
    void begin();
    void loadServices();
    void loadedOne();
    void tryStartGateways();
    void applySetup();
    void lineReported(const gateway::LineReport &report);
    void addNativeGateway();
    void saveManualPeers(const QStringList &texts);
    [[nodiscard]] gateway::Setup setup() const;
    [[nodiscard]] QString name() const;

    Core &q;
    Options options;
    MakeGateway makeGateway;
    const QString account = accountName();
    Profile profile;
    base::Result<bool> created;
    base::SystemClock clock;
    StallMeter stalls;
    settings::Settings settings;
    store::Database database;
    store::MessageStore messages;
    store::PostStore posts;
    store::PeerStore contacts;
    store::TransferStore stored;
    gateway::Gateways gateways;
    peers::PeerDirectory peers;
    outbox::Outbox outbox;
    chat::ChatService chat;
    transfer::TransferQueue transfers;
    Router router;

    Self self;
    QString damagedHistory;
    QString tls;
    gateway::LineReport line;
    int toLoad = 3; // directory, conversations, transfers
    bool started = false; // gateways
    bool ready = false;
    bool stopped = false;
};

void Core::Private::connectServices()
{
    connect(&peers, &peers::PeerDirectory::loaded, &q, [this] { loadedOne(); });
    connect(&chat, &chat::ChatService::loaded, &q, [this] { loadedOne(); });
    connect(&transfers, &transfer::TransferQueue::loaded, &q, [this] { loadedOne(); });
    connect(&peers, &peers::PeerDirectory::setupChanged, &q, [this] { applySetup(); });
    connect(&gateways, &gateway::Gateways::lineChanged, &q, [this](const auto &report) { lineReported(report); });
    connect(&gateways, &gateway::Gateways::probed, &q,
            [this](const model::Endpoint &endpoint, const model::PeerId &peer, const base::Error &error) {
                if (!peer.isNull())
                    q.rememberManualPeer(endpoint);
                emit q.manualPeerTried(endpoint, peer, error);
            });
    connect(&transfers, &transfer::TransferQueue::added, &q, [this](const model::Transfer &transfer) {
        chat.appendTransfer(transfer.peer, transfer.id, transfer.direction);
    });
    connect(&peers, &peers::PeerDirectory::trustSet, &q,
            [this](const model::PeerId &peer, model::Trust before, model::Trust now) {
                chat.appendNotice(peer, noticeOf(before, now));
            });
    connect(&settings, &settings::Settings::changed, &q, [this](const QString &key) {
        const bool isLimit = key == QLatin1String(keys::uploadLimit.key) || key == QLatin1String(keys::downloadLimit.key);
        if (key.startsWith(QLatin1String("network/")) || key == QLatin1String(keys::userName.key) || isLimit)
            applySetup();
    });
}

// Later, so that whoever called start() has connected by then.
void Core::Private::fail(const base::Error &error)
{
    QMetaObject::invokeMethod(
        &q, [this, error] { emit q.failed(error); }, Qt::QueuedConnection);
}

// Without a database nothing said would be kept, and who is blocked would not be known.
void Core::Private::openStore()
{
    base::then(database.damagedCopy(), &q, [this](const base::Result<QString> &damagedCopy) {
        if (!damagedCopy)
            return fail({damagedCopy.error().fault, QStringLiteral("landline.db: ") + damagedCopy.error().detail});
        damagedHistory = *damagedCopy;
        begin();
    });
}

void Core::Private::begin()
{
    if (stopped)
        return;
    loadServices();
    base::then(QtConcurrent::run(readSelf, profile), &q, [this](const base::Result<Self> &read) {
        if (!read)
            return fail(read.error());
        self = *read;
        tryStartGateways();
    });
}

void Core::Private::loadServices()
{
    peers.load();
    outbox.load();
    chat.load();
    transfers.load();
}

void Core::Private::loadedOne()
{
    --toLoad;
    tryStartGateways();
}

void Core::Private::tryStartGateways()
{
    if (toLoad > 0 || !self.identity || started || stopped)
        return;
    started = true;
    if (makeGateway)
        gateways.add(model::Network::Landline, makeGateway);
    else
        addNativeGateway();
    gateways.start(setup());
}

void Core::Private::addNativeGateway()
{
    gateways.add(model::Network::Landline, [self = self, &clock = clock] {
        return std::make_unique<native::NativeGateway>(self.identity, self.epoch, clock,
                                                       QStringLiteral("Landline " LANDLINE_VERSION));
    });
}

void Core::Private::applySetup()
{
    if (started && !stopped)
        gateways.update(setup());
}

void Core::Private::lineReported(const gateway::LineReport &report)
{
    line = report;
    emit q.lineChanged(report);
    if (!ready && (report.port != 0 || report.error.fault != base::Fault::None)) {
        ready = true;
        qCInfo(lcCore) << "reachable on port" << report.port;
        emit q.ready();
    }
}

gateway::Setup Core::Private::setup() const
{
    gateway::Setup setup;
    setup.name = name();
    const quint16 chosenPort = quint16(settings.get(keys::networkPort));
    setup.port = options.port.value_or(chosenPort);
    setup.portFixed = options.port.has_value() || settings.has(keys::networkPort);
    setup.discoveryPort = quint16(settings.get(keys::discoveryPort));
    setup.uploadLimit = quint64(settings.get(keys::uploadLimit));
    setup.downloadLimit = quint64(settings.get(keys::downloadLimit));
    setup.contacts = peers.contacts();
    setup.blocked = peers.withTrust(model::Trust::Blocked);
    setup.verified = peers.withTrust(model::Trust::Verified);
    for (const QString &text : settings.get(keys::manualPeers)) {
        const model::Endpoint endpoint = model::Endpoint::fromText(text, quint16(keys::networkPort.fallback));
        if (!endpoint.host.isEmpty())
            setup.manual.append(endpoint);
    }
    return setup;
}

QString Core::Private::name() const
{
    const QString chosen = settings.get(keys::userName);
    return chosen.isEmpty() ? account : chosen;
}

void Core::Private::saveManualPeers(const QStringList &texts)
{
    if (texts != settings.get(keys::manualPeers))
        settings.set(keys::manualPeers, texts);
}

Core::Core(Options options, MakeGateway makeGateway, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, std::move(options), std::move(makeGateway)))
{
    d->connectServices();
    if (keys::isShownName(d->options.name))
        d->settings.set(keys::userName, d->options.name);
}

Core::~Core()
{
    stop();
}

void Core::start()
{
    d->stalls.start();
    if (!d->created)
        return d->fail(d->created.error());
    const auto tls = identity::requireTls();
    if (!tls)
        return d->fail(tls.error());
    d->tls = *tls;
    qCInfo(lcCore) << "Landline" << LANDLINE_VERSION << "Qt" << qVersion() << "TLS" << d->tls;
    d->openStore();
}

void Core::stop()
{
    if (std::exchange(d->stopped, true))
        return;
    d->transfers.pauseAll();
    d->gateways.stop();
    qCInfo(lcCore) << "stopped";
}

bool Core::isReady() const
{
    return d->ready;
}

model::PeerId Core::self() const
{
    return d->self.identity ? d->self.identity->id() : model::PeerId();
}

QString Core::ownName() const
{
    return d->name();
}

const gateway::LineReport &Core::line() const
{
    return d->line;
}

Status Core::status()
{
    Status status;
    status.self = self();
    status.name = ownName();
    status.port = d->line.port;
    status.discoveryPort = d->line.discoveryPort;
    status.version = QStringLiteral(LANDLINE_VERSION);
    status.qtVersion = QString::fromLatin1(qVersion());
    status.tls = d->tls;
    status.profile = profile();
    status.headless = d->options.headless;
    for (const model::Peer &peer : d->peers.peers())
        status.peers += peer.reach >= model::Reach::Online ? 1 : 0;
    status.longestStallMs = d->stalls.takeLongest();
    return status;
}

QString Core::tlsBackend() const
{
    return d->tls;
}

QString Core::profile() const
{
    return d->profile.folder();
}

QString Core::receiveFolder() const
{
    const QString chosen = d->settings.get(keys::transferFolder);
    return chosen.isEmpty() ? d->profile.receiveFolder() : chosen;
}

QString Core::damagedHistory() const
{
    return d->damagedHistory;
}

QFuture<QString> Core::safetyCode(const model::PeerId &peer) const
{
    return identity::safetyCode(self(), peer);
}

void Core::addManualPeer(const model::Endpoint &endpoint)
{
    d->gateways.probe(endpoint);
}

void Core::rememberManualPeer(const model::Endpoint &endpoint)
{
    QStringList texts = d->settings.get(keys::manualPeers);
    if (!texts.contains(endpoint.toText()))
        texts.append(endpoint.toText());
    d->saveManualPeers(texts);
}

void Core::removeManualPeer(const model::Endpoint &endpoint)
{
    QStringList texts = d->settings.get(keys::manualPeers);
    texts.removeAll(endpoint.toText());
    d->saveManualPeers(texts);
}

void Core::retryPort()
{
    d->applySetup();
}

void Core::keepPort()
{
    if (d->line.port == 0)
        return;
    d->options.port.reset();
    d->settings.set(keys::networkPort, int(d->line.port));
}

void Core::announce()
{
    d->gateways.announce();
}

const base::Clock &Core::clock() const
{
    return d->clock;
}

settings::Settings &Core::settings()
{
    return d->settings;
}

gateway::Gateways &Core::gateways()
{
    return d->gateways;
}

peers::PeerDirectory &Core::peers()
{
    return d->peers;
}

outbox::Outbox &Core::outbox()
{
    return d->outbox;
}

chat::ChatService &Core::chat()
{
    return d->chat;
}

transfer::TransferQueue &Core::transfers()
{
    return d->transfers;
}

} // namespace core
