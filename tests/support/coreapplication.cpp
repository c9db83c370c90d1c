#include <QCoreApplication>

#include <memory>

namespace support {

// Weak: a program with widgets brings its own (tests/ui/application.cpp).
__attribute__((weak)) std::unique_ptr<QCoreApplication> makeApplication(int &argc, char **argv)
{
    return std::make_unique<QCoreApplication>(argc, argv);
}

} // namespace support
