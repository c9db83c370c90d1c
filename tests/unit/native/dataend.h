#pragma once

#include "identity/identity.h"
#include "model/transfer.h"
#include "native/dataconnections.h"
#include "native/unproved.h"
#include "net/acceptor.h"

#include <QObject>
#include <QTemporaryDir>

#include <memory>
#include <vector>

namespace dataend {

// A manifest of files that hold `contents`, in a folder "top", and the folder itself on the disk.
[[nodiscard]] model::Job sendingJob(const QString &path, const model::PeerId &peer);
[[nodiscard]] model::Job receivingJob(const model::Job &sending, const model::PeerId &peer, const QString &base);
[[nodiscard]] QByteArray noise(qsizetype size, quint32 seed);
void writeFile(const QString &path, const QByteArray &bytes);
[[nodiscard]] QByteArray readFile(const QString &path);
[[nodiscard]] QStringList below(const QString &folder);

// One program's half of the data path: a key, a listener and its data connections; what its link would carry goes
// directly to the other end.
class DataEnd : public QObject
{
    Q_OBJECT
public:
    explicit DataEnd(const native::DataTimings &timings = {});

    [[nodiscard]] const model::PeerId &id() const { return m_identity->id(); }
    [[nodiscard]] std::shared_ptr<const identity::Identity> identity() const { return m_identity; }
    [[nodiscard]] model::Endpoint endpoint() const;
    void linkWith(DataEnd &other); // `again` goes over
    [[nodiscard]] bool ended() const { return !outcomes.empty(); }
    [[nodiscard]] const model::JobOutcome &outcome() const { return outcomes.back(); }
    [[nodiscard]] int unproved() const { return m_unproved.count(); }

    native::DataConnections connections;
    std::vector<model::JobOutcome> outcomes;
    std::vector<quint64> progress;
    int arrived = 0; // data connections

private:
    DataEnd(std::shared_ptr<const identity::Identity> identity, const native::DataTimings &timings);
    void accept(qintptr descriptor, const QHostAddress &from);

    std::shared_ptr<const identity::Identity> m_identity;
    native::Unproved m_unproved;
    net::Acceptor m_acceptor;
};

} // namespace dataend
