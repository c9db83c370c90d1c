#pragma once

#include <QObject>
#include <QString>
#include <QUrl>

namespace ui {

// Hands files and links to the programs of the desktop. An interface, so that a test never starts one.
class FileOpener : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    virtual void openFile(const QString &path) = 0;
    virtual void showInFolder(const QString &path) = 0;
    virtual void openLink(const QUrl &url) = 0;
};

// The desktop of the user. Nothing waits: the file manager is asked over D-Bus, and the folder is opened when none
// answers.
class DesktopFileOpener final : public FileOpener
{
    Q_OBJECT
public:
    using FileOpener::FileOpener;

    void openFile(const QString &path) override;
    void showInFolder(const QString &path) override;
    void openLink(const QUrl &url) override;
};

} // namespace ui
