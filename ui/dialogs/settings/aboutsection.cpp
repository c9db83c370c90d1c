#include "ui/dialogs/settings/aboutsection.h"

#include <QClipboard>
#include <QDir>
#include <QGuiApplication>

namespace ui {

AboutSection::AboutSection(const Theme &theme, core::Core &core, QWidget *parent)
    : SettingsSection(theme, core, parent)
    , m_copy(new Button(Button::Kind::Quiet, {}, this))
{
    RowBox *box = addBox();
    m_version = addRow(box, QStringLiteral("phone"));
    m_qt = addRow(box, QStringLiteral("code"));
    m_tls = addRow(box, QStringLiteral("lock"));
    m_profile = addRow(box, QStringLiteral("folder"));
    m_profile->addControl(m_copy);
    m_copy->setSize(Button::Size::Small);
    connect(m_copy, &Button::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(QDir::toNativeSeparators(this->core().profile()));
    });
    connect(&core, &core::Core::ready, this, &AboutSection::retranslate);
    retranslate();
}

void AboutSection::retranslate()
{
    setTitle(tr("About Landline"));
    m_version->setTexts(tr("Landline %1").arg(QStringLiteral(LANDLINE_VERSION)),
                        tr("Chat and files on your own network. No server, no account."));
    m_qt->setTexts(tr("Window library"), QStringLiteral("Qt %1").arg(QLatin1String(qVersion())));
    m_tls->setTexts(tr("Encryption"), core().tlsBackend());
    m_profile->setTexts(tr("Everything is kept in"), QDir::toNativeSeparators(core().profile()));
    m_copy->setText(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy the folder's path"));
}

} // namespace ui
