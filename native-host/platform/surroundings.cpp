// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/surroundings.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <system_error>

namespace volition::platform {
namespace {

namespace fs = std::filesystem;

/// As the XDG specification asks, a relative path counts as none.
fs::path absolute_or(const char* variable, fs::path otherwise) {
  const char* value = std::getenv(variable);
  if (value == nullptr || value[0] != '/') return otherwise;
  return fs::path(value).lexically_normal();
}

std::vector<fs::path> folders_of(std::string_view path) {
  std::vector<fs::path> folders;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find(':'), path.size());
    if (path.front() == '/') folders.emplace_back(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return folders;
}

}  // namespace

fs::path Surroundings::below_root(std::string_view absolute) const {
  return root / fs::path(absolute).relative_path();
}

bool Surroundings::has_program(std::string_view name) const {
  const fs::path snap = below_root("/snap/bin");
  return std::any_of(program_folders.begin(), program_folders.end(), [&](const fs::path& folder) {
    const fs::path program = folder / name;
    std::error_code ec;
    return folder != snap && fs::is_regular_file(program, ec) && access(program.c_str(), X_OK) == 0;
  });
}

Result<Surroundings> surroundings_of_person() {
  Surroundings found;
#ifdef __APPLE__
  found.system = System::kMacos;
#endif
  found.home = absolute_or("HOME", {});
  if (found.home.empty()) return Error(ErrorCode::kFileFailed, "no home folder");
  found.config_home = absolute_or("XDG_CONFIG_HOME", found.home / ".config");
  found.state_home = absolute_or("XDG_STATE_HOME", found.home / ".local" / "state");
  found.data_home = absolute_or("XDG_DATA_HOME", found.home / ".local" / "share");
  const char* path = std::getenv("PATH");
  if (path != nullptr) found.program_folders = folders_of(path);
  return found;
}

}  // namespace volition::platform
