#pragma once

#include "base/log.h"
#include "base/result.h"

#include <QJsonObject>
#include <QStringList>

#include <chrono>
#include <optional>

namespace core {

// Exit statuses of the program.
namespace exitstatus {
inline constexpr int done = 0, failed = 1, usage = 2, notRunning = 3;
}

// One verb for the running instance, as it travels over the local socket.
struct Command {
    QString verb;
    QStringList arguments; // paths made absolute
    bool wait = false;
    std::optional<std::chrono::milliseconds> timeout;
    QString toFolder; // --to, absolute
    QString sameName; // --same-name, one of its words
    bool onlyFailed = false; // --failed
    int limit = 0; // --limit; 0: all

    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static base::Result<Command> fromJson(const QJsonObject &object);
};

// What the user typed. Pure; no I/O but making relative paths absolute.
struct CommandLine {
    enum class Action { Run, Verb, Help, Version };

    Action action = Action::Run;
    QString profile;
    QString name; // as it is shown; empty: not given
    std::optional<quint16> port;
    bool headless = false;
    bool hidden = false;
    base::LogLevel logLevel = base::LogLevel::Info;
    bool json = false;
    Command command; // of Action::Verb

    // Usage with a sentence for the terminal.
    [[nodiscard]] static base::Result<CommandLine> parse(const QStringList &arguments); // without the program's name
    [[nodiscard]] static QString help();
};

} // namespace core
