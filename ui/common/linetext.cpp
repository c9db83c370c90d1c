#include "ui/common/linetext.h"

#include "model/peer.h"
#include "ui/common/formats.h"

#include <QCoreApplication>

namespace ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::linetext)
};

} // namespace

bool isPortMoved(const gateway::LineReport &line)
{
    return line.port != 0 && line.wantedPort != 0 && line.port != line.wantedPort;
}

bool runsTwice(const gateway::LineReport &line)
{
    return line.error.fault == base::Fault::Myself;
}

QString runsTwiceText()
{
    return Words::tr("This profile is in use on another computer of this network too, so messages may go astray. "
                     "Quit Landline on one of the two, then start the other one again.");
}

QString portTakenText(const gateway::LineReport &line)
{
    if (line.portHolder.isEmpty())
        return Words::tr("Port %1 is taken by another program. Using %2 for now.").arg(line.wantedPort).arg(line.port);
    return Words::tr("Port %1 is held by %2. Using %3 for now.")
        .arg(QString::number(line.wantedPort), formats::isolated(line.portHolder), QString::number(line.port));
}

QString inviteText(const gateway::LineReport &line)
{
    if (line.addresses.isEmpty() || line.port == 0)
        return {};
    const QString address = model::Endpoint{line.addresses.first(), line.port}.toText();
    return Words::tr("Add me in Landline by this address: %1").arg(address);
}

} // namespace ui
