#pragma once

#include <QDir>
#include <QFile>
#include <QString>
#include <QTemporaryDir>

namespace support {

// A profile folder that is gone after the test.
class TempProfile
{
public:
    [[nodiscard]] QString path() const { return m_folder.path(); }
    [[nodiscard]] QString file(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString database() const { return file(QStringLiteral("landline.db")); }
    [[nodiscard]] QString settings() const { return file(QStringLiteral("settings.ini")); }

    // The absolute path of a folder below, made if it is not there.
    [[nodiscard]] QString folder(const QString &name) const
    {
        QDir(m_folder.path()).mkpath(name);
        return file(name);
    }
    // The absolute path; missing folders on the way are made.
    QString write(const QString &name, const QByteArray &bytes) const
    {
        QDir(m_folder.path()).mkpath(QFileInfo(name).path());
        QFile target(file(name));
        if (target.open(QIODevice::WriteOnly))
            target.write(bytes);
        return target.fileName();
    }
    [[nodiscard]] QByteArray read(const QString &name) const
    {
        QFile source(file(name));
        return source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray();
    }

private:
    QTemporaryDir m_folder;
};

} // namespace support
