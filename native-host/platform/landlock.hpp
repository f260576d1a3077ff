// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Landlock (linux/landlock.h): the kernel refuses every file outside the two folders. Internal to
// this room.

#include "platform/cage.hpp"

namespace volition::platform {

/// kAbsent where the kernel has no Landlock. Errors: internal. NO_NEW_PRIVS must be set.
Result<Wall> raise_landlock(const Reach& reach);

}  // namespace volition::platform
