#include "ui/desktop/notifications.h"

#include <QCoreApplication>
#include <QDBusArgument>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusServiceWatcher>

namespace ui {

// The server's raw picture: width, height, row stride, alpha, bits per sample, channels, bytes.
struct RawPicture {
    QImage image;
};

QDBusArgument &operator<<(QDBusArgument &argument, const RawPicture &raw)
{
    const QImage image = raw.image.convertToFormat(QImage::Format_RGBA8888);
    argument.beginStructure();
    argument << image.width() << image.height() << int(image.bytesPerLine()) << true << 8 << 4
             << QByteArray(reinterpret_cast<const char *>(image.constBits()), qsizetype(image.sizeInBytes()));
    argument.endStructure();
    return argument;
}

// Never received; the type system wants both directions.
const QDBusArgument &operator>>(const QDBusArgument &argument, RawPicture &)
{
    return argument;
}

} // namespace ui

Q_DECLARE_METATYPE(ui::RawPicture)

namespace ui {
namespace {

const QString service = QStringLiteral("org.freedesktop.Notifications");
const QString path = QStringLiteral("/org/freedesktop/Notifications");
const QString desktopEntry = QStringLiteral("io.github.landline_app.Landline");
const QString inlineReply = QStringLiteral("inline-reply");
constexpr int pictureSide = 64; // larger ones only load the bus
constexpr qsizetype longestBody = 400;
constexpr qsizetype mostEarly = 50;

QDBusMessage method(const QString &name)
{
    return QDBusMessage::createMethodCall(service, path, service, name);
}

QString categoryOf(Notice::Kind kind)
{
    switch (kind) {
    case Notice::Kind::Message:
    case Notice::Kind::Offer: return QStringLiteral("im.received");
    case Notice::Kind::Done: return QStringLiteral("transfer.complete");
    case Notice::Kind::Failed: return QStringLiteral("transfer.error");
    }
    return {};
}

QStringList actionsOf(const Notice &notice, bool repliesInside)
{
    QStringList actions{QStringLiteral("default"), Notifications::tr("Open")};
    if (notice.kind == Notice::Kind::Message && notice.canReply)
        actions += {repliesInside ? inlineReply : QStringLiteral("reply"), Notifications::tr("Reply")};
    if (notice.kind == Notice::Kind::Offer) {
        actions += {QStringLiteral("accept"), Notifications::tr("Accept")};
        actions += {QStringLiteral("decline"), Notifications::tr("Decline")};
    }
    return actions;
}

QVariantMap hintsOf(const Notice &notice)
{
    QVariantMap hints{{QStringLiteral("desktop-entry"), desktopEntry},
                      {QStringLiteral("category"), categoryOf(notice.kind)},
                      {QStringLiteral("urgency"), QVariant::fromValue(uchar(1))}};
    if (notice.canReply)
        hints.insert(QStringLiteral("x-kde-reply-placeholder-text"), Notifications::tr("Reply"));
    if (!notice.picture.isNull()) {
        const QImage small = notice.picture.scaled(pictureSide, pictureSide, Qt::KeepAspectRatio,
                                                   Qt::SmoothTransformation);
        hints.insert(QStringLiteral("image-data"), QVariant::fromValue(RawPicture{small}));
    }
    return hints;
}

} // namespace

Notifications::Notifications(QObject *parent)
    : Notifications(QDBusConnection::sessionBus(), parent)
{
}

Notifications::Notifications(const QDBusConnection &bus, QObject *parent)
    : QObject(parent)
    , m_bus(bus)
{
    qDBusRegisterMetaType<RawPicture>();
    if (!m_bus.isConnected())
        return;
    listen();
    askCapabilities();
}

void Notifications::listen()
{
    const auto on = [this](const char *signal, const char *slot) {
        m_bus.connect(service, path, service, QString::fromLatin1(signal), this, slot);
    };
    on("ActionInvoked", SLOT(onAction(uint,QString)));
    on("NotificationClosed", SLOT(onClosed(uint,uint)));
    on("ActivationToken", SLOT(onToken(uint,QString)));
    on("NotificationReplied", SLOT(onReply(uint,QString)));
    // A server that starts anew knows nothing of ours.
    auto *watcher = new QDBusServiceWatcher(service, m_bus, QDBusServiceWatcher::WatchForRegistration, this);
    connect(watcher, &QDBusServiceWatcher::serviceRegistered, this, [this] {
        m_live.clear();
        askCapabilities();
    });
}

void Notifications::askCapabilities()
{
    auto *call = new QDBusPendingCallWatcher(m_bus.asyncCall(method(QStringLiteral("GetCapabilities"))), this);
    connect(call, &QDBusPendingCallWatcher::finished, this, [this, call] {
        call->deleteLater();
        const QDBusPendingReply<QStringList> reply = *call;
        m_capabilities = reply.isError() ? QStringList() : reply.value();
        m_ready = true;
        for (const Notice &notice : std::exchange(m_early, {}))
            show(notice);
    });
}

bool Notifications::canReplyInside() const
{
    return m_capabilities.contains(inlineReply);
}

void Notifications::show(const Notice &notice)
{
    if (!m_bus.isConnected())
        return;
    if (!m_ready) {
        if (m_early.size() < mostEarly)
            m_early.append(notice);
        return;
    }
    Live &live = m_live[notice.key];
    live.withdrawn = false;
    if (live.asking)
        live.next = notice;
    else
        send(notice);
}

void Notifications::send(const Notice &notice)
{
    Live &live = m_live[notice.key];
    live.asking = true;
    live.next.reset();
    QString body = notice.body.size() > longestBody ? notice.body.left(longestBody) + QChar(0x2026) : notice.body;
    if (m_capabilities.contains(QStringLiteral("body-markup")))
        body = body.toHtmlEscaped();
    QDBusMessage notify = method(QStringLiteral("Notify"));
    notify.setArguments({QCoreApplication::applicationName(), live.id, desktopEntry, notice.title, body,
                         actionsOf(notice, canReplyInside()), hintsOf(notice), -1});
    auto *call = new QDBusPendingCallWatcher(m_bus.asyncCall(notify), this);
    connect(call, &QDBusPendingCallWatcher::finished, this, [this, call, key = notice.key] {
        call->deleteLater();
        const QDBusPendingReply<uint> reply = *call;
        onShown(key, reply.isError() ? 0 : reply.value());
    });
}

void Notifications::onShown(const QString &key, uint id)
{
    const auto live = m_live.find(key);
    if (live == m_live.end())
        return;
    live->asking = false;
    live->id = id;
    if (live->next)
        return send(*std::exchange(live->next, {}));
    if (!live->withdrawn && id != 0)
        return;
    m_live.erase(live);
    close(id);
}

void Notifications::withdraw(const QString &key)
{
    m_early.removeIf([&key](const Notice &notice) { return notice.key == key; });
    const auto live = m_live.find(key);
    if (live == m_live.end())
        return;
    if (live->asking) {
        live->withdrawn = true;
        live->next.reset();
        return;
    }
    const uint id = live->id;
    m_live.erase(live);
    close(id);
}

void Notifications::close(uint id)
{
    if (id == 0)
        return;
    QDBusMessage message = method(QStringLiteral("CloseNotification"));
    message.setArguments({id});
    m_bus.asyncCall(message);
}

QString Notifications::keyOf(uint id) const
{
    for (auto live = m_live.cbegin(); live != m_live.cend(); ++live) {
        if (live->id == id && id != 0)
            return live.key();
    }
    return {};
}

void Notifications::activate(uint id, Action action, const QString &text)
{
    const QString key = keyOf(id);
    if (!key.isEmpty())
        emit activated(key, action, text, m_live.value(key).token);
}

void Notifications::onAction(uint id, const QString &action)
{
    if (action == QLatin1String("default"))
        activate(id, Action::Open);
    else if (action == QLatin1String("reply"))
        activate(id, Action::Reply);
    else if (action == QLatin1String("accept"))
        activate(id, Action::Accept);
    else if (action == QLatin1String("decline"))
        activate(id, Action::Decline);
}

void Notifications::onReply(uint id, const QString &text)
{
    activate(id, Action::Reply, text);
}

void Notifications::onToken(uint id, const QString &token)
{
    const QString key = keyOf(id);
    if (!key.isEmpty())
        m_live[key].token = token;
}

void Notifications::onClosed(uint id, uint)
{
    const auto live = m_live.find(keyOf(id));
    if (live == m_live.end())
        return;
    if (live->asking)
        live->id = 0;
    else
        m_live.erase(live);
}

} // namespace ui
