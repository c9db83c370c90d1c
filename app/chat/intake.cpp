#include "chat/intake.h"

#include "base/then.h"

#include <utility>

namespace chat {

Intake::Intake(store::MessageStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    m_retry.setSingleShot(true);
    m_retry.setInterval(retryDelay);
    connect(&m_retry, &QTimer::timeout, this, &Intake::retry);
}

void Intake::take(const model::Message &message)
{
    if (m_lines.contains(message.peer))
        hold(message);
    else
        append(message);
}

void Intake::forget(const model::PeerId &sender)
{
    m_lines.remove(sender);
}

void Intake::append(const model::Message &message)
{
    base::then(m_store.append(message), this,
               [this, message](const base::Result<store::Appended> &appended) { finish(message, appended); });
}

void Intake::finish(const model::Message &message, const base::Result<store::Appended> &appended)
{
    if (appended) {
        m_failing = false;
        if (appended->isNew)
            emit stored(appended->message);
        else
            emit known(message);
        return;
    }
    hold(message);
    if (!std::exchange(m_failing, true))
        emit failed(appended.error());
}

void Intake::hold(const model::Message &message)
{
    Line &line = m_lines[message.peer];
    if (qsizetype(line.held.size()) >= mostHeld)
        line.overflowed = true;
    if (!line.overflowed)
        line.held.push_back(message);
    if (!m_retry.isActive())
        m_retry.start();
}

void Intake::retry()
{
    // Collected first: an answer of the store may come at once and hold a message again.
    std::deque<model::Message> held;
    for (auto line = m_lines.begin(); line != m_lines.end();) {
        held.insert(held.end(), line->held.begin(), line->held.end());
        line->held.clear();
        // Those that overflowed stay listed, deaf, until their link ends.
        line = line->overflowed ? std::next(line) : m_lines.erase(line);
    }
    for (const model::Message &message : held)
        append(message);
}

} // namespace chat
