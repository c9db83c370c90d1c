#include "native/connectionlog.h"

namespace native {

Q_LOGGING_CATEGORY(lcLink, "landline.native.link")

} // namespace native
