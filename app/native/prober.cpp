#include "native/prober.h"

using base::Error;
using base::Fault;

namespace native {

Prober::Prober(LinkTable &table, QObject *parent)
    : QObject(parent)
    , m_table(table)
{
}

Prober::~Prober() = default;

void Prober::probe(const model::Endpoint &endpoint)
{
    if (m_probes.size() >= mostAtOnce) {
        emit probed(endpoint, {}, {Fault::TooMany, QStringLiteral("lookup: too many probes at once")});
        return;
    }
    const quint64 number = ++m_next;
    Probe &probe = m_probes[number];
    probe.dial.reset(new Dial(m_table, {endpoint}, {}));
    probe.limit.reset(new QTimer);
    probe.limit->setSingleShot(true);
    connect(probe.limit.get(), &QTimer::timeout, this, [this, number, endpoint] {
        end(number, endpoint, {}, {Fault::Timeout, m_probes[number].dial->step() + QStringLiteral(": no answer in time")});
    });
    connect(probe.dial.get(), &Dial::ended, this,
            [this, number, endpoint](const model::PeerId &peer, const Error &error) {
                end(number, endpoint, peer, error);
            });
    probe.limit->start(m_table.timings().probe);
    probe.dial->start();
}

void Prober::stop()
{
    m_probes.clear();
}

void Prober::end(quint64 number, const model::Endpoint &endpoint, const model::PeerId &peer, const Error &error)
{
    m_probes.erase(number);
    emit probed(endpoint, peer, error);
}

} // namespace native
