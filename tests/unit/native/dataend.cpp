#include "dataend.h"

#include "files/scan.h"
#include "native/preamblereader.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QTest>

namespace dataend {

model::Job sendingJob(const QString &path, const model::PeerId &peer)
{
    const auto scanned = files::scan({path}, std::atomic_bool(false));
    if (!scanned)
        qFatal("cannot scan %s", qPrintable(path));
    model::Job job;
    job.transfer = model::TransferId::random();
    job.peer = peer;
    job.direction = model::Direction::Out;
    job.manifest = scanned->manifest;
    job.sources = std::make_shared<const QStringList>(scanned->sources);
    return job;
}

model::Job receivingJob(const model::Job &sending, const model::PeerId &peer, const QString &base)
{
    model::Job job;
    job.transfer = sending.transfer;
    job.round = sending.round;
    job.peer = peer;
    job.direction = model::Direction::In;
    job.manifest = sending.manifest;
    job.skip = sending.skip;
    job.partial = sending.partial;
    job.targetFolder = base + QStringLiteral("/target");
    job.stateFolder = base + QStringLiteral("/state");
    return job;
}

QByteArray noise(qsizetype size, quint32 seed)
{
    QRandomGenerator random(seed);
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = char(random.generate());
    return bytes;
}

void writeFile(const QString &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
}

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArrayLiteral("cannot be read");
}

QStringList below(const QString &folder)
{
    QStringList paths;
    QDirIterator it(folder, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                    QDirIterator::Subdirectories);
    while (it.hasNext())
        paths.append(QDir(folder).relativeFilePath(it.next()));
    paths.sort();
    return paths;
}

DataEnd::DataEnd(const native::DataTimings &timings)
    : DataEnd(*identity::Identity::generate(), timings)
{
}

DataEnd::DataEnd(std::shared_ptr<const identity::Identity> identity, const native::DataTimings &timings)
    : connections(identity, timings)
    , m_identity(std::move(identity))
{
    connect(&m_acceptor, &net::Acceptor::accepted, this, &DataEnd::accept, Qt::DirectConnection);
    if (!m_acceptor.listen(0))
        qFatal("cannot listen");
    connect(&connections, &native::DataConnections::jobFinished, this,
            [this](const model::JobOutcome &outcome) { outcomes.push_back(outcome); });
    connect(&connections, &native::DataConnections::jobProgressed, this,
            [this](const model::TransferId &, quint64 bytes) { progress.push_back(bytes); });
}

model::Endpoint DataEnd::endpoint() const
{
    return {QStringLiteral("127.0.0.1"), m_acceptor.port()};
}

void DataEnd::linkWith(DataEnd &other)
{
    connect(
        &connections, &native::DataConnections::again, &other,
        [this, &other](const model::PeerId &, const wire::Again &again) { other.connections.receive(id(), again); });
}

void DataEnd::accept(qintptr descriptor, const QHostAddress &from)
{
    auto *reader = new native::PreambleReader(descriptor, std::chrono::seconds(3), this);
    connect(reader, &native::PreambleReader::arrived, this, [this, reader, from](wire::ConnectionKind) {
        ++arrived;
        connections.accept(reader->release(), m_unproved.admit(from));
        reader->deleteLater();
    });
    connect(reader, &native::PreambleReader::failed, reader, &QObject::deleteLater);
}

} // namespace dataend
