#include "ui/common/fileicon.h"

#include <QHash>
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
        {"file-program", "exe msi bat cmd com scr sh run bin desktop appimage deb rpm flatpakref snap jar apk dmg pkg ps1"},
        {"file-code", "c cpp h hpp cs java rs go html css json xml yml yaml toml cmake sql ts tsx kt swift"},
    };
    QHash<QString, QString> icons;
    for (const auto &[icon, endings] : groups) {
        for (const QString &ending : QString::fromLatin1(endings).split(u' '))
            icons.insert(ending, QString::fromLatin1(icon));
    }
    return icons;
}

} // namespace

QString fileIcon(const QString &name)
{
    static const QHash<QString, QString> icons = iconsByEnding();
    return icons.value(endingOf(name), QStringLiteral("file"));
}

} // namespace ui
