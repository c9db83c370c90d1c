#include "uisupport.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QComboBox>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

namespace support {
namespace {

bool isControl(const QWidget *widget)
{
    return qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget)
        || qobject_cast<const QComboBox *>(widget) || qobject_cast<const QPlainTextEdit *>(widget);
}

QString nameOf(QWidget *widget)
{
    QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
    return accessible ? accessible->text(QAccessible::Name) : QString();
}

core::Options optionsFor(const QString &profile, const QString &name)
{
    core::Options options;
    options.profile = profile;
    options.profileGiven = true;
    options.name = name;
    return options;
}

} // namespace

QImage shot(QWidget &widget, qreal ratio)
{
    QImage image((QSizeF(widget.size()) * ratio).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::transparent);
    widget.render(&image);
    return image;
}

QColor pixel(const QImage &image, qreal x, qreal y)
{
    const qreal ratio = image.devicePixelRatio();
    return image.pixelColor(int(x * ratio), int(y * ratio));
}

bool contains(const QImage &image, const QColor &colour)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y).rgb() == colour.rgb() && image.pixelColor(x, y).alpha() == 255)
                return true;
        }
    }
    return false;
}

QStringList namelessControls(QWidget &root)
{
    QStringList nameless;
    for (QWidget *widget : root.findChildren<QWidget *>()) {
        if (isControl(widget) && nameOf(widget).trimmed().isEmpty())
            nameless.append(QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName());
    }
    return nameless;
}

void ScriptedPrompter::ask(const ui::Question &question, QObject *context, Answered answered)
{
    questions.append(question);
    QMetaObject::invokeMethod(context, [this, answered] { answered(answer, choice); }, Qt::QueuedConnection);
}

void ScriptedPrompter::chooseFiles(const QString &, QObject *context, Chosen chosen)
{
    QMetaObject::invokeMethod(context, [this, chosen] { chosen(paths); }, Qt::QueuedConnection);
}

void ScriptedPrompter::chooseFolder(const QString &, const QString &, QObject *context, Chosen chosen)
{
    chooseFiles({}, context, std::move(chosen));
}

Desk::Desk(FakeNetwork &network, int number, const QString &name)
    : net(network)
    , self(FakeNetwork::peerId(number))
    , core(optionsFor(profile.path(), name), network.gateway(self))
{
}

bool Desk::sees(const Desk &other)
{
    const auto peer = core.peers().peer(other.self);
    return peer && peer->reach >= model::Reach::Online;
}

void Desk::start()
{
    QSignalSpy ready(&core, &core::Core::ready);
    core.start();
    QVERIFY(ready.count() > 0 || ready.wait(20000));
}

model::PeerId Desk::meet(int number, const QString &name, model::Reach reach)
{
    model::Sighting sighting;
    sighting.peer = FakeNetwork::peerId(number);
    sighting.name = name;
    sighting.endpoints = {FakeNetwork::endpoint(number)};
    sighting.reach = reach;
    sighting.capabilities = model::Capability::Encrypted | model::Capability::Files | model::Capability::Receipts;
    sighting.proven = true;
    net.show(self, sighting);
    const auto known = [&] { return core.peers().peer(sighting.peer).has_value(); };
    if (!QTest::qWaitFor(known, 10000))
        qWarning("nobody came");
    return sighting.peer;
}

} // namespace support
