#pragma once

#include "store/messagestore.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <deque>

namespace chat {

// Puts messages of others into the store in the order each of them sent. What the store cannot take (a full disk) is
// held and tried again, later ones behind it, so that no line overtakes another. Main thread; owned by ChatService.
class Intake : public QObject
{
    Q_OBJECT
public:
    static constexpr qsizetype mostHeld = 256; // per sender; a link has no more unacknowledged (PROTOCOL.md 1)
    static constexpr std::chrono::milliseconds retryDelay{1000};

    explicit Intake(store::MessageStore &store, QObject *parent = nullptr);

    void take(const model::Message &message);
    // Their link ended: whatever is not stored comes again, in order, on the next one.
    void forget(const model::PeerId &sender);

signals:
    void stored(const model::Message &message); // committed just now
    void known(const model::Message &message); // a repeat; as it was sent, not as it is stored
    void failed(const base::Error &error); // once until something can be stored again

private:
    struct Line {
        std::deque<model::Message> held;
        bool overflowed = false; // some were dropped: nothing more before they are sent again
    };

    void append(const model::Message &message);
    void finish(const model::Message &message, const base::Result<store::Appended> &appended);
    void hold(const model::Message &message);
    void retry();

    store::MessageStore &m_store;
    QHash<model::PeerId, Line> m_lines; // only senders with something held
    QTimer m_retry;
    bool m_failing = false;
};

} // namespace chat
