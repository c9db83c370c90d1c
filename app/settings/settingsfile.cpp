#include "settings/settingsfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>

#include <filesystem>

namespace settings {
namespace {

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

} // namespace

QHash<QString, QVariant> readFile(const QString &file)
{
    const QFileInfo info(file);
    if (!info.isFile() || info.size() > largestFile)
        return {};
    const QSettings reader(file, QSettings::IniFormat);
    if (reader.status() != QSettings::NoError)
        return {};
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
