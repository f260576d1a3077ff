// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The cage: what the host takes away from itself before it reads the first byte of a stranger
// (universe.md, "The host's cage"). Linux: Landlock for files, seccomp for system calls. Elsewhere,
// and on kernels without Landlock, the missing part is reported as absent and the program goes on.

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace volition::platform {

enum class Wall { kOn, kAbsent };
/// "on", "absent".
std::string_view wall_name(Wall wall);

struct Cage {
  Wall landlock = Wall::kAbsent;
  Wall seccomp = Wall::kAbsent;
};

/// What stays reachable inside.
struct Reach {
  /// Read and written.
  std::filesystem::path data_folder;
  /// Only read; may not exist.
  std::filesystem::path image_folder;
};

/// No core dump, no debugger of the same user, no new privileges. Needs nothing and cannot fail in
/// a way that matters: part of close_cage, apart so that the command line can have it without the
/// walls.
void harden_process();

/// Closes the cage around this process, for good. Errors: internal, where a wall that the kernel
/// has could not be raised: the caller must not go on.
Result<Cage> close_cage(const Reach& reach);

/// One thing that was tried from inside.
struct Probe {
  std::string_view name;
  enum class Expected { kRefused, kAllowed } expected = Expected::kRefused;
  bool allowed = false;
};

/// Tries, in a child process inside the cage, what must be refused (network, other files, programs,
/// code) and what must go on working (the data folder). Errors: internal, where the child could not
/// tell.
struct ProbeReport {
  Cage cage;
  std::vector<Probe> probes;
};
Result<ProbeReport> probe_cage(const Reach& reach);

}  // namespace volition::platform
