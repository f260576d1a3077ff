// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The program's standard streams. stdout belongs to frames alone (architecture.md, "The host
// protocol"): whatever a library may print must not get between them.

#include <string_view>

namespace volition::platform {

/// Duplicates stdout, points descriptor 1 at stderr, and returns the duplicate, which is not
/// inherited by programs this one would start. Call it first of all in main. -1 where there is no
/// stdout. Also lets a write to a closed pipe fail instead of ending the program.
int guard_stdout();

/// Writes the whole text to a descriptor. False when it does not take it.
bool write_all(int descriptor, std::string_view text);

}  // namespace volition::platform
