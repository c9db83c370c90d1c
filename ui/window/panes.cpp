#include "ui/window/panes.h"

#include "ui/chat/chatpane.h"
#include "ui/peers/peerpane.h"
#include "ui/transfers/transferpanel.h"
#include "ui/window/panesplitter.h"
#include "ui/window/windowstate.h"

#include <QHBoxLayout>

namespace ui {

Panes::Panes(const Theme &theme, PeerPane &list, ChatPane &chat, TransferPanel &transfers, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_list(list)
    , m_chat(chat)
    , m_transfers(transfers)
    , m_splitter(new PaneSplitter(theme, this))
    , m_listWidth(theme.px(size::listWidth))
    , m_panelWidth(theme.px(size::panelWidth))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(m_splitter);
    m_splitter->addWidget(&list);
    m_splitter->addWidget(&chat);
    m_splitter->addWidget(&transfers);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setStretchFactor(2, 0);
    connect(m_splitter, &QSplitter::splitterMoved, this, &Panes::takeSizes);
    connect(&theme, &Theme::changed, this, &Panes::arrange);
    arrange();
}

void Panes::show(Pane pane)
{
    if (m_pane != pane)
        m_before = m_pane;
    m_pane = pane;
    const bool wasShown = m_panelShown;
    m_panelShown = pane == Pane::Transfers || (m_panelShown && m_wide);
    arrange();
    if (wasShown != m_panelShown)
        emit panelShownChanged(m_panelShown);
}

void Panes::setPanelShown(bool shown)
{
    if (shown)
        return show(Pane::Transfers);
    if (!m_panelShown)
        return;
    m_panelShown = false;
    if (m_pane == Pane::Transfers)
        m_pane = m_before == Pane::Transfers ? Pane::List : m_before;
    arrange();
    emit panelShownChanged(false);
}

bool Panes::canGoBack() const
{
    return (m_narrow && m_pane != Pane::List) || isPanelInFront();
}

void Panes::back()
{
    if (isPanelInFront())
        setPanelShown(false);
    else if (m_narrow)
        show(Pane::List);
}

// It takes the conversation's place; in a narrow window only while it is the pane shown.
bool Panes::isPanelInFront() const
{
    return m_panelShown && !m_wide && (!m_narrow || m_pane == Pane::Transfers);
}

void Panes::arrange()
{
    const int width = this->width();
    m_narrow = width < m_theme.px(size::narrow);
    m_wide = width >= m_theme.px(size::panelOwnPane);
    m_list.setVisible(!m_narrow || m_pane == Pane::List);
    m_chat.setVisible((!m_narrow || m_pane == Pane::Chat) && !isPanelInFront());
    m_transfers.setVisible(m_narrow ? m_pane == Pane::Transfers : m_panelShown);
    m_list.setMinimumWidth(m_narrow ? 0 : m_theme.px(size::listMinimum));
    m_list.setMaximumWidth(m_narrow ? QWIDGETSIZE_MAX : m_theme.px(size::listMaximum));
    m_transfers.setMinimumWidth(m_wide ? m_theme.px(280) : 0);
    m_transfers.setMaximumWidth(m_wide ? m_theme.px(480) : QWIDGETSIZE_MAX);
    m_chat.setNarrow(m_narrow);
    m_transfers.setAlone(!m_wide);
    giveSizes();
}

void Panes::takeSizes()
{
    const QList<int> sizes = m_splitter->sizes();
    if (!m_narrow && m_list.isVisible())
        m_listWidth = sizes[0];
    if (m_wide && m_transfers.isVisible())
        m_panelWidth = sizes[2];
}

void Panes::giveSizes()
{
    const int width = this->width();
    if (m_narrow) {
        m_splitter->setSizes({width, width, width});
        return;
    }
    const int rest = width - m_listWidth - 1;
    if (!m_wide)
        m_splitter->setSizes({m_listWidth, rest, rest});
    else
        m_splitter->setSizes({m_listWidth, rest - (m_panelShown ? m_panelWidth + 1 : 0), m_panelWidth});
}

void Panes::restore(const WindowState &state)
{
    if (state.listWidth > 0)
        m_listWidth = state.listWidth;
    if (state.panelWidth > 0)
        m_panelWidth = state.panelWidth;
    m_panelShown = state.panelShown;
    arrange();
    emit panelShownChanged(m_panelShown);
}

void Panes::store(WindowState &state) const
{
    state.listWidth = m_listWidth;
    state.panelWidth = m_panelWidth;
    state.panelShown = m_panelShown && m_wide;
}

void Panes::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

} // namespace ui
