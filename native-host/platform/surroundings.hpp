// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a person's machine looks like to the commands that install the program, undo it and examine
// it: the folders of the XDG base directory specification, and where programs are. A value, so that
// tests hand in a machine of their own.

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace volition::platform {

enum class System { kLinux, kMacos };

struct Surroundings {
  System system = System::kLinux;
  /// What stands for "/".
  std::filesystem::path root = "/";
  std::filesystem::path home;
  /// $XDG_CONFIG_HOME, else ~/.config.
  std::filesystem::path config_home;
  /// $XDG_STATE_HOME, else ~/.local/state.
  std::filesystem::path state_home;
  /// $XDG_DATA_HOME, else ~/.local/share.
  std::filesystem::path data_home;
  /// The absolute folders of $PATH.
  std::vector<std::filesystem::path> program_folders;

  /// An absolute path, seen below `root`.
  std::filesystem::path below_root(std::string_view absolute) const;
  /// Whether one of the folders of $PATH holds a program of this name. Snap's own folder does not
  /// count: what is there is not what it seems (diagnosis.hpp).
  bool has_program(std::string_view name) const;
};

/// Those of the person who started this. Errors: file_failed where there is no home folder.
Result<Surroundings> surroundings_of_person();

}  // namespace volition::platform
