#include "base/log.h"

#include "base/worker.h"

#include <QDateTime>
#include <QDir>
#include <QFile>

#include <cstdio>

namespace base {
namespace {

constexpr qint64 largestFile = 1024 * 1024;
constexpr int filesKept = 3;

// The log file and its two predecessors. Lives on the log's worker thread.
class LogFile
{
public:
    explicit LogFile(const QString &folder)
        : m_path(QDir(folder).filePath(QStringLiteral("landline.log")))
    {
        open();
    }

    void write(const QByteArray &line)
    {
        if (m_file.isOpen() && m_file.size() + line.size() > largestFile)
            rotate();
        m_file.write(line);
        m_file.flush();
    }

private:
    void open()
    {
        m_file.setFileName(m_path);
        if (m_file.open(QIODevice::WriteOnly | QIODevice::Append))
            m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }

    [[nodiscard]] QString numbered(int number) const { return m_path + u'.' + QString::number(number); }

    void rotate()
    {
        m_file.close();
        QFile::remove(numbered(filesKept - 1));
        for (int number = filesKept - 2; number >= 1; --number)
            QFile::rename(numbered(number), numbered(number + 1));
        QFile::rename(m_path, numbered(1));
        open();
    }

    QString m_path;
    QFile m_file;
};

// Written only by startLog and stopLog, while no other thread logs through it.
std::unique_ptr<Worker<LogFile>> logWorker;
QtMessageHandler previousHandler = nullptr;

char levelLetter(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg: return 'D';
    case QtInfoMsg: return 'I';
    case QtWarningMsg: return 'W';
    case QtCriticalMsg: return 'C';
    case QtFatalMsg: return 'F';
    }
    return '?';
}

void handle(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    const QByteArray line = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toUtf8() + ' '
        + levelLetter(type) + ' ' + (context.category ? context.category : "default") + ": "
        + text.toUtf8().replace('\n', ' ') + '\n';
    if (type == QtWarningMsg || type == QtCriticalMsg || type == QtFatalMsg)
        std::fputs(line.constData(), stderr);
    if (logWorker)
        std::ignore = logWorker->post([line](LogFile &file) { file.write(line); return true; });
}

} // namespace

void startLog(const QString &folder, LogLevel level)
{
    QDir().mkpath(folder);
    logWorker = std::make_unique<Worker<LogFile>>([folder] { return std::make_unique<LogFile>(folder); });
    QLoggingCategory::setFilterRules(level == LogLevel::Debug ? QStringLiteral("landline.*.debug=true")
                                                              : QStringLiteral("landline.*.debug=false"));
    previousHandler = qInstallMessageHandler(handle);
}

void stopLog()
{
    if (!logWorker)
        return;
    qInstallMessageHandler(previousHandler);
    logWorker.reset();
}

} // namespace base
