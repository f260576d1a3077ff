// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/stdio.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>

namespace volition::platform {

int guard_stdout() {
  // Above the descriptors a browser hands over: Firefox keeps a sentinel pipe at 3, which is not
  // ours to touch.
  constexpr int kFirstFree = 10;
  const int frames = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, kFirstFree);
  if (frames >= 0) dup2(STDERR_FILENO, STDOUT_FILENO);
  std::signal(SIGPIPE, SIG_IGN);
  return frames;
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace volition::platform
