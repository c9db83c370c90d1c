#include "native/datalog.h"

namespace native {

Q_LOGGING_CATEGORY(lcData, "landline.native.data", QtInfoMsg)

} // namespace native
