// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where things are: the person's data, and the files that came with the program (architecture.md,
// "Names and places").

#include <filesystem>

#include "base/result.hpp"

namespace volition::platform {

/// Where the data folder is or will be, by the environment alone; nothing is made and no link
/// resolved. Errors: file_failed where there is no home folder.
Result<std::filesystem::path> data_folder_path();

/// The data folder, made with mode 0700 if it is absent, with all links resolved (the cage is
/// closed around the resolved path). $VOLITION_DATA_DIR, else $XDG_DATA_HOME/volition, else
/// $HOME/.local/share/volition; a relative path in a variable is refused, as the XDG specification
/// asks. Errors: file_failed.
Result<std::filesystem::path> data_folder();

/// This program's own file, with all links resolved. Errors: file_failed.
Result<std::filesystem::path> program_path();

/// The folder that holds filters.image: `data` beside the program in a build tree, else
/// <prefix>/share/volition for a program in <prefix>/bin or <prefix>/lib/volition. It may not
/// exist.
std::filesystem::path image_folder();

}  // namespace volition::platform
