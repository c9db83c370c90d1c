#include "ui/common/formats.h"

#include "ui/common/avatar.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace ui::formats {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::formats)
};

QString fullDate(const QDate &day)
{
    return QLocale().toString(day, QLocale::LongFormat);
}

QString lastSeen(const QDateTime &seen, const QDateTime &now)
{
    const QString time = clock(seen);
    if (seen.date() == now.date())
        return Words::tr("Last seen %1").arg(time);
    if (seen.date() == now.date().addDays(-1))
        return Words::tr("Last seen yesterday %1").arg(time);
    return Words::tr("Last seen %1").arg(QLocale().toString(seen.date(), QLocale::ShortFormat));
}

constexpr quint64 mostUnit = 1'000'000'000'000'000'000;

QString sizeText(quint64 bytes, int decimals)
{
    return QLocale().formattedDataSize(qint64(std::min<quint64>(bytes, quint64(INT64_MAX))), decimals,
                                       QLocale::DataSizeSIFormat);
}

// Of the SI prefix the amount is shown with.
quint64 unitOf(quint64 bytes)
{
    quint64 unit = 1;
    while (unit < mostUnit && bytes / unit >= 1000)
        unit *= 1000;
    return unit;
}

// Three digits are enough, and no zero behind the point: 48.2 MB, 212 MB, 3 GB.
int decimalsOf(quint64 bytes, quint64 unit)
{
    const quint64 tenths = unit == 1 ? 0 : (bytes / (unit / 10) + bytes % (unit / 10) / (unit / 20)) % 10;
    return bytes / unit >= 100 || tenths == 0 ? 0 : 1;
}

bool isWithinWeek(const QDate &day, const QDate &today)
{
    const qint64 ago = day.daysTo(today);
    return ago >= 0 && ago < 7;
}

} // namespace

QString size(quint64 bytes)
{
    return sizeText(bytes, decimalsOf(bytes, unitOf(bytes)));
}

QString doneOf(quint64 done, quint64 total)
{
    const quint64 unit = unitOf(total);
    // Always with the decimal, so that a growing amount does not change its width at every step.
    const int decimals = unit == 1 || total / unit >= 100 ? 0 : 1;
    //: amounts of data: 29.4 of 48.2 MB
    return Words::tr("%1 of %2").arg(QLocale().toString(double(done) / double(unit), 'f', decimals), size(total));
}

QString speed(quint64 bytesPerSecond)
{
    //: amount of data per second: 11.2 MB/s
    return Words::tr("%1/s").arg(sizeText(bytesPerSecond, bytesPerSecond < 1000 ? 0 : 1));
}

QString timeLeft(qint64 seconds)
{
    const QLocale locale;
    if (seconds < 60)
        return Words::tr("%1 s left").arg(locale.toString(std::max<qint64>(1, seconds)));
    const qint64 minutes = (seconds + 30) / 60;
    if (minutes < 60)
        return Words::tr("%1 min left").arg(locale.toString(minutes));
    if (minutes < 24 * 60)
        return Words::tr("%1 h %2 min left").arg(locale.toString(minutes / 60), locale.toString(minutes % 60));
    return Words::tr("more than a day left");
}

QString percent(quint64 done, quint64 total)
{
    const qreal share = total == 0 ? 1 : std::min(1.0, qreal(done) / qreal(total));
    int value = int(share * 100);
    if (done < total)
        value = std::min(value, 99);
    //: percentage
    return Words::tr("%1 %").arg(QLocale().toString(value));
}

QString files(quint32 count)
{
    return Words::tr("%n file(s)", nullptr, int(std::min<quint32>(count, INT32_MAX)));
}

QString count(int unread)
{
    return unread > 99 ? QStringLiteral("99+") : QLocale().toString(unread);
}

QString clock(const QDateTime &time)
{
    const QLocale locale;
    // Where no language is set up there is no short form: seconds would be shown.
    return locale.language() == QLocale::C ? time.time().toString(QStringLiteral("HH:mm"))
                                           : locale.toString(time.time(), QLocale::ShortFormat);
}

QString day(const QDate &day, const QDate &today)
{
    if (day == today)
        return Words::tr("Today");
    if (day == today.addDays(-1))
        return Words::tr("Yesterday");
    if (isWithinWeek(day, today))
        return QLocale().standaloneDayName(day.dayOfWeek());
    return fullDate(day);
}

QString listTime(const QDateTime &time, const QDateTime &now)
{
    if (time.date() == now.date())
        return clock(time);
    if (time.date() == now.date().addDays(-1))
        return Words::tr("Yesterday");
    if (isWithinWeek(time.date(), now.date()))
        return QLocale().standaloneDayName(time.date().dayOfWeek(), QLocale::ShortFormat);
    return QLocale().toString(time.date(), QLocale::ShortFormat);
}

QString moment(const QDateTime &time)
{
    //: date and time
    return Words::tr("%1, %2").arg(fullDate(time.date()), clock(time));
}

QString presence(const model::Peer &peer, const QDateTime &now)
{
    if (peer.trust == model::Trust::Blocked)
        return Words::tr("Blocked");
    switch (presenceOf(peer)) {
    case PresenceMark::Online: return Words::tr("Online");
    case PresenceMark::Away: return Words::tr("Away");
    case PresenceMark::Busy: return Words::tr("Do not disturb");
    case PresenceMark::Unreachable: return Words::tr("Can be heard but not reached");
    case PresenceMark::Offline: break;
    }
    if (peer.lastSeenMs == 0)
        return Words::tr("Offline");
    return lastSeen(QDateTime::fromMSecsSinceEpoch(peer.lastSeenMs), now);
}

QString fileName(const QString &name)
{
    QString shown;
    for (const QChar character : name) {
        const bool hides = character.category() == QChar::Other_Control || character.category() == QChar::Other_Format
                           || character.category() == QChar::Separator_Line
                           || character.category() == QChar::Separator_Paragraph;
        // The joiners belong to some scripts and to emoji.
        if (hides && character.unicode() != 0x200C && character.unicode() != 0x200D)
            shown += QStringLiteral("[U+%1]").arg(uint(character.unicode()), 4, 16, QLatin1Char('0')).toUpper();
        else
            shown += character;
    }
    return shown;
}

QString isolated(const QString &text)
{
    return QChar(0x2068) + text + QChar(0x2069);
}

} // namespace ui::formats
