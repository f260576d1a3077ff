// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/paths.hpp"

#include <sys/stat.h>

#include <cstdlib>
#include <string>
#include <system_error>

namespace volition::platform {
namespace {

namespace fs = std::filesystem;

/// An absolute path from the environment; empty where the variable is absent, empty or relative.
fs::path absolute_from(const char* variable) {
  const char* value = std::getenv(variable);
  if (value == nullptr || value[0] != '/') return {};
  return fs::path(value);
}

/// Whether mkdir left a folder there, made now or before.
bool make_private(const fs::path& folder) {
  std::error_code ec;
  if (fs::is_directory(folder, ec)) return true;
  const fs::path parent = folder.parent_path();
  if (!parent.empty() && parent != folder && !make_private(parent)) return false;
  constexpr mode_t kOwnerOnly = 0700;
  return mkdir(folder.c_str(), kOwnerOnly) == 0 || fs::is_directory(folder, ec);
}

}  // namespace

Result<fs::path> data_folder_path() {
  fs::path folder = absolute_from("VOLITION_DATA_DIR");
  if (folder.empty()) {
    if (const fs::path data = absolute_from("XDG_DATA_HOME"); !data.empty()) {
      folder = data / "volition";
    } else if (const fs::path home = absolute_from("HOME"); !home.empty()) {
      folder = home / ".local" / "share" / "volition";
    }
  }
  if (folder.empty()) return Error(ErrorCode::kFileFailed, "no home folder");
  folder = folder.lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  return folder;
}

Result<fs::path> data_folder() {
  const auto named = data_folder_path();
  if (!named) return named.error();
  const fs::path& folder = *named;
  if (!make_private(folder)) return Error(ErrorCode::kFileFailed, "cannot make the data folder");
  std::error_code ec;
  const fs::path resolved = fs::canonical(folder, ec);
  if (ec) return Error(ErrorCode::kFileFailed, "cannot resolve the data folder");
  return resolved;
}

Result<fs::path> program_path() {
  std::error_code ec;
  fs::path program = fs::read_symlink("/proc/self/exe", ec);
  if (ec) return Error(ErrorCode::kFileFailed, "the program's own path");
  return program;
}

fs::path image_folder() {
  const auto program = program_path();
  if (!program) return {};
  std::error_code ec;
  const fs::path folder = program->parent_path();
  if (fs::path beside = folder / "data"; fs::is_directory(beside, ec)) return beside;
  fs::path prefix = folder.parent_path();
  if (folder.filename() == "volition") prefix = prefix.parent_path();
  return prefix / "share" / "volition";
}

}  // namespace volition::platform
