#include "ui/window/windowstate.h"

#include <QDataStream>
#include <QIODevice>

namespace ui {
namespace {

constexpr quint16 version = 1;
constexpr int widest = 10000;

} // namespace

QByteArray encodeWindowState(const WindowState &state)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    stream << version << state.geometry << qint32(state.listWidth) << qint32(state.panelWidth) << state.panelShown;
    return bytes;
}

WindowState decodeWindowState(const QByteArray &bytes)
{
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_0);
    quint16 found = 0;
    WindowState state;
    qint32 listWidth = 0;
    qint32 panelWidth = 0;
    stream >> found >> state.geometry >> listWidth >> panelWidth >> state.panelShown;
    const bool isSane = stream.status() == QDataStream::Ok && found == version && listWidth >= 0 && listWidth <= widest
                        && panelWidth >= 0 && panelWidth <= widest;
    if (!isSane)
        return {};
    state.listWidth = listWidth;
    state.panelWidth = panelWidth;
    return state;
}

} // namespace ui
