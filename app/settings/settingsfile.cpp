#include "settings/settingsfile.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QSettings>
#include <QStringDecoder>

#include <algorithm>
#include <filesystem>

namespace settings {
namespace {

Q_LOGGING_CATEGORY(lcSettingsFile, "landline.settings", QtInfoMsg)

constexpr qint64 largestFile = 64 * 1024 * 1024; // drafts lie in it

bool makePrivate(const QString &path)
{
    QFile::remove(path);
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::NewOnly)
           && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}

bool replace(const QString &from, const QString &to)
{
    std::error_code error;
    std::filesystem::rename(from.toStdU16String(), to.toStdU16String(), error);
    return !error;
}

// QSettings takes nearly anything for settings; what it writes itself is always text.
bool isText(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray bytes = file.readAll();
    const bool hasControls = std::any_of(bytes.begin(), bytes.end(), [](char c) {
        return (uchar(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == '\x7f';
    });
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(bytes);
    return !hasControls && !decoder.hasError() && file.error() == QFileDevice::NoError;
}

// The next save would replace it, and somebody may want to look what was in it.
void setAside(const QString &file)
{
    const QString aside = file + QStringLiteral(".damaged-") + QString::number(QDateTime::currentMSecsSinceEpoch());
    if (QFile::rename(file, aside))
        qCWarning(lcSettingsFile) << "the settings could not be read and are kept as" << QFileInfo(aside).fileName();
    else
        qCWarning(lcSettingsFile) << "the settings could not be read";
}

} // namespace

QHash<QString, QVariant> readFile(const QString &file)
{
    const QFileInfo info(file);
    if (!info.exists())
        return {};
    if (!info.isFile() || info.size() > largestFile || !isText(file)) {
        setAside(file);
        return {};
    }
    const QSettings reader(file, QSettings::IniFormat);
    if (reader.status() != QSettings::NoError) {
        setAside(file);
        return {};
    }
    QHash<QString, QVariant> values;
    const QStringList keys = reader.allKeys();
    for (const QString &key : keys)
        values.insert(key, reader.value(key));
    return values;
}

bool writeFile(const QString &file, const QHash<QString, QVariant> &values)
{
    const QString fresh = file + QStringLiteral(".new");
    QDir().mkpath(QFileInfo(file).path());
    if (!makePrivate(fresh))
        return false;
    {
        QSettings writer(fresh, QSettings::IniFormat);
        for (auto value = values.begin(); value != values.end(); ++value)
            writer.setValue(value.key(), value.value());
        writer.sync();
        if (writer.status() != QSettings::NoError)
            return false;
    }
    return replace(fresh, file);
}

} // namespace settings
