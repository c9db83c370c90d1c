#include "ui/common/fileicon.h"

#include <QHash>
#include <QSet>
#include <QStringList>

namespace ui {
namespace {

QString endingOf(const QString &name)
{
    const qsizetype dot = name.lastIndexOf(u'.');
    return dot < 0 ? QString() : name.mid(dot + 1).toLower();
}

QHash<QString, QString> iconsByEnding()
{
    const std::initializer_list<std::pair<const char *, const char *>> groups = {
        {"file-text", "txt md pdf doc docx odt rtf xls xlsx ods csv ppt pptx odp epub"},
        {"file-image", "png jpg jpeg gif webp bmp tif tiff heic avif svg ico raw"},
        {"file-video", "mp4 mkv mov avi webm wmv mpg mpeg m4v"},
        {"file-audio", "mp3 flac wav ogg opus m4a aac wma"},
        {"file-archive", "zip tar gz xz bz2 zst 7z rar tgz iso img"},
        {"file-code", "c cpp h hpp cs java rs go html css json xml yml yaml toml cmake sql ts tsx kt swift"},
    };
    QHash<QString, QString> icons;
    for (const auto &[icon, endings] : groups) {
        for (const QString &ending : QString::fromLatin1(endings).split(u' '))
            icons.insert(ending, QString::fromLatin1(icon));
    }
    return icons;
}

QSet<QString> programEndings()
{
    const QString endings = QStringLiteral(
        "exe msi bat cmd com scr pif lnk url ps1 vbs vbe js jse wsf hta jar reg cpl dll msc appx msix "
        "sh bash run bin desktop appimage deb rpm flatpakref snap py pl rb app dmg pkg command apk docm xlsm pptm");
    const QStringList words = endings.split(u' ');
    return QSet<QString>(words.cbegin(), words.cend());
}

} // namespace

QString fileIcon(const QString &name)
{
    static const QHash<QString, QString> icons = iconsByEnding();
    if (isProgram(name))
        return QStringLiteral("file-program");
    return icons.value(endingOf(name), QStringLiteral("file"));
}

bool isProgram(const QString &name)
{
    static const QSet<QString> endings = programEndings();
    return endings.contains(endingOf(name));
}

} // namespace ui
