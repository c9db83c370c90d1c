#include "core/profile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace core {
namespace {

// A Unix socket's path has 108 bytes, and QLocalServer needs some for a temporary name beside it.
constexpr qsizetype longestSocketPath = 90;

#ifdef Q_OS_UNIX
// A folder of ours alone in /tmp; somebody else's folder of that name is not used.
bool makePrivateFolder(const QString &folder)
{
    const QByteArray path = QFile::encodeName(folder);
    if (::mkdir(path.constData(), 0700) == 0)
        return true;
    struct stat info = {};
    return ::lstat(path.constData(), &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == ::getuid()
        && (info.st_mode & 077) == 0;
}
#endif

} // namespace

Profile::Profile(const QString &folder)
    : m_isDefault(folder.isEmpty())
{
    const QString wanted
        = m_isDefault ? QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) : folder;
    m_folder = QDir::cleanPath(QFileInfo(wanted).absoluteFilePath());
}

base::Result<bool> Profile::create() const
{
    const QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    // A folder that was there before may be anybody's: what we put into it is private by itself.
    const bool isOurs = !QFileInfo::exists(m_folder);
    if (!QDir().mkpath(m_folder) || !QFileInfo(m_folder).isWritable())
        return base::failure(base::Fault::CannotWrite, m_folder);
    if (isOurs)
        QFile::setPermissions(m_folder, ownerOnly);
    for (const QString &folder : {partsFolder(), logFolder()}) {
        if (!QDir().mkpath(folder))
            return base::failure(base::Fault::CannotWrite, folder);
        QFile::setPermissions(folder, ownerOnly);
    }
    return true;
}

QString Profile::socketName() const
{
    const QString canonical = QFileInfo(m_folder).canonicalFilePath();
    const QString path = canonical.isEmpty() ? m_folder : canonical;
    const QByteArray hash
        = QCryptographicHash::hash(QFile::encodeName(path), QCryptographicHash::Sha256).toHex().left(16);
#ifdef Q_OS_UNIX
    const QString inFolder = path + QStringLiteral("/socket");
    if (QFile::encodeName(inFolder).size() <= longestSocketPath)
        return inFolder;
    const QString shared = QStringLiteral("/tmp/landline-%1").arg(::getuid());
    return makePrivateFolder(shared) ? shared + u'/' + QString::fromLatin1(hash) : inFolder;
#else
    return QStringLiteral("landline-") + QString::fromLatin1(hash);
#endif
}

QString Profile::receiveFolder() const
{
    if (!m_isDefault)
        return inside(QStringLiteral("received"));
    return QStandardPaths::writableLocation(QStandardPaths::DownloadLocation) + QStringLiteral("/Landline");
}

} // namespace core
