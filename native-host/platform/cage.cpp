// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/cage.hpp"

#include <sys/resource.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "platform/landlock.hpp"
#include "platform/syscalls.hpp"

namespace volition::platform {

std::string_view wall_name(Wall wall) { return wall == Wall::kOn ? "on" : "absent"; }

void harden_process() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
#endif
}

Result<Cage> close_cage(const Reach& reach) {
  harden_process();
  const Result<Wall> landlock = raise_landlock(reach);
  if (!landlock) return landlock.error();
  const Result<Wall> seccomp = raise_syscall_wall();
  if (!seccomp) return seccomp.error();
  return Cage{*landlock, *seccomp};
}

}  // namespace volition::platform
