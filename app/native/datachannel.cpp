#include "native/datachannel.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace native {
namespace {

using base::Fault;

// Small writes are collected to the first size, and TLS records on their way to and from the socket to the second: fewer
// calls, a quarter less of a core. (OpenSSL's own read-ahead moves all that it has read for every record it takes.)
constexpr qsizetype collectedBytes = 16 * 1024;
constexpr long recordsBytes = 264 * 1024;
constexpr qsizetype tlsRecordBytes = 16 * 1024; // the most one can hold

// AES-GCM keys wear out after some 2^24 records of 16 KiB; renewed long before (RFC 8446, 5.5).
constexpr quint64 keyBytes = quint64(64) * 1024 * 1024 * 1024;

constexpr std::chrono::milliseconds farewell {2000};
constexpr int mostWaitsForNothing = 2; // a receiver in between may take a window at a time

QString silentTooLong()
{
    return QStringLiteral("silent for too long");
}

} // namespace

DataChannel::DataChannel(SslPtr ssl, int descriptor)
    : m_ssl(std::move(ssl))
    , m_descriptor(descriptor)
{
    m_out.reserve(collectedBytes);
    m_in.reserve(tlsRecordBytes);
}

DataChannel::~DataChannel()
{
    m_ssl.reset();
    m_isClean ? closeSocket(m_descriptor) : resetSocket(m_descriptor);
}

void DataChannel::open(std::chrono::milliseconds silence)
{
    m_silence = silence;
    setBlocking(m_descriptor, silence);
    SSL_clear_mode(m_ssl.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_RELEASE_BUFFERS);
    SSL_set_mode(m_ssl.get(), SSL_MODE_AUTO_RETRY);
    BIO *records = BIO_new(BIO_f_buffer());
    BIO_set_buffer_size(records, recordsBytes);
    BIO_push(records, BIO_new_socket(m_descriptor, BIO_NOCLOSE));
    SSL_set_bio(m_ssl.get(), records, records);
}

base::Result<bool> DataChannel::read(char *buffer, qsizetype size)
{
    while (size > 0) {
        if (m_inAt < m_in.size()) {
            const qsizetype part = std::min(size, m_in.size() - m_inAt);
            std::memcpy(buffer, m_in.constData() + m_inAt, size_t(part));
            m_inAt += part;
            buffer += part;
            size -= part;
            continue;
        }
        const bool isSmall = size < tlsRecordBytes;
        if (isSmall)
            m_in.resize(tlsRecordBytes);
        const base::Result<qsizetype> got = isSmall ? readSome(m_in.data(), m_in.size()) : readSome(buffer, size);
        if (isSmall) {
            m_in.resize(got ? *got : 0);
            m_inAt = 0;
        }
        if (!got)
            return tl::unexpected(got.error());
        if (!isSmall) {
            buffer += *got;
            size -= *got;
        }
    }
    return true;
}

// At most what is left of one TLS record.
base::Result<qsizetype> DataChannel::readSome(char *buffer, qsizetype size)
{
    const bool isPaced = m_readPace && m_readPace->isLimited();
    const qsizetype wanted = isPaced ? std::min(size, m_readPace->slice()) : size;
    size_t got = 0;
    ERR_clear_error();
    const int result = SSL_read_ex(m_ssl.get(), buffer, size_t(wanted), &got);
    if (result != 1)
        return broken(result);
    if (isPaced)
        awaitTurn(*m_readPace, qsizetype(got));
    return qsizetype(got);
}

base::Result<bool> DataChannel::write(QByteArrayView bytes)
{
    // Large pieces go without another copy.
    if (m_out.size() + bytes.size() > collectedBytes) {
        const base::Result<bool> written = writeOut(m_out);
        m_out.resize(0);
        if (!written || bytes.size() > collectedBytes)
            return written ? writeOut(bytes) : written;
    }
    m_out.append(bytes);
    return true;
}

base::Result<bool> DataChannel::writeOut(QByteArrayView bytes)
{
    return m_writePace && m_writePace->isLimited() ? writePaced(bytes) : writeAtOnce(bytes);
}

base::Result<bool> DataChannel::writePaced(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const qsizetype part = std::min(bytes.size(), m_writePace->slice());
        awaitTurn(*m_writePace, part);
        const base::Result<bool> written = writeAtOnce(bytes.first(part));
        if (!written)
            return written;
        const base::Result<bool> flushed = flushRecords();
        if (!flushed)
            return flushed;
        bytes = bytes.sliced(part);
    }
    return true;
}

// A connection that ends meanwhile, or is interrupted, is noticed at once by whoever reads or writes next.
void DataChannel::awaitTurn(Pace &pace, qsizetype bytes)
{
    constexpr std::chrono::milliseconds look {100}; // the limit may be lifted
    const Pace::Turn turn = pace.book(bytes, Pace::Clock::now());
    for (auto left = pace.remaining(turn, Pace::Clock::now()); left.count() > 0;
         left = pace.remaining(turn, Pace::Clock::now())) {
        pollfd ended {m_descriptor, 0, 0};
        if (::poll(&ended, 1, int(std::min(left, look).count())) > 0)
            return;
    }
}

