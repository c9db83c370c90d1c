#pragma once

#include <QList>
#include <QString>

namespace ui {

struct TextLink {
    qsizetype start = 0;
    qsizetype length = 0;
    QString target; // what would be opened: http, https or mailto

    bool operator==(const TextLink &) const = default;
};

// Web and mail addresses in plain text, at most 200. Nothing else is ever a link.
[[nodiscard]] QList<TextLink> findLinks(const QString &text);

} // namespace ui
