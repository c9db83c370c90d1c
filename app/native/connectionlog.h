#pragma once

#include <QLoggingCategory>

namespace native {

Q_DECLARE_LOGGING_CATEGORY(lcLink)

} // namespace native
