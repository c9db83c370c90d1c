#include "core/commandline.h"

#include "model/rule.h"
#include "settings/keys.h"

#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QUrl>

namespace core {
namespace {

using base::Fault;
using base::failure;

struct Verb {
    int least = 0;
    int most = 0;
    QStringList options;
    int firstPath = -1; // arguments from here on are paths
};

constexpr int anyNumber = 100'000;

const QHash<QString, Verb> &verbs()
{
    static const QHash<QString, Verb> table{
        {QStringLiteral("status"), {0, 0, {}}},
        {QStringLiteral("peers"), {0, 0, {}}},
        {QStringLiteral("add"), {1, 1, {}}},
        {QStringLiteral("say"), {2, 2, {QStringLiteral("wait"), QStringLiteral("timeout")}}},
        {QStringLiteral("send"), {2, anyNumber, {QStringLiteral("wait"), QStringLiteral("timeout")}, 1}},
        {QStringLiteral("open"), {0, anyNumber, {}}},
        {QStringLiteral("history"), {1, 1, {QStringLiteral("limit")}}},
        {QStringLiteral("transfers"), {0, 0, {}}},
        {QStringLiteral("files"), {1, 1, {QStringLiteral("failed")}}},
        {QStringLiteral("accept"), {1, 1, {QStringLiteral("to"), QStringLiteral("same-name")}}},
        {QStringLiteral("decline"), {1, 1, {}}},
        {QStringLiteral("first"), {1, 1, {}}},
        {QStringLiteral("rule"), {1, 2, {QStringLiteral("to"), QStringLiteral("same-name")}}},
        {QStringLiteral("pause"), {1, 1, {}}},
        {QStringLiteral("resume"), {1, 1, {}}},
        {QStringLiteral("cancel"), {1, 1, {}}},
        {QStringLiteral("verify"), {1, 1, {}}},
        {QStringLiteral("block"), {1, 1, {}}},
        {QStringLiteral("unblock"), {1, 1, {}}},
        {QStringLiteral("get"), {1, 1, {}}},
        {QStringLiteral("set"), {2, 2, {}}},
        {QStringLiteral("events"), {0, 0, {}}},
        {QStringLiteral("quit"), {0, 0, {}}},
    };
    return table;
}

// The words of `open` as [peer or "", path...]. File managers hand over paths or URLs without a peer.
QStringList openArguments(const QStringList &words)
{
    QStringList result{QString()};
    for (const QString &word : words) {
        const QUrl url(word);
        const bool isPath = word.contains(u'/') || QFileInfo::exists(word);
        if (result.size() == 1 && result.first().isEmpty() && !isPath)
            result.first() = word;
        else
            result.append(url.isLocalFile() ? url.toLocalFile() : QDir::cleanPath(QFileInfo(word).absoluteFilePath()));
    }
    return result;
}

// Reads the words one by one; an option's value follows as the next word or after '='.
class Parser
{
public:
    explicit Parser(QStringList words) : m_words(std::move(words)) { }

    [[nodiscard]] base::Result<CommandLine> run()
    {
        while (m_at < m_words.size()) {
            const QString word = m_words.at(m_at++);
            const base::Result<bool> taken = take(word);
            if (!taken)
                return tl::unexpected<base::Error>(taken.error());
        }
        return finish();
    }

private:
    base::Result<bool> take(const QString &word)
    {
        if (!m_onlyWords && word == QLatin1String("--")) {
            m_onlyWords = true;
            return true;
        }
        if (!m_onlyWords && word.startsWith(QLatin1String("--")))
            return option(word.mid(2).section(u'=', 0, 0), word.contains(u'=') ? word.section(u'=', 1) : QString());
        if (!m_onlyWords && word == QLatin1String("-h"))
            return option(QStringLiteral("help"), {});
        if (m_line.command.verb.isEmpty()) {
            if (!verbs().contains(word))
                return failure(Fault::Usage, QStringLiteral("unknown command '%1'").arg(word));
            m_line.command.verb = word;
            m_line.action = CommandLine::Action::Verb;
            return true;
        }
        m_line.command.arguments.append(word);
        return true;
    }

    base::Result<bool> option(const QString &name, const QString &inlineValue)
    {
        if (name == QLatin1String("help"))
            m_help = true;
        else if (name == QLatin1String("version"))
            m_version = true;
        else if (name == QLatin1String("headless"))
            m_line.headless = true;
        else if (name == QLatin1String("hidden"))
            m_line.hidden = true;
        else if (name == QLatin1String("json"))
            m_line.json = true;
        else if (name == QLatin1String("wait"))
            m_line.command.wait = true;
        else if (name == QLatin1String("failed"))
            m_line.command.onlyFailed = true;
        else
            return optionWithValue(name, inlineValue);
        m_given.append(name);
        return true;
    }

