#pragma once

#include <QObject>

#include <memory>

namespace native {

// Ends a QObject that may be in the middle of one of its own signals: silent at once, gone with the next event. A type
// that refers to others has abandon(), which lets go of everything that could call it in between.
struct EndLater {
    template<typename T>
    void operator()(T *object) const
    {
        QObject::disconnect(object, nullptr, nullptr, nullptr);
        if constexpr (requires { object->abandon(); })
            object->abandon();
        object->deleteLater();
    }
};

template<typename T>
using LaterPtr = std::unique_ptr<T, EndLater>;

} // namespace native
