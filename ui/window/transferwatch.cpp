#include "ui/window/transferwatch.h"

namespace ui {
namespace {

using namespace std::chrono_literals;

constexpr auto pause = 500ms;

} // namespace

TransferWatch::TransferWatch(transfer::TransferQueue &transfers, const QString &applicationId, QObject *parent)
    : QObject(parent)
    , m_transfers(transfers)
    , m_progress(applicationId)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(pause);
    connect(&m_soon, &QTimer::timeout, this, &TransferWatch::refresh);
    const auto soon = [this] {
        if (!m_soon.isActive())
            m_soon.start();
    };
    connect(&transfers, &transfer::TransferQueue::changed, this, soon);
    connect(&transfers, &transfer::TransferQueue::removed, this, soon);
}

void TransferWatch::refresh()
{
    const transfer::Overall all = m_transfers.overall();
    m_awake.setHeld(all.running > 0);
    if (all.running > 0 && all.bytesTotal > 0)
        m_progress.show(double(all.bytesDone) / double(all.bytesTotal));
    else
        m_progress.show({});
}

} // namespace ui
