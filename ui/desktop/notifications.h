#pragma once

#include <QDBusConnection>
#include <QHash>
#include <QImage>
#include <QObject>
#include <QStringList>

#include <functional>

namespace ui {

// One notification. `key` names what it is about (a conversation): a second one with the same key replaces the first.
struct Notice {
    enum class Kind { Message, Offer, Done, Failed };

    QString key;
    Kind kind = Kind::Message;
    QString title;
    QString body; // plain text; escaped where the server wants markup
    QImage picture; // null: none
    bool canReply = false;
};

// Client of org.freedesktop.Notifications. Every call is asynchronous; without a server nothing happens and nothing
// waits. Whether one is due is the caller's decision. Main thread.
class Notifications : public QObject
{
    Q_OBJECT
public:
    enum class Action { Open, Reply, Accept, Decline };

    explicit Notifications(QObject *parent = nullptr);
    Notifications(const QDBusConnection &bus, QObject *parent); // tests bring their own bus
    ~Notifications() override;

    void show(const Notice &notice);
    void withdraw(const QString &key); // read here, answered or over

    [[nodiscard]] bool canReplyInside() const { return m_capabilities.contains(QStringLiteral("inline-reply")); }

signals:
    // `text` is the answer typed into the notification, else empty (then Reply means: open and put the cursor there).
    // `activationToken` allows the window to come to the front; may be empty.
    void activated(const QString &key, ui::Notifications::Action action, const QString &text,
                   const QString &activationToken);

private slots:
    void onAction(uint id, const QString &action);
    void onClosed(uint id, uint reason);
    void onToken(uint id, const QString &token);
    void onReply(uint id, const QString &text);

private:
    struct Live {
        uint id = 0; // 0: asked for, not yet answered
        bool withdrawn = false; // before its id came
        std::function<void()> next; // a newer one waits for the id
        QString token;
    };

    void listen();
    void askCapabilities();
    void send(const Notice &notice, uint replaces);
    void onShown(const QString &key, uint id);
    void close(uint id);
    [[nodiscard]] QString keyOf(uint id) const;

    QDBusConnection m_bus;
    QStringList m_capabilities;
    QHash<QString, Live> m_live;
};

} // namespace ui
