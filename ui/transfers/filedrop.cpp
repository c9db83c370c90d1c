#include "ui/transfers/filedrop.h"

#include <QMimeData>
#include <QUrl>

#include <algorithm>

namespace ui {

QStringList localPaths(const QMimeData &data)
{
    QStringList paths;
    const QList<QUrl> urls = data.urls();
    for (const QUrl &url : urls) {
        if (!url.isLocalFile())
            continue;
        QString path = url.toLocalFile();
        while (path.size() > 1 && path.endsWith(u'/'))
            path.chop(1);
        if (!path.isEmpty())
            paths.append(path);
    }
    paths.removeDuplicates();
    return paths;
}

bool hasLocalPaths(const QMimeData &data)
{
    const QList<QUrl> urls = data.urls();
    return data.hasUrls() && std::any_of(urls.begin(), urls.end(), [](const QUrl &url) { return url.isLocalFile(); });
}

} // namespace ui
