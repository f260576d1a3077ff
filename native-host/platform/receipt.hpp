// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The receipt of an installation: what was written where, and what was there before. Internal to
// this room.
//
//   {"version": 1,
//    "folders": ["/home/a/.config/chromium/NativeMessagingHosts", …],         made by us, outermost
//    first "files": [{"path": "…/org.volition.host.json",
//               "browsers": ["chrome", "opera"],                              who asked for it
//               "wrote": "{…}",
//               "before": null | {"bytes": base64url, "mode": 420} | {"link": base64url}}]}

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "platform/surroundings.hpp"

namespace volition::platform {

/// What stands at a path.
struct Standing {
  enum class Kind { kNothing, kFile, kLink } kind = Kind::kNothing;
  /// A file's text, or a link's target.
  std::string content;
  /// A file's permissions.
  unsigned mode = 0;
};

/// Errors: file_failed where something else stands there, or a file that is too large.
Result<Standing> standing_at(const std::filesystem::path& path);

/// Puts it there in one step (a rename); kNothing removes. Errors: file_failed.
Status put_at(const std::filesystem::path& path, const Standing& standing);

struct Receipt {
  struct File {
    std::filesystem::path path;
    std::vector<std::string> browsers;
    std::string wrote;
    Standing before;
  };
  std::vector<std::filesystem::path> folders;
  std::vector<File> files;

  File* find(const std::filesystem::path& path);
};

/// $XDG_STATE_HOME/volition/installed.json.
std::filesystem::path receipt_path(const Surroundings& surroundings);

/// An empty receipt where there is none. Errors: file_failed; those of parse_json; invalid_params
/// where it is no receipt of ours. A file that is not named as our manifests are makes it none.
Result<Receipt> read_receipt(const Surroundings& surroundings);

/// The folders up to this one that are not there yet, outermost first.
std::vector<std::filesystem::path> missing_folders(const std::filesystem::path& folder);

/// Makes them, for their owner alone. Errors: file_failed.
Status make_folders(const std::filesystem::path& folder);

/// Writes it; with nothing in it, removes it. Errors: file_failed.
Status write_receipt(const Surroundings& surroundings, const Receipt& receipt);

}  // namespace volition::platform
