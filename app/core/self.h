#pragma once

#include "base/result.h"
#include "core/profile.h"
#include "identity/identity.h"

#include <memory>

namespace core {

// What makes us us.
struct Self {
    std::shared_ptr<const identity::Identity> identity;
    quint32 epoch = 0; // number of this start
};

// From the profile, made at the first start. Blocks on the disk. The error's detail names the file.
[[nodiscard]] base::Result<Self> readSelf(const Profile &profile);

// The login name; the full name is a matter of the first-run dialog.
[[nodiscard]] QString accountName();

} // namespace core
