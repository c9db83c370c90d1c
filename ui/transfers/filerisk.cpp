#include "ui/transfers/filerisk.h"

#include <QFileInfo>
#include <QMimeDatabase>
#include <QSet>

namespace ui {
namespace {

const QSet<QString> &riskyEndings()
{
    static const QSet<QString> endings = [] {
        const QString all = QStringLiteral(
            "exe com scr pif bat cmd ps1 psm1 vbs vbe js jse wsf wsh hta msi msp msix appx cpl dll sys reg inf gadget "
            "lnk "
            "url webloc desktop sh bash zsh csh ksh fish run bin appimage deb rpm flatpak flatpakref snap apk jar jnlp "
            "class py pyc pyw pl rb php lua tcl app command pkg dmg iso img vhd vhdx vmdk docm dotm xlsm xltm xlam "
            "pptm "
            "potm ppam sldm xll chm scf theme service html htm xhtml mht mhtml svg swf");
        const QStringList list = all.split(u' ');
        return QSet<QString>(list.begin(), list.end());
    }();
    return endings;
}

bool isRiskyType(const QMimeType &type)
{
    static const QStringList risky {QStringLiteral("application/x-executable"),
                                    QStringLiteral("application/x-sharedlib"),
                                    QStringLiteral("application/x-pie-executable"),
                                    QStringLiteral("application/x-desktop"),
                                    QStringLiteral("application/x-shellscript"),
                                    QStringLiteral("application/x-ms-dos-executable"),
                                    QStringLiteral("application/vnd.microsoft.portable-executable"),
                                    QStringLiteral("application/x-msdownload"),
                                    QStringLiteral("application/x-ms-shortcut"),
                                    QStringLiteral("application/x-java-archive"),
                                    QStringLiteral("application/java-archive"),
                                    QStringLiteral("application/x-cd-image"),
                                    QStringLiteral("application/x-perl"),
                                    QStringLiteral("text/x-python"),
                                    QStringLiteral("application/x-msi")};
    return std::any_of(risky.begin(), risky.end(), [&type](const QString &name) { return type.inherits(name); });
}

} // namespace

bool isRiskyName(const QString &fileName)
{
    // A blank or dot behind the ending is dropped by some systems.
    QString name = fileName;
    while (name.endsWith(u'.') || name.endsWith(u' '))
        name.chop(1);
    const qsizetype dot = name.lastIndexOf(u'.');
    return dot >= 0 && riskyEndings().contains(name.mid(dot + 1).toLower());
}

bool isRiskyFile(const QString &path)
{
    const QFileInfo file(path);
    if (file.isDir())
        return isRiskyName(file.fileName());
    if (isRiskyName(file.fileName()) || file.isSymLink() || file.isExecutable() || !file.isFile())
        return true;
    const QMimeDatabase types;
    return isRiskyType(types.mimeTypeForFile(file, QMimeDatabase::MatchContent))
           || isRiskyType(types.mimeTypeForFile(file, QMimeDatabase::MatchExtension));
}

} // namespace ui
