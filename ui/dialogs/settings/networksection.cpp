#include "ui/dialogs/settings/networksection.h"

#include "settings/keys.h"
#include "ui/common/errortext.h"
#include "ui/common/linetext.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>

namespace ui {
namespace {

constexpr int portWidth = 110;
enum BarAction { Retry, Keep };

} // namespace

NetworkSection::NetworkSection(const Theme &theme, core::Core &core, QWidget *parent)
    : SettingsSection(theme, core, parent)
    , m_bar(new InfoBar(theme, InfoBar::Shape::Inset, this))
    , m_port(new QLineEdit(this))
{
    addWidget(m_bar);
    m_line = addBox(&m_lineCaption);
    m_portRow = addRow(addBox(&m_portCaption), QStringLiteral("port"));
    m_portRow->addControl(m_port);
    m_manual = addBox(&m_manualCaption);
    m_port->setFixedWidth(theme.px(portWidth));
    m_port->setMaxLength(5);
    m_port->setInputMethodHints(Qt::ImhDigitsOnly);
    connect(m_port, &QLineEdit::editingFinished, this, &NetworkSection::savePort);
    connect(m_port, &QLineEdit::textEdited, this, [this] { setPortWrong(false); });
    connect(m_bar, &InfoBar::triggered, this, [this](int action) {
        action == Retry ? this->core().retryPort() : this->core().keepPort();
    });
    connect(&core, &core::Core::lineChanged, this, &NetworkSection::showLine);
    core.settings().onChange(settings::keys::networkPort, this, [this] { showPort(); });
    core.settings().onChange(settings::keys::manualPeers, this, [this] { showManualPeers(); });
    showPort();
    retranslate();
}

void NetworkSection::retranslate()
{
    setTitle(tr("Network"));
    m_lineCaption->setText(tr("My line"));
    m_portCaption->setText(tr("Port"));
    m_manualCaption->setText(tr("People added by address"));
    setPortWrong(m_portWrong);
    showLine();
    showManualPeers();
}

void NetworkSection::showLine()
{
    showBar();
    showAddresses();
}

void NetworkSection::showBar()
{
    const gateway::LineReport &line = core().line();
    if (runsTwice(line))
        return m_bar->tell(InfoBar::Kind::Danger, QStringLiteral("error"), runsTwiceText());
    if (line.port == 0 && line.error.fault != base::Fault::None)
        return m_bar->tell(InfoBar::Kind::Danger, QStringLiteral("wifi-off"), errorText(line.error.fault));
    if (!isPortMoved(line))
        return m_bar->hide();
    m_bar->tell(InfoBar::Kind::Warning, QStringLiteral("warning"), portTakenText(line),
                {tr("Retry"), tr("Keep %1").arg(line.port)});
}

void NetworkSection::showAddresses()
{
    m_line->clear();
    const gateway::LineReport &line = core().line();
    if (line.addresses.isEmpty() || line.port == 0) {
        auto *row = new BoxRow(theme(), QStringLiteral("wifi-off"), m_line);
        row->setTexts(tr("Not connected to any network"));
        m_line->add(row);
        return;
    }
    const QString networks = line.networks.join(QStringLiteral(" · "));
    for (const QString &address : line.addresses) {
        const QString shown = model::Endpoint{address, line.port}.toText();
        addAddress(QStringLiteral("network"), networks.isEmpty() ? tr("Own address") : networks, shown, shown)->setMono();
    }
    const QString text = inviteText(line);
    addAddress(QStringLiteral("share-link"), tr("Text to send to a friend"), text, text);
}

BoxRow *NetworkSection::addAddress(const QString &icon, const QString &title, const QString &shown,
                                   const QString &copied)
{
    auto *row = new BoxRow(theme(), icon, m_line);
    row->setTexts(title, shown);
    auto *copy = new IconButton(QStringLiteral("copy"), tr("Copy %1").arg(copied), row);
    connect(copy, &IconButton::clicked, this, [copied] { QGuiApplication::clipboard()->setText(copied); });
    row->addControl(copy);
    m_line->add(row);
    return row;
}

void NetworkSection::showManualPeers()
{
    m_manual->clear();
    const QStringList addresses = core().settings().get(settings::keys::manualPeers);
    for (const QString &address : addresses) {
        auto *row = new BoxRow(theme(), QStringLiteral("person"), m_manual);
        row->setTexts(address);
        auto *remove = new IconButton(QStringLiteral("delete"), tr("Remove %1").arg(address), row);
        connect(remove, &IconButton::clicked, this, [this, address] {
            core().removeManualPeer(model::Endpoint::fromText(address, quint16(settings::keys::networkPort.fallback)));
        });
        row->addControl(remove);
        m_manual->add(row);
    }
    m_manual->setHidden(addresses.isEmpty());
    m_manualCaption->setHidden(addresses.isEmpty());
}

void NetworkSection::showPort()
{
    m_port->setText(QString::number(core().settings().get(settings::keys::networkPort)));
    setPortWrong(false);
}

void NetworkSection::setPortWrong(bool wrong)
{
    m_portWrong = wrong;
    m_port->setProperty("wrong", wrong);
    m_port->update();
    m_portRow->setTexts(tr("UDP and TCP port"), tr("1024 to 65535, usually 24250"));
    if (wrong)
        m_portRow->setHint(tr("A port is a number from 1024 to 65535."), &Colours::danger);
    else
        m_portRow->setHint(tr("1024 to 65535, usually 24250"));
}

void NetworkSection::savePort()
{
    bool isNumber = false;
    const int port = m_port->text().trimmed().toInt(&isNumber);
    if (!isNumber || !settings::keys::isPort(port))
        return setPortWrong(true);
    if (port != core().settings().get(settings::keys::networkPort))
        core().settings().set(settings::keys::networkPort, port);
    setPortWrong(false);
}

} // namespace ui
