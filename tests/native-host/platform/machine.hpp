// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A machine of the test's own: a root folder with a home in it, and what lies there afterwards.

#include <sys/stat.h>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "platform/surroundings.hpp"
#include "temp_folder.hpp"

namespace volition::test {

class Machine {
 public:
  Machine() {
    surroundings.root = folder_.path();
    surroundings.home = folder_ / "home";
    surroundings.config_home = surroundings.home / ".config";
    surroundings.state_home = surroundings.home / ".local/state";
    surroundings.data_home = surroundings.home / ".local/share";
    surroundings.program_folders = {folder_ / "bin"};
    std::filesystem::create_directories(surroundings.home);
    std::filesystem::create_directories(folder_ / "bin");
  }

  /// A file with all folders above it.
  std::filesystem::path write(std::string_view name, std::string_view text,
                              mode_t mode = 0644) const {
    std::filesystem::path path = folder_.path() / name;
    std::filesystem::create_directories(path.parent_path());
    write_file(path, text);
    chmod(path.c_str(), mode);
    return path;
  }

  /// A program that says it is this version of ours.
  std::filesystem::path program(std::string_view name, std::string_view version) const {
    return write(name, "#!/bin/sh\necho volition " + std::string(version) + "\n", 0755);
  }

  /// Everything below the home folder: kind, permissions, content.
  std::map<std::string, std::string> tree() const {
    namespace fs = std::filesystem;
    std::map<std::string, std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(surroundings.home)) {
      struct stat status {};
      lstat(entry.path().c_str(), &status);
      std::string what = std::to_string(status.st_mode) + " ";
      if (entry.is_symlink()) {
        what += fs::read_symlink(entry.path()).native();
      } else if (entry.is_regular_file()) {
        what += read_file(entry.path());
      }
      found[entry.path().native()] = what;
    }
    return found;
  }

  platform::Surroundings surroundings;

 private:
  TempFolder folder_;
};

}  // namespace volition::test
