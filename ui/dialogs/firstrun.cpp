#include "ui/dialogs/firstrun.h"

#include "settings/keys.h"
#include "ui/common/cord.h"
#include "ui/common/iconset.h"
#include "ui/common/painting.h"
#include "ui/dialogs/languagebox.h"
#include "ui/dialogs/rowbox.h"

#include <QEvent>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

namespace ui {
namespace {

constexpr int logoSide = 84;
constexpr int coilAbove = 160; // from the bottom of the window at the picture's height
constexpr int padding = 36;

class Logo final : public QWidget
{
public:
    Logo(const Theme &theme, QWidget *parent)
        : QWidget(parent)
        , m_theme(theme)
    {
        setFixedSize(logoSide, logoSide);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.drawPixmap(0, 0, m_theme.icons().plain(QStringLiteral("app"), logoSide, devicePixelRatioF()));
    }

private:
    const Theme &m_theme;
};

} // namespace

FirstRun::FirstRun(const Theme &theme, core::Core &core, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_core(core)
    , m_card(new QWidget(this))
    , m_title(new TextLabel(theme, Type::Display, &Colours::text, m_card))
    , m_sentence(new TextLabel(theme, Type::Body, &Colours::text2, m_card))
    , m_label(makeFieldLabel(theme, m_card))
    , m_avatar(new AvatarView(theme, 40, &Colours::raised, m_card))
    , m_name(new QLineEdit(core.ownName(), m_card))
    , m_hint(new TextLabel(theme, Type::Caption, &Colours::text2, m_card))
    , m_start(new Button(Button::Kind::Primary, {}, m_card))
    , m_peopleIcon(new IconLabel(theme, QStringLiteral("wifi"), size::iconLabel, &Colours::success, m_card))
    , m_people(new TextLabel(theme, Type::Caption, &Colours::text2, m_card))
    , m_language(new LanguageBox(core.settings(), m_card))
{
    auto *column = new QVBoxLayout(m_card);
    column->setContentsMargins(padding, padding, padding, 28);
    column->setSpacing(0);
    buildHead(*column);
    buildName(*column);
    buildFoot(*column);
    setFocusProxy(m_name);
    m_name->selectAll();
    watchPeople();
    retranslate();
    showName();
}

void FirstRun::buildHead(QVBoxLayout &column)
{
    for (TextLabel *label : {m_title, m_sentence}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setWordWrap(true);
    }
    column.addWidget(new Logo(m_theme, m_card), 0, Qt::AlignHCenter);
    column.addSpacing(14);
    column.addWidget(m_title);
    column.addSpacing(6);
    column.addWidget(m_sentence);
    column.addSpacing(24);
}

void FirstRun::buildName(QVBoxLayout &column)
{
    m_label->setBuddy(m_name);
    m_hint->setWordWrap(true);
    m_name->setMaxLength(64);
    m_name->setMinimumHeight(m_theme.px(40));
    m_name->setFont(m_theme.font(Type::Message));
    auto *row = new QHBoxLayout;
    row->setContentsMargins(-2, 0, 0, 0); // the avatar keeps 2 around itself
    row->setSpacing(10);
    row->addWidget(m_avatar);
    row->addWidget(m_name, 1);
    column.addWidget(m_label);
    column.addSpacing(5);
    column.addLayout(row);
    column.addSpacing(5);
    column.addWidget(m_hint);
    column.addSpacing(20);
    connect(m_name, &QLineEdit::textChanged, this, &FirstRun::showName);
    connect(m_name, &QLineEdit::returnPressed, this, &FirstRun::submit);
}

void FirstRun::buildFoot(QVBoxLayout &column)
{
    m_start->setSize(Button::Size::Large);
    m_start->setIconName(QStringLiteral("phone"));
    connect(m_start, &Button::clicked, this, &FirstRun::submit);
    column.addWidget(m_start);
    column.addSpacing(12);
    auto *people = new QHBoxLayout;
    people->setSpacing(7);
    people->addStretch();
    people->addWidget(m_peopleIcon);
    people->addWidget(m_people);
    people->addStretch();
    column.addLayout(people);
    column.addSpacing(14);
    column.addWidget(m_language, 0, Qt::AlignHCenter);
}

void FirstRun::watchPeople()
{
    const peers::PeerDirectory &directory = m_core.peers();
    connect(&directory, &peers::PeerDirectory::peerAdded, this, &FirstRun::showPeople);
    connect(&directory, &peers::PeerDirectory::peerChanged, this, &FirstRun::showPeople);
    connect(&directory, &peers::PeerDirectory::peerRemoved, this, &FirstRun::showPeople);
    connect(&m_core, &core::Core::lineChanged, this, &FirstRun::showPeople);
    connect(&m_core, &core::Core::ready, this, &FirstRun::showName);
}

void FirstRun::retranslate()
{
    m_title->setText(tr("Your own line"));
    m_sentence->setText(tr("Chat and send files to people on the same network.\nNo server, no account."));
    m_label->setText(tr("Name that others see"));
    m_name->setAccessibleName(m_label->text());
    m_hint->setText(tr("Taken from this computer. You can change it at any time."));
    m_start->setText(tr("Start"));
    showPeople();
}

void FirstRun::showName()
{
    const QString name = settings::keys::cleanedName(m_name->text());
    m_avatar->setPerson(m_core.self(), name);
    m_start->setEnabled(!name.isEmpty());
}

void FirstRun::showPeople()
{
    int count = 0;
    for (const model::Peer &peer : m_core.peers().peers())
        count += peer.reach >= model::Reach::Online ? 1 : 0;
    const bool found = count > 0;
    m_peopleIcon->setIcon(found ? QStringLiteral("wifi") : QStringLiteral("search"),
                          found ? &Colours::success : &Colours::text2);
    m_people->setText(found ? tr("%n people found on this network", nullptr, count)
                            : tr("Looking for people on this network"));
}

void FirstRun::submit()
{
    const QString name = settings::keys::cleanedName(m_name->text());
    if (name.isEmpty())
        return;
    m_core.settings().set(settings::keys::userName, name);
    emit finished();
}

void FirstRun::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours &colours = m_theme.colours();
    painter.fillRect(rect(), colours.canvas);
    painter.setPen(QPen(colours.border, 6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(loopedCord(-46, width() + 46, height() - coilAbove));
    const QRectF card = m_card->geometry();
    paintShadow(painter, card, size::radiusDialog, Depth::Dialog, colours.shadow);
    fillRound(painter, card, size::radiusDialog, colours.raised);
    strokeRound(painter, card, size::radiusDialog, colours.border, hairline(painter));
}

void FirstRun::resizeEvent(QResizeEvent *)
{
    const int width = std::min(m_theme.px(size::firstRun), this->width() - 2 * size::marginNarrow);
    const int height = std::min(m_card->layout()->totalHeightForWidth(width), this->height());
    m_card->setGeometry((this->width() - width) / 2, (this->height() - height) / 2, width, height);
}

void FirstRun::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        resizeEvent(nullptr);
    }
    QWidget::changeEvent(event);
}

} // namespace ui
