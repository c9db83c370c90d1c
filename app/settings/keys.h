#pragma once

#include "settings/settings.h"

#include <QStringList>

namespace settings::keys {

// A smaller limit, shared by eight connections, would look like a line that has died.
inline constexpr qint64 smallestSpeedLimit = 65'536; // bytes per second
inline constexpr qint64 largestSpeedLimit = qint64(1) << 40;
inline constexpr int mostAtOnce = 8;

// All settings of the program. Those listed in commandLineKeys (texts.cpp) can be read and set by name.
[[nodiscard]] bool isPort(const int &port);
[[nodiscard]] bool isShownName(const QString &name);
[[nodiscard]] bool isAcceptRule(const QString &rule);
[[nodiscard]] bool isFolder(const QString &folder);
[[nodiscard]] bool isAtOnce(const int &transfers);
[[nodiscard]] bool isSpeedLimit(const qint64 &bytesPerSecond);
[[nodiscard]] bool isSameNameRule(const QString &rule);
[[nodiscard]] bool isLanguage(const QString &word);
[[nodiscard]] bool isTheme(const QString &word);
// A typed name as it can be shown: no invisible characters, at most 64 characters and 256 bytes; may end up empty.
[[nodiscard]] QString cleanedName(const QString &typed);
// The same where nothing may be cut off: empty as well for more than 64 characters.
[[nodiscard]] QString wholeName(const QString &typed);

inline const Setting<QString> userName{"user/name", {}, isShownName}; // empty: first run not done
inline const Setting<int> networkPort{"network/port", 24250, isPort};
inline const Setting<int> discoveryPort{"network/discoveryPort", 24250, isPort};
inline const Setting<QStringList> manualPeers{"network/manualPeers", {}}; // "host:port"
inline const Setting<QString> transferAccept{"transfer/accept", QStringLiteral("ask"), isAcceptRule}; // ask verified always
inline const Setting<QString> transferFolder{"transfer/folder", {}, isFolder}; // empty: the profile's default
inline const Setting<int> transfersAtOnce{"transfer/atOnce", 3, isAtOnce}; // in each direction, 1 to 8
inline const Setting<qint64> uploadLimit{"transfer/uploadLimit", 0, isSpeedLimit}; // bytes per second; 0: none
inline const Setting<qint64> downloadLimit{"transfer/downloadLimit", 0, isSpeedLimit};
inline const Setting<QString> sameName{"transfer/sameName", QStringLiteral("skipIdentical"), isSameNameRule}; // or keepBoth
inline const Setting<QString> language{"ui/language", QStringLiteral("system"), isLanguage}; // system en zh_CN
inline const Setting<QString> theme{"ui/theme", QStringLiteral("system"), isTheme}; // system light dark
inline const Setting<bool> readReceipts{"privacy/readReceipts", true};
inline const Setting<QByteArray> windowState{"ui/windowState", {}};
inline const Setting<QString> lastConversation{"ui/lastConversation", {}};
inline const Setting<QByteArray> drafts{"ui/drafts", {}}; // unsent text of each conversation
inline const Setting<bool> trayHintShown{"ui/trayHintShown", false};

} // namespace settings::keys
