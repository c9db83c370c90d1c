#pragma once

#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace support {

// The protocol's published test vectors by name; every value is bytes, except `safety-code`, which is its text.
inline QByteArray vector(const QString &name)
{
    static const QHash<QString, QByteArray> all = [] {
        QFile file(QStringLiteral(LANDLINE_TESTS "/unit/wire/vectors.json"));
        QHash<QString, QByteArray> values;
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no test vectors");
        for (const QJsonValue &value : QJsonDocument::fromJson(file.readAll()).array()) {
            const QJsonObject object = value.toObject();
            const QByteArray hex = object.value(QLatin1String("hex")).toString().toLatin1();
            const QByteArray text = object.value(QLatin1String("text")).toString().toUtf8();
            values.insert(object.value(QLatin1String("name")).toString(), text.isEmpty() ? QByteArray::fromHex(hex) : text);
        }
        return values;
    }();
    if (!all.contains(name))
        qFatal("no test vector %ls", qUtf16Printable(name));
    return all.value(name);
}

} // namespace support
