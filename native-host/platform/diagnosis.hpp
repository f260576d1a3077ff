// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What keeps a browser from starting the host, found by looking at the files as the browser would.
// Names of what is wrong, not words: app/ says them to a person.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "platform/browsers.hpp"

namespace volition::platform {

/// Everything that can be wrong. The names are for machines: append only.
enum class Ailment {
  kNotRegistered,       // no manifest where the browser looks
  kManifestDamaged,     // one that no browser takes
  kWrongId,             // it does not let our extension start the host
  kWrongPath,           // it names no absolute path, or a program that is not ours
  kHostMissing,         // it names a file that is not there
  kHostNotExecutable,   // it names a file that may not be started
  kOtherVersion,        // it names another version of the program
  kOtherExtension,      // the extension that came with the system's package has another version
  kSnapBrowser,         // the browser is shut into a Snap
  kFlatpakBrowser,      // the browser is shut into a Flatpak
  kDataFolderRefused,   // the data folder may not be read and written, or not be made
  kDataFolderOpen,      // others on this machine may look into the data folder
  kShippedFileDamaged,  // a file that came with the program is not what it was
  kListsDamaged,        // the person's choice of lists does not read
  kListsRestored,       // it did not, and was put together again
};
std::string_view ailment_name(Ailment ailment);

/// A problem keeps something from working; a note is good to know.
enum class Weight { kProblem, kNote };

struct Finding {
  Ailment ailment;
  Weight weight = Weight::kProblem;
  /// nullptr where it concerns all of them, or none.
  const Browser* browser = nullptr;
  /// The file or folder that it is about; may be empty.
  std::filesystem::path where;
  /// What was found there, such as a path or a version; may be empty.
  std::string found;
};

/// One browser's way to the host, whole.
struct Way {
  const Browser* browser = nullptr;
  std::filesystem::path manifest;
  std::filesystem::path host;
};

struct Diagnosis {
  std::vector<Finding> findings;
  std::vector<Way> ways;
};

/// Looks at every browser. Programs that manifests name are asked for their version, as browsers
/// would start them. `version` is this program's.
Diagnosis diagnose_browsers(const Surroundings& surroundings, std::string_view version);

/// Looks at the data folder, which may not exist yet; changes nothing.
std::vector<Finding> diagnose_data_folder(const std::filesystem::path& folder);

}  // namespace volition::platform