    base::Result<bool> optionWithValue(const QString &name, const QString &inlineValue)
    {
        static const QStringList known{QStringLiteral("profile"), QStringLiteral("name"),    QStringLiteral("port"),
                                       QStringLiteral("log"),     QStringLiteral("timeout"), QStringLiteral("to"),
                                       QStringLiteral("limit"),   QStringLiteral("same-name")};
        if (!known.contains(name))
            return failure(Fault::Usage, QStringLiteral("unknown option '--%1'").arg(name));
        if (inlineValue.isNull() && m_at >= m_words.size())
            return failure(Fault::Usage, QStringLiteral("'--%1' needs a value").arg(name));
        const QString value = inlineValue.isNull() ? m_words.at(m_at++) : inlineValue;
        m_given.append(name);
        return assign(name, value);
    }

    base::Result<bool> assign(const QString &name, const QString &value)
    {
        bool ok = true;
        if (name == QLatin1String("profile"))
            m_line.profile = QDir::cleanPath(QFileInfo(value).absoluteFilePath());
        else if (name == QLatin1String("name"))
            ok = setName(value);
        else if (name == QLatin1String("to"))
            m_line.command.toFolder = QDir::cleanPath(QFileInfo(value).absoluteFilePath());
        else if (name == QLatin1String("same-name"))
            ok = setSameName(value);
        else if (name == QLatin1String("log"))
            ok = setLogLevel(value);
        else if (name == QLatin1String("port"))
            ok = setPort(value);
        else if (name == QLatin1String("limit"))
            ok = setLimit(value);
        else if (name == QLatin1String("timeout"))
            ok = setTimeout(value);
        if (!ok)
            return failure(Fault::Usage, QStringLiteral("'%1' is not a value for '--%2'").arg(value, name));
        return true;
    }

    bool setName(const QString &value)
    {
        m_line.name = settings::keys::wholeName(value);
        return !m_line.name.isEmpty();
    }

    bool setSameName(const QString &value)
    {
        m_line.command.sameName = value;
        return model::sameNameFromText(value).has_value();
    }

    bool setLogLevel(const QString &value)
    {
        m_line.logLevel = value == QLatin1String("debug") ? base::LogLevel::Debug : base::LogLevel::Info;
        return value == QLatin1String("debug") || value == QLatin1String("info");
    }

    bool setPort(const QString &value)
    {
        bool ok = false;
        const quint16 port = value.toUShort(&ok);
        m_line.port = port;
        return ok && port >= 1024;
    }

    bool setLimit(const QString &value)
    {
        bool ok = false;
        m_line.command.limit = value.toInt(&ok);
        return ok && m_line.command.limit > 0;
    }

    bool setTimeout(const QString &value)
    {
        bool ok = false;
        const double seconds = value.toDouble(&ok);
        if (!ok || !(seconds > 0 && seconds <= 1e6))
            return false;
        m_line.command.timeout = std::chrono::milliseconds(qint64(seconds * 1000));
        return true;
    }

    base::Result<CommandLine> finish()
    {
        if (m_help)
            m_line.action = CommandLine::Action::Help;
        else if (m_version)
            m_line.action = CommandLine::Action::Version;
        else if (m_line.action == CommandLine::Action::Verb)
            return finishVerb();
        else
            return finishRun();
        return m_line;
    }

    base::Result<CommandLine> finishRun()
    {
        for (const char *option : {"wait", "timeout", "to", "limit", "json", "failed", "same-name"}) {
            if (m_given.contains(QLatin1String(option)))
                return failure(Fault::Usage, QStringLiteral("'--%1' needs a command").arg(QLatin1String(option)));
        }
        return m_line;
    }

