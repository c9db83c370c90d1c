#include "ui/common/appstyle.h"
#include "uisupport.h"

#include <QApplication>
#include <QLocale>

#include <memory>

namespace support {
namespace {

// The program's look at the size its tokens are drawn for, in English.
class TestApplication final : public QApplication
{
public:
    TestApplication(int &argc, char **argv)
        : QApplication(argc, argv)
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        QFont font = QApplication::font();
        font.setPixelSize(13);
        setFont(font);
        theme = std::make_unique<ui::Theme>();
        theme->setMotion(false);
        theme->refreshFonts();
        setStyle(new ui::AppStyle(*theme));
        setPalette(theme->palette());
        QObject::connect(theme.get(), &ui::Theme::changed, this, [this] { setPalette(theme->palette()); });
    }

    std::unique_ptr<ui::Theme> theme;
};

} // namespace

std::unique_ptr<QCoreApplication> makeApplication(int &argc, char **argv)
{
    return std::make_unique<TestApplication>(argc, argv);
}

ui::Theme &theme()
{
    return *static_cast<TestApplication *>(QCoreApplication::instance())->theme;
}

} // namespace support
