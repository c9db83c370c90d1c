#pragma once

#include "chat/timeline.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <map>

namespace ui {

// The messages of one conversation near the viewport: read in pages when wanted, forgotten when far away. Main thread;
// owned by the view.
class MessagePages : public QObject
{
    Q_OBJECT
public:
    static constexpr qint64 pageSize = 64;

    MessagePages(chat::ChatService &chat, const model::PeerId &peer, QObject *parent = nullptr);

    [[nodiscard]] const model::PeerId &peer() const { return m_timeline.peer(); }
    [[nodiscard]] qint64 first() const { return std::max<qint64>(m_timeline.firstSeq(), 1); }
    [[nodiscard]] qint64 last() const { return m_last; } // 0: empty

    // Asks for what is missing of from..to, and forgets what is far from it.
    void want(qint64 from, qint64 to);

    [[nodiscard]] bool isLoaded(qint64 seq) const { return m_loaded.contains(pageOf(seq)); }
    [[nodiscard]] const model::Message *at(qint64 seq) const; // null: not loaded, or deleted
    [[nodiscard]] qint64 seqOf(const model::MessageId &id) const { return m_numbers.value(id, 0); } // 0: not loaded
    // The nearest message before or after that is there and loaded; null: none, or not known.
    [[nodiscard]] const model::Message *before(qint64 seq) const;
    [[nodiscard]] const model::Message *after(qint64 seq) const;
    // Loaded messages of from..to, oldest first.
    [[nodiscard]] QList<const model::Message *> range(qint64 from, qint64 to) const;
    // Straight from the store, without keeping them.
    [[nodiscard]] QFuture<base::Result<QList<model::Message>>> read(qint64 from, int count) const
    {
        return m_timeline.page(from, count);
    }

signals:
    void loaded(qint64 from, qint64 to); // a page came
    void appended(const model::Message &message);
    void changed(qint64 seq); // text or state of a loaded message
    void removed(qint64 seq);
    void failed(const base::Error &error);

private:
    [[nodiscard]] static qint64 pageOf(qint64 seq) { return (seq - 1) / pageSize; }
    void request(qint64 page);
    void take(qint64 page, const QList<model::Message> &messages);
    void put(const model::Message &message);
    void dropPage(qint64 page);
    void dropFar(qint64 firstPage, qint64 lastPage);
    void append(const model::Message &message);
    void change(const model::Message &message);
    void remove(const model::MessageId &id);

    chat::Timeline m_timeline;
    qint64 m_last = 0;
    std::map<qint64, model::Message> m_messages;
    QHash<model::MessageId, qint64> m_numbers;
    QSet<qint64> m_loaded; // pages
    QSet<qint64> m_asked; // pages on their way
};

} // namespace ui
