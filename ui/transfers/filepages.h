#pragma once

#include "transfer/transferqueue.h"

#include <QObject>
#include <QSet>
#include <QTimer>

namespace ui {

// The lines of what one transfer holds, a page at a time and only where somebody looks, so that their number does not
// matter. Follows the transfer while it runs. Main thread; owned by the window or dialog that shows them.
class FilePages : public QObject
{
    Q_OBJECT
public:
    enum class Show { All, Failed };
    static constexpr int pageSize = 200;

    FilePages(transfer::TransferQueue &queue, const model::TransferId &id, QObject *parent = nullptr);

    [[nodiscard]] const model::TransferId &transfer() const { return m_transfer; }
    [[nodiscard]] transfer::TransferQueue &queue() { return m_queue; }
    [[nodiscard]] bool isWhole() const; // everything that was to come is here
    [[nodiscard]] Show show() const { return m_show; }
    void setShow(Show show);
    // An offer's: what is left out counts as not wanted.
    void choose(const transfer::Choice &choice);

    [[nodiscard]] bool isReady() const { return m_isReady; } // the number of lines is known
    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] const transfer::EntryLine *at(int row) const; // null: not here yet
    void want(int from, int to); // those in sight; changed() follows
    // Of a choice: what comes.
    [[nodiscard]] const transfer::EntryPage &chosen() const { return m_chosen; }

signals:
    void changed();
    void failed(const base::Error &error);

private:
    void ask(int page);
    void take(int page, const base::Result<transfer::EntryPage> &result);
    void onChanged(const model::Transfer &transfer);
    void renew();
    void dropFar();

    transfer::TransferQueue &m_queue;
    const model::TransferId m_transfer;
    Show m_show = Show::All;
    std::optional<transfer::Choice> m_choice;
    QHash<int, QList<transfer::EntryLine>> m_pages;
    QSet<int> m_fresh; // asked for or here as they are by now
    transfer::EntryPage m_chosen;
    int m_count = 0;
    int m_from = 0; // page in sight
    int m_to = 0;
    int m_asked = 0; // and not answered
    int m_round = 0; // answers to earlier questions are late
    bool m_isReady = false;
    std::optional<model::Transfer> m_before;
    QTimer m_renew;
};

} // namespace ui