base::Result<bool> DataChannel::writeAtOnce(QByteArrayView bytes)
{
    m_sinceKeyUpdate += quint64(bytes.size());
    if (m_sinceKeyUpdate > keyBytes) {
        SSL_key_update(m_ssl.get(), SSL_KEY_UPDATE_NOT_REQUESTED);
        m_sinceKeyUpdate = 0;
    }
    for (qsizetype done = 0; done < bytes.size();) {
        size_t sent = 0;
        ERR_clear_error();
        const int result = SSL_write_ex(m_ssl.get(), bytes.data() + done, size_t(bytes.size() - done), &sent);
        if (result == 1)
            done += qsizetype(sent);
        else if (SSL_get_error(m_ssl.get(), result) != SSL_ERROR_WANT_WRITE || !mayWaitLonger())
            return broken(result);
    }
    return true;
}

base::Result<bool> DataChannel::flush()
{
    const base::Result<bool> written = writeOut(m_out);
    m_out.resize(0);
    return written ? flushRecords() : written;
}

base::Result<bool> DataChannel::flushRecords()
{
    BIO *records = SSL_get_wbio(m_ssl.get());
    while (BIO_flush(records) != 1) {
        if (!BIO_should_retry(records) || !mayWaitLonger())
            return broken(-1);
    }
    return true;
}

// A write waits for much room: on a line that drips that may take longer than silence may last. (TCP_USER_TIMEOUT ends
// such a connection although bytes arrive: while a window is small it counts on.)
bool DataChannel::mayWaitLonger()
{
    const std::optional<Acknowledged> now = acknowledged(m_descriptor);
    const bool answers = now && now->since < m_silence;
    m_waitsForNothing = answers && now->bytes > m_acknowledged ? 0 : m_waitsForNothing + 1;
    m_acknowledged = now ? now->bytes : 0;
    return answers && m_waitsForNothing < mostWaitsForNothing;
}

bool DataChannel::isStuck(std::chrono::milliseconds limit) const
{
    const std::optional<Acknowledged> now = acknowledged(m_descriptor);
    return now && !now->isAllOfThem && now->since >= limit;
}

void DataChannel::closeCleanly()
{
    m_isClean = true;
    ERR_clear_error();
    SSL_shutdown(m_ssl.get());
    BIO_flush(SSL_get_wbio(m_ssl.get()));
    ::shutdown(m_descriptor, SHUT_WR);
    // Closing with bytes unread would reset the connection, perhaps before our last word was read.
    const auto deadline = std::chrono::steady_clock::now() + farewell;
    std::array<char, 4096> rest;
    setBlocking(m_descriptor, farewell);
    while (::recv(m_descriptor, rest.data(), rest.size(), 0) > 0 && std::chrono::steady_clock::now() < deadline) { }
}

base::Result<DataChannel::Event> DataChannel::wait(int requests, std::chrono::milliseconds limit)
{
    std::array<pollfd, 2> waiting {pollfd {m_descriptor, POLLIN, 0}, pollfd {requests, POLLIN, 0}};
    const bool isPending = SSL_has_pending(m_ssl.get()) || BIO_pending(SSL_get_rbio(m_ssl.get())) > 0;
    const int ready = isPending ? 1 : ::poll(waiting.data(), waiting.size(), int(limit.count()));
    if (ready == 0 && isStuck(m_silence))
        return base::failure(Fault::Broken, silentTooLong());
    if (ready == 0 || (ready < 0 && errno == EINTR))
        return Event::Quiet;
    if (waiting[0].revents == 0 && waiting[1].revents != 0)
        return Event::Request;
    char byte = 0;
    size_t got = 0;
    ERR_clear_error();
    const int result = SSL_read_ex(m_ssl.get(), &byte, 1, &got);
    if (result == 1)
        return base::failure(Fault::Malformed, QStringLiteral("the receiver wrote on a data connection"));
    m_isClean = SSL_get_error(m_ssl.get(), result) == SSL_ERROR_ZERO_RETURN;
    if (m_isClean)
        return Event::Closed;
    return broken(result);
}

void DataChannel::interrupt()
{
    ::shutdown(m_descriptor, SHUT_RDWR);
}

tl::unexpected<base::Error> DataChannel::broken(int result) const
{
    const int error = errno;
    switch (SSL_get_error(m_ssl.get(), result)) {
    case SSL_ERROR_ZERO_RETURN: return base::failure(Fault::Broken, QStringLiteral("closed by the other side"));
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE: return base::failure(Fault::Broken, silentTooLong());
    case SSL_ERROR_SYSCALL: return base::failure(Fault::Broken, QString::fromLocal8Bit(std::strerror(error)));
    default: return base::failure(Fault::Broken, QStringLiteral("TLS failed"));
    }
}

} // namespace native
