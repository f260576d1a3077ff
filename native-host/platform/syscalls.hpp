// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The seccomp allow-list. Internal to this room.

#include "platform/cage.hpp"

namespace volition::platform {

/// kAbsent where the system has no seccomp filters. Errors: internal. NO_NEW_PRIVS must be set.
Result<Wall> raise_syscall_wall();

}  // namespace volition::platform
