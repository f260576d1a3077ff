// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The browsers that can start the host, and where each looks for its native messaging manifest
// (browsers.md, "Where browsers look for host manifests"). Facts only; registration.hpp writes the
// manifests and diagnosis.hpp judges what it finds there.

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "platform/surroundings.hpp"

namespace volition::platform {

/// Which form of manifest, and which extension.
enum class Family { kChromium, kFirefox };

/// How a browser came onto the machine, as far as it can be seen.
enum class Packaging { kPlain, kSnap, kFlatpak };

struct Browser {
  /// As the command line takes it, such as "chromium".
  std::string_view name;
  /// As a person knows it, such as "Chromium".
  std::string_view title;
  Family family;
  /// Linux: the folder of its profiles and the one of its manifests, below the configuration folder
  /// (Chromium's family) or the home folder (Firefox's).
  std::string_view profiles;
  std::string_view manifests;
  /// macOS: the same, below ~/Library/Application Support.
  std::string_view manifests_macos;
  /// Linux: where an administrator or a package puts manifests; empty where none is known.
  std::string_view manifests_of_all;
  /// Names of its programs; empty ones are none.
  std::string_view program;
  std::string_view other_program;
  /// Its names in the Snap and Flatpak stores; empty where it is not there.
  std::string_view snap;
  std::string_view flatpak;
};

/// All of them, in the order in which they are told.
std::span<const Browser> browsers();

/// nullptr for a name that is none.
const Browser* find_browser(std::string_view name);

/// Where this person's manifests for it are looked for, in the browser's order. Opera also reads
/// Chrome's.
std::vector<std::filesystem::path> manifest_folders(const Browser& browser,
                                                    const Surroundings& surroundings);

/// Where manifests for everyone are looked for after those; empty where no such place is known.
std::filesystem::path manifest_folder_of_all(const Browser& browser,
                                             const Surroundings& surroundings);

/// Each way in which the browser is on this machine; empty where it is not.
std::vector<Packaging> packagings(const Browser& browser, const Surroundings& surroundings);

/// Who is who, as manifests/ids.json says.
constexpr std::string_view kHostName = "org.volition.host";
constexpr std::string_view kChromiumId = "dlemmcdfhibophdjgehgncjaeokbfiko";
constexpr std::string_view kFirefoxId = "volition@volition.example";

}  // namespace volition::platform
