#include "support/testmain.h"

#include <QCoreApplication>
#include <QTest>
#include <QThreadPool>

#include <cstdio>
#include <vector>

namespace support {
namespace {

struct Entry {
    const QMetaObject *type;
    MakeTest make;
};

std::vector<Entry> &entries()
{
    static std::vector<Entry> all;
    return all;
}

} // namespace

void registerTest(const QMetaObject &type, MakeTest make)
{
    entries().push_back({&type, std::move(make)});
}

// The application object a test program needs; the ui tests link another one.
std::unique_ptr<QCoreApplication> makeApplication(int &argc, char **argv);

} // namespace support

int main(int argc, char **argv)
{
    const QByteArray wanted = argc > 1 ? QByteArray(argv[1]) : QByteArray();
    const auto application = support::makeApplication(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("landline"));
    QStringList arguments = QCoreApplication::arguments();
    if (!wanted.isEmpty())
        arguments.removeAt(1);
    int failed = 0;
    int run = 0;
    for (const auto &entry : support::entries()) {
        const QByteArray name = QByteArray(entry.type->className()).toLower();
        if (!wanted.isEmpty() && name != "test" + wanted)
            continue;
        failed += QTest::qExec(entry.make().get(), arguments);
        ++run;
    }
    QThreadPool::globalInstance()->waitForDone(); // a thread that ends after main() leaves what it holds behind
    if (run == 0)
        std::fprintf(stderr, "no test class Test%s here\n", wanted.constData());
    return run == 0 ? 2 : failed;
}
