#pragma once

#include "base/worker.h"
#include "files/descriptor.h"

#include <QElapsedTimer>
#include <QFuture>

#include <memory>

namespace files {

// Pushes written blocks to the disk beside the writing, every 64 MiB or 2 s, so that a power cut costs no more than
// that and the last flush is short. Order and failures do not matter: what is claimed later is read and hashed again,
// and the flush before the rename reports.
class BackgroundFlush
{
public:
    // `bytes` were written to `file`; both descriptors are borrowed.
    void wrote(const Descriptor &file, int journal, quint64 bytes);

private:
    struct Flusher {
    };

    std::unique_ptr<base::Worker<Flusher>> m_worker;
    QFuture<bool> m_running;
    QElapsedTimer m_age;
    quint64 m_bytes = 0;
};

} // namespace files
