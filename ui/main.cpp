#include "base/heap.h"
#include "base/log.h"
#include "core/commandclient.h"
#include "core/commandline.h"
#include "core/commandserver.h"
#include "core/core.h"
#include "core/profile.h"
#include "core/quitsignal.h"
#include "core/singleinstance.h"
#include "ui/window/application.h"

#include <QApplication>
#include <QCoreApplication>
#include <QThreadPool>

#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>

namespace {

using core::CommandLine;
namespace exitstatus = core::exitstatus;

void print(const QString &text, std::FILE *to)
{
    std::fputs(text.toUtf8().constData(), to);
    std::fflush(to);
}

int complain(const QString &reason, int status)
{
    print(QStringLiteral("landline: %1\n").arg(reason), stderr);
    return status;
}

// Not quit(): that asks every window first, and ours refuses to close while it hides in the tray or files move.
void end()
{
    QCoreApplication::exit(exitstatus::done);
}

// How a command ended at the program that runs already.
struct Reply {
    int status = exitstatus::failed;
    QString error;
    bool isAnswered = false;
};

Reply ask(const core::Profile &profile, const core::Command &command, core::CommandClient::Output output)
{
    core::CommandClient client(profile, command, output);
    Reply reply;
    QObject::connect(&client, &core::CommandClient::finished, &client, [&reply](int status, const QString &error) {
        reply.status = status;
        reply.error = error;
        QCoreApplication::quit();
    });
    QMetaObject::invokeMethod(&client, &core::CommandClient::start, Qt::QueuedConnection);
    QCoreApplication::exec();
    reply.isAnswered = client.isAnswered();
    return reply;
}

// A verb; needs no display.
int runCommand(const core::Profile &profile, const core::Command &command, core::CommandClient::Output output)
{
    const Reply reply = ask(profile, command, output);
    return reply.error.isEmpty() ? reply.status : complain(reply.error, reply.status);
}

// Raises the window of the start before ours. Nothing: that one has ended, and the profile is ours.
std::optional<int> raiseFirst(core::SingleInstance &instance, const core::Profile &profile, core::Command command)
{
    constexpr std::chrono::milliseconds pause {100};
    constexpr int mostTries = 100;
    command.verb = QStringLiteral("open");
    Reply reply;
    // It may not listen yet, or not any more.
    for (int i = 0; i < mostTries && !reply.isAnswered; ++i) {
        reply = ask(profile, command, core::CommandClient::Output::Text);
        if (!reply.isAnswered && instance.becomeFirst(pause))
            return {};
    }
    return reply.error.isEmpty() ? reply.status : complain(reply.error, reply.status);
}

core::Options optionsOf(const CommandLine &line)
{
    core::Options options;
    options.profile = line.profile;
    options.name = line.name;
    options.port = line.port;
    options.headless = line.headless;
    return options;
}

int runHeadless(const CommandLine &line, core::SingleInstance &instance)
{
    core::Core program(optionsOf(line));
    core::CommandServer commands(instance.server(), program);
    core::QuitSignal signal;
    int status = exitstatus::done;
    QObject::connect(&signal, &core::QuitSignal::requested, &signal, &QCoreApplication::quit);
    QObject::connect(&commands, &core::CommandServer::quitRequested, &commands, &QCoreApplication::quit,
                     Qt::QueuedConnection);
    QObject::connect(&program, &core::Core::ready, &program, [&program] {
        print(QStringLiteral("ready %1 %2\n").arg(program.self().toText()).arg(program.line().port), stdout);
    });
    QObject::connect(&program, &core::Core::failed, &program, [&status](const base::Error &error) {
        status = complain(base::faultName(error.fault) + u' ' + error.detail, exitstatus::failed);
        QCoreApplication::quit();
    });
    program.start();
    QCoreApplication::exec();
    program.stop();
    return status;
}

int runWindow(const CommandLine &line, core::SingleInstance &instance)
{
    core::Core program(optionsOf(line));
    core::CommandServer commands(instance.server(), program);
    commands.setHasWindow(true);
    core::QuitSignal signal;
    QObject::connect(&signal, &core::QuitSignal::requested, &signal, end);
    QObject::connect(&commands, &core::CommandServer::quitRequested, &commands, end, Qt::QueuedConnection);
    ui::Application application(program, line.hidden ? ui::Application::Start::Hidden
                                                     : ui::Application::Start::Shown);
    QObject::connect(&commands, &core::CommandServer::openRequested, &application, &ui::Application::open);
    program.start();
    if (line.action == CommandLine::Action::Verb)
        commands.open(line.command.arguments);
    const int status = QApplication::exec();
    program.stop();
    return status;
}

// The first start of a profile runs; a later one raises its window.
int runProgram(const CommandLine &line, const core::Profile &profile)
{
    if (const auto created = profile.create(); !created)
        return complain(QStringLiteral("cannot use the folder %1").arg(created.error().detail), exitstatus::failed);
    core::SingleInstance instance(profile);
    if (!instance.isFirst()) {
        if (line.headless)
            return complain(QStringLiteral("this profile is in use already"), exitstatus::failed);
        if (const std::optional<int> status = raiseFirst(instance, profile, line.command))
            return *status;
    }
    if (const auto listening = instance.listen(); !listening)
        return complain(listening.error().detail, exitstatus::failed);
    base::startLog(profile.logFolder(), line.logLevel);
    const int status = line.headless ? runHeadless(line, instance) : runWindow(line, instance);
    // What still runs there may log.
    QThreadPool::globalInstance()->waitForDone();
    base::stopLog();
    return status;
}

bool needsWindow(const CommandLine &line)
{
    if (line.action == CommandLine::Action::Verb)
        return line.command.verb == QLatin1String("open");
    return line.action == CommandLine::Action::Run && !line.headless;
}

} // namespace

int main(int argc, char **argv)
{
    base::keepHeapSmall();
    QStringList words;
    for (int i = 1; i < argc; ++i)
        words.append(QString::fromLocal8Bit(argv[i]));
    const auto line = CommandLine::parse(words);
    if (!line)
        return complain(line.error().detail, exitstatus::usage);
    if (line->action == CommandLine::Action::Help) {
        print(CommandLine::help(), stdout);
        return exitstatus::done;
    }
    if (line->action == CommandLine::Action::Version) {
        print(QStringLiteral("landline " LANDLINE_VERSION "\n"), stdout);
        return exitstatus::done;
    }

    QCoreApplication::setApplicationName(QStringLiteral("landline"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LANDLINE_VERSION));
    const std::unique_ptr<QCoreApplication> application = needsWindow(*line)
        ? std::make_unique<QApplication>(argc, argv)
        : std::make_unique<QCoreApplication>(argc, argv);
    const core::Profile profile(line->profile);
    if (line->action == CommandLine::Action::Verb && !needsWindow(*line)) {
        return runCommand(profile, line->command,
                          line->json ? core::CommandClient::Output::Json : core::CommandClient::Output::Text);
    }
    return runProgram(*line, profile);
}