    base::Result<CommandLine> finishVerb()
    {
        Command &command = m_line.command;
        const Verb verb = verbs().value(command.verb);
        for (const QString &option : std::as_const(m_given)) {
            const bool general = option == QLatin1String("profile") || option == QLatin1String("json");
            if (!general && !verb.options.contains(option))
                return failure(Fault::Usage, QStringLiteral("'%1' has no option '--%2'").arg(command.verb, option));
        }
        if (command.timeout && !command.wait)
            return failure(Fault::Usage, QStringLiteral("'--timeout' goes with '--wait'"));
        if (command.arguments.size() < verb.least)
            return failure(Fault::Usage, QStringLiteral("'%1' needs more arguments").arg(command.verb));
        if (command.arguments.size() > verb.most)
            return failure(Fault::Usage, QStringLiteral("'%1' has too many arguments").arg(command.verb));
        if (command.verb == QLatin1String("open"))
            command.arguments = openArguments(command.arguments);
        for (qsizetype i = verb.firstPath; verb.firstPath >= 0 && i < command.arguments.size(); ++i)
            command.arguments[i] = QDir::cleanPath(QFileInfo(command.arguments.at(i)).absoluteFilePath());
        return m_line;
    }

    QStringList m_words;
    QStringList m_given;
    qsizetype m_at = 0;
    bool m_onlyWords = false;
    bool m_help = false;
    bool m_version = false;
    CommandLine m_line;
};

} // namespace

QJsonObject Command::toJson() const
{
    QJsonObject object{{QStringLiteral("verb"), verb},
                       {QStringLiteral("arguments"), QJsonArray::fromStringList(arguments)},
                       {QStringLiteral("wait"), wait},
                       {QStringLiteral("to"), toFolder},
                       {QStringLiteral("limit"), limit},
                       {QStringLiteral("sameName"), sameName},
                       {QStringLiteral("onlyFailed"), onlyFailed}};
    if (timeout)
        object.insert(QStringLiteral("timeoutMs"), qint64(timeout->count()));
    return object;
}

base::Result<Command> Command::fromJson(const QJsonObject &object)
{
    Command command;
    command.verb = object.value(u"verb").toString();
    const QJsonArray words = object.value(u"arguments").toArray();
    for (const QJsonValue &word : words)
        command.arguments.append(word.toString());
    command.wait = object.value(u"wait").toBool();
    command.toFolder = object.value(u"to").toString();
    command.limit = object.value(u"limit").toInt();
    command.sameName = object.value(u"sameName").toString();
    command.onlyFailed = object.value(u"onlyFailed").toBool();
    if (object.contains(u"timeoutMs"))
        command.timeout = std::chrono::milliseconds(object.value(u"timeoutMs").toInteger());
    const auto verb = verbs().constFind(command.verb);
    if (verb == verbs().constEnd() || command.arguments.size() < verb->least
        || command.arguments.size() > verb->most)
        return failure(Fault::Usage, QStringLiteral("unknown request"));
    return command;
}

base::Result<CommandLine> CommandLine::parse(const QStringList &arguments)
{
    return Parser(arguments).run();
}

QString CommandLine::help()
{
    return QStringLiteral(
        "landline [--profile DIR] [--name NAME] [--port N] [--headless] [--hidden] [--log debug]\n"
        "    starts the program, or raises the window of the one that runs\n"
        "landline [--profile DIR] COMMAND [--json]\n"
        "    talks to the running program:\n"
        "  status                         how it is doing\n"
        "  peers                          who is there\n"
        "  add HOST[:PORT]                find a person on another network\n"
        "  say PEER TEXT [--wait]         send a line\n"
        "  send PEER PATH... [--wait]     send files and folders\n"
        "  open [PEER] [PATH...]          raise the window, with files ready to send\n"
        "  history PEER [--limit N]       what was said, oldest first\n"
        "  transfers                      files on their way\n"
        "  files TRANSFER [--failed]      what one holds, or what of it did not arrive\n"
        "  accept TRANSFER [--to DIR] [--same-name WORD]\n"
        "                                 take what is offered\n"
        "  decline|pause|resume|cancel|first TRANSFER\n"
        "                                 pause and resume also take \"all\"\n"
        "  rule PEER [general|ask|always|never|SIZE] [--to DIR] [--same-name WORD]\n"
        "                                 what a person may send without being asked\n"
        "  verify|block|unblock PEER\n"
        "  get KEY, set KEY VALUE         settings: user/name network/port network/discoveryPort\n"
        "                                 transfer/accept transfer/folder transfer/sameName\n"
        "                                 transfer/atOnce transfer/uploadLimit transfer/downloadLimit\n"
        "                                 ui/language ui/theme privacy/readReceipts\n"
        "  events                         follow what happens, one JSON object a line\n"
        "  quit                           end the program\n"
        "PEER is a name, an address, or the beginning of an id. --wait takes --timeout SECONDS.\n"
        "Exit status: 0 done, 1 failed, 2 usage, 3 not running.\n");
}

} // namespace core
