#pragma once

#include <QObject>

#include <functional>
#include <memory>

namespace support {

using MakeTest = std::function<std::unique_ptr<QObject>()>;

// Known to the program's main(), which runs the class named on the command line ("framereader" for TestFrameReader).
void registerTest(const QMetaObject &type, MakeTest make);

// `static const support::Register<TestX> registered;` in tst_x.cpp.
template<typename Test>
struct Register {
    Register()
    {
        registerTest(Test::staticMetaObject, [] { return std::make_unique<Test>(); });
    }
};

} // namespace support
