#include "ui/peers/peercommands.h"

#include "ui/common/errortext.h"
#include "ui/common/formats.h"
#include "ui/transfers/transferwords.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>

namespace ui {
namespace {

constexpr int widestName = 180;

// Somebody else chose it: it neither widens the menu nor becomes a key of it.
QString menuName(const QMenu &menu, const QString &name)
{
    QString shown = menu.fontMetrics().elidedText(name, Qt::ElideRight, widestName);
    return formats::isolated(shown.replace(u'&', QStringLiteral("&&")));
}

} // namespace

PeerCommands::PeerCommands(const Theme &theme, core::Core &core, Prompter &prompter, QObject *parent)
    : QObject(parent)
    , m_theme(theme)
    , m_core(core)
    , m_prompter(prompter)
{
}

QString PeerCommands::nameOf(const model::PeerId &peer) const
{
    const auto known = m_core.peers().peer(peer);
    return formats::isolated(known ? known->name : peer.shortText());
}

QMenu *PeerCommands::makeMenu(const model::PeerId &peer, QWidget *parent)
{
    auto *menu = new QMenu(parent);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto known = m_core.peers().peer(peer);
    if (!known)
        return menu;
    const auto add = [this, menu](const char *icon, const QString &text, auto function) {
        return menu->addAction(m_theme.icon(QString::fromLatin1(icon)), text, this, function);
    };
    const bool isBlocked = known->trust == model::Trust::Blocked;
    if (!isBlocked) {
        add("attach", tr("Send files…"), [this, peer] { chooseFiles(peer); });
        add("folder", tr("Send a folder…"), [this, peer] { chooseFolder(peer); });
        add("inbox", tr("Files from %1…").arg(menuName(*menu, known->name)),
            [this, peer] { emit rulesRequested(peer); });
        menu->addSeparator();
    }
    if (known->trust == model::Trust::Unverified)
        add("verify", tr("Verify…"), [this, peer] { emit verifyRequested(peer); });
    if (known->trust == model::Trust::Verified) {
        add("verify", tr("Show the safety code…"), [this, peer] { emit verifyRequested(peer); });
        add("shield", tr("No longer verified"), [this, peer] { unverify(peer); });
    }
    add("info", tr("Details…"), [this, peer] { showDetails(peer); });
    menu->addSeparator();
    if (isBlocked)
        add("block", tr("Unblock"), [this, peer] { unblock(peer); });
    else
        add("block", tr("Block…"), [this, peer] { block(peer); });
    const bool canForget = known->reach == model::Reach::Gone && m_core.chat().conversation(peer).lastSeq == 0;
    if (canForget && !isBlocked)
        add("delete", tr("Remove from the list"), [this, peer] { m_core.peers().forget(peer); });
    return menu;
}

void PeerCommands::send(const model::PeerId &peer, const QStringList &paths)
{
    if (m_core.peers().isBlocked(peer)) {
        emit told(tr("You blocked %1, so nothing is sent.").arg(nameOf(peer)));
        return;
    }
    if (paths.isEmpty() || m_core.transfers().send(peer, paths).isNull()) {
        emit told(errorText(base::Fault::NotFound));
        return;
    }
    emit filesSent(peer);
}

void PeerCommands::sendAfterAsking(const model::PeerId &peer, const QStringList &paths)
{
    if (paths.isEmpty())
        return;
    const QString first = shownName(QFileInfo(paths.first()).fileName());
    const QString sentence =
        paths.size() == 1 ? first : tr("%1 and %n more", nullptr, int(paths.size()) - 1).arg(formats::isolated(first));
    const Question question {tr("Send %n file(s) to %1?", nullptr, int(paths.size())).arg(nameOf(peer)),
                             sentence,
                             {tr("Cancel"), tr("Send")},
                             Question::Weight::Normal,
                             {}};
    m_prompter.ask(question, this, [this, peer, paths](int answer, bool) {
        if (answer == 1)
            send(peer, paths);
    });
}

void PeerCommands::chooseFiles(const model::PeerId &peer)
{
    m_prompter.chooseFiles(tr("Send files to %1").arg(nameOf(peer)), this, [this, peer](const QStringList &paths) {
        if (!paths.isEmpty())
            send(peer, paths);
    });
}

void PeerCommands::chooseFolder(const model::PeerId &peer)
{
    m_prompter.chooseFolder(tr("Send a folder to %1").arg(nameOf(peer)), {}, this,
                            [this, peer](const QStringList &paths) {
                                if (!paths.isEmpty())
                                    send(peer, paths);
                            });
}

void PeerCommands::block(const model::PeerId &peer)
{
    const Question question {tr("Block %1?").arg(nameOf(peer)),
                             tr("They see you as away. Their messages, files and presence no longer reach you, and "
                                "nothing of yours is sent to them."),
                             {tr("Cancel"), tr("Block")},
                             Question::Weight::Danger,
                             {}};
    m_prompter.ask(question, this, [this, peer](int answer, bool) {
        if (answer == 1)
            m_core.peers().block(peer);
    });
}

void PeerCommands::unblock(const model::PeerId &peer)
{
    m_core.peers().unblock(peer);
}

void PeerCommands::unverify(const model::PeerId &peer)
{
    m_core.peers().unverify(peer);
}

void PeerCommands::showDetails(const model::PeerId &peer)
{
    const auto known = m_core.peers().peer(peer);
    if (!known)
        return;
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(m_core.clock().wallMs());
    QStringList lines {formats::presence(*known, now)};
    QStringList addresses;
    for (const model::Endpoint &endpoint : known->endpoints)
        addresses.append(endpoint.toText());
    if (!addresses.isEmpty())
        lines.append(tr("Address: %1").arg(addresses.join(QStringLiteral(", "))));
    if (!known->program.isEmpty())
        lines.append(tr("Program: %1").arg(shownName(known->program)));
    QString id = peer.toText();
    for (qsizetype i = 16; i < id.size(); i += 17)
        id.insert(i, u' ');
    lines.append(tr("Key: %1").arg(id));
    const Question question {known->name, lines.join(u'\n'), {tr("Copy the key"), tr("Close")}, {}, {}};
    m_prompter.ask(question, this, [peer](int answer, bool) {
        if (answer == 0)
            QGuiApplication::clipboard()->setText(peer.toText());
    });
}

} // namespace ui
