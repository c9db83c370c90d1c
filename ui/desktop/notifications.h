#pragma once

#include <QDBusConnection>
#include <QHash>
#include <QImage>
#include <QObject>
#include <QStringList>

#include <optional>

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

    void show(const Notice &notice);
    void withdraw(const QString &key); // read here, answered or over

    [[nodiscard]] bool canReplyInside() const;

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
        uint id = 0; // 0: the server has not answered
        bool asking = false;
        bool withdrawn = false; // while asking
        std::optional<Notice> next; // came while asking
        QString token;
    };

    void listen();
    void askCapabilities();
    void send(const Notice &notice);
    void onShown(const QString &key, uint id);
    void close(uint id);
    void activate(uint id, Action action, const QString &text = {});
    [[nodiscard]] QString keyOf(uint id) const; // "": of another program

    QDBusConnection m_bus;
    bool m_ready = false; // the server's abilities are known, or that there is none
    QStringList m_capabilities;
    QList<Notice> m_early; // before ready
    QHash<QString, Live> m_live;
};

} // namespace ui
