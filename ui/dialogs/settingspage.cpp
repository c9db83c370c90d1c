#include "ui/dialogs/settingspage.h"

#include "ui/common/painting.h"
#include "ui/dialogs/settings/aboutsection.h"
#include "ui/dialogs/settings/appearancesection.h"
#include "ui/dialogs/settings/languagesection.h"
#include "ui/dialogs/settings/networksection.h"
#include "ui/dialogs/settings/privacysection.h"
#include "ui/dialogs/settings/profilesection.h"
#include "ui/dialogs/settings/sectiontabs.h"
#include "ui/dialogs/settings/transferssection.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace ui {
namespace {

constexpr int pageMargin = 26;
constexpr int sectionCount = 7;

const char *iconOf(SettingsPage::Section section)
{
    switch (section) {
    case SettingsPage::Section::Profile: return "person";
    case SettingsPage::Section::Appearance: return "palette";
    case SettingsPage::Section::Language: return "language";
    case SettingsPage::Section::Transfers: return "transfers";
    case SettingsPage::Section::Network: return "network";
    case SettingsPage::Section::Privacy: return "lock";
    case SettingsPage::Section::About: return "info";
    }
    return "";
}

QString titleOf(SettingsPage::Section section)
{
    switch (section) {
    case SettingsPage::Section::Profile: return SettingsPage::tr("Profile");
    case SettingsPage::Section::Appearance: return SettingsPage::tr("Appearance");
    case SettingsPage::Section::Language: return SettingsPage::tr("Language");
    case SettingsPage::Section::Transfers: return SettingsPage::tr("Transfers");
    case SettingsPage::Section::Network: return SettingsPage::tr("Network");
    case SettingsPage::Section::Privacy: return SettingsPage::tr("Privacy and security");
    case SettingsPage::Section::About: return SettingsPage::tr("About Landline");
    }
    return {};
}

// Keeps the section's column readable on wide windows.
QScrollArea *makeScroller(const Theme &theme, SettingsSection *section, QWidget *parent)
{
    auto *area = new QScrollArea(parent);
    auto *page = new QWidget;
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins(size::margin, pageMargin, size::margin, pageMargin);
    row->addStretch(1);
    row->addWidget(section, 1000);
    row->addStretch(1);
    section->setMaximumWidth(theme.px(size::settingsPage));
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(page);
    page->setAutoFillBackground(false);
    area->viewport()->setAutoFillBackground(false);
    return area;
}

} // namespace

class SettingsPage::Private
{
public:
    Private(SettingsPage &page, const Theme &look, core::Core &core, Prompter &prompter);

    void buildSide(SettingsPage &page);
    void buildPages(SettingsPage &page, core::Core &core, Prompter &prompter);
    void retranslate();
    void arrange(int width);

    const Theme &theme;
    QWidget *side;
    IconButton *close;
    TextLabel *title;
    SectionTabs *tabs;
    QWidget *main;
    IconButton *back; // to the sections, in a narrow window
    QStackedWidget *pages;
    bool isNarrow = false;
    bool showsPage = false; // of the two steps in a narrow window
};

SettingsPage::Private::Private(SettingsPage &page, const Theme &look, core::Core &core, Prompter &prompter)
    : theme(look)
    , side(new QWidget(&page))
    , close(new IconButton(QStringLiteral("back"), {}, side))
    , title(new TextLabel(look, Type::Heading, &Colours::text, side))
    , tabs(new SectionTabs(look, side))
    , main(new QWidget(&page))
    , back(new IconButton(QStringLiteral("back"), {}, main))
    , pages(new QStackedWidget(main))
{
    auto *row = new QHBoxLayout(&page);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(side);
    row->addWidget(main, 1);
    buildSide(page);
    buildPages(page, core, prompter);
}

void SettingsPage::Private::buildSide(SettingsPage &page)
{
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(8, 8, 9, 8);
    column->setSpacing(2);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 0, 8);
    head->setSpacing(size::gap3);
    head->addWidget(close);
    head->addWidget(title, 1);
    column->addLayout(head);
    for (int i = 0; i < sectionCount; ++i)
        tabs->add(QString::fromLatin1(iconOf(Section(i))));
    column->addWidget(tabs);
    column->addStretch();
    QObject::connect(tabs, &SectionTabs::chosen, &page, [&page](int index) { page.show(Section(index)); });
    QObject::connect(close, &IconButton::clicked, &page, &SettingsPage::closeRequested);
}

void SettingsPage::Private::buildPages(SettingsPage &page, core::Core &core, Prompter &prompter)
{
    auto *column = new QVBoxLayout(main);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(back, 0, Qt::AlignLeft);
    column->addWidget(pages, 1);
    QObject::connect(back, &IconButton::clicked, &page, [this, &page] {
        showsPage = false;
        arrange(page.width());
    });
    const std::initializer_list<SettingsSection *> sections = {
        new ProfileSection(theme, core, pages),   new AppearanceSection(theme, core, pages),
        new LanguageSection(theme, core, pages),  new TransfersSection(theme, core, prompter, pages),
        new NetworkSection(theme, core, pages),   new PrivacySection(theme, core, pages),
        new AboutSection(theme, core, pages),
    };
    for (SettingsSection *section : sections)
        pages->addWidget(makeScroller(theme, section, pages));
}

void SettingsPage::Private::retranslate()
{
    title->setText(SettingsPage::tr("Settings"));
    close->setName(SettingsPage::tr("Close the settings"));
    back->setName(SettingsPage::tr("All settings"));
    for (int i = 0; i < sectionCount; ++i)
        tabs->setText(i, titleOf(Section(i)));
}

// Wide: sections and page side by side. Narrow: one after the other.
void SettingsPage::Private::arrange(int width)
{
    isNarrow = width < theme.px(size::narrow);
    side->setVisible(!isNarrow || !showsPage);
    main->setVisible(!isNarrow || showsPage);
    back->setVisible(isNarrow);
    side->setMinimumWidth(isNarrow ? width : theme.px(size::settingsNav));
    side->setMaximumWidth(isNarrow ? QWIDGETSIZE_MAX : theme.px(size::settingsNav));
}

SettingsPage::SettingsPage(const Theme &theme, core::Core &core, Prompter &prompter, QWidget *parent)
    : QWidget(parent)
    , d(std::make_unique<Private>(*this, theme, core, prompter))
{
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    d->retranslate();
    show(Section::Profile);
    d->showsPage = false;
}

SettingsPage::~SettingsPage() = default;

void SettingsPage::show(Section section)
{
    d->tabs->setCurrent(int(section));
    setFocusProxy(d->tabs->tab(int(section)));
    d->pages->setCurrentIndex(int(section));
    d->showsPage = true;
    d->arrange(width());
}

SettingsPage::Section SettingsPage::section() const
{
    return Section(d->pages->currentIndex());
}

void SettingsPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &colours = d->theme.colours();
    painter.fillRect(rect(), colours.window);
    if (!d->side->isVisible())
        return;
    const QRect side = d->side->geometry();
    painter.fillRect(side, colours.pane);
    const qreal line = hairline(painter);
    const qreal x = layoutDirection() == Qt::RightToLeft ? side.left() : side.right() + 1 - line;
    painter.fillRect(QRectF(x, 0, line, height()), colours.border);
}

void SettingsPage::resizeEvent(QResizeEvent *)
{
    d->arrange(width());
}

void SettingsPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape)
        return QWidget::keyPressEvent(event);
    if (d->isNarrow && d->showsPage)
        d->back->click();
    else
        emit closeRequested();
}

void SettingsPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        d->retranslate();
    QWidget::changeEvent(event);
}

} // namespace ui
