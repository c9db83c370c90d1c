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

// How people are called until they say so themselves: the account's full name, or the login name. Asks the system, which
// may ask a server: once, at the start.
[[nodiscard]] QString accountName();

} // namespace core
