// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Making the host known to a person's browsers, and undoing it exactly. Before anything is written,
// a receipt says what will be there and what was there before
// ($XDG_STATE_HOME/volition/installed.json), so that an installation that was cut short can be
// undone too.

#include <filesystem>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "platform/browsers.hpp"

namespace volition::platform {

struct Registered {
  const Browser* browser = nullptr;
  std::filesystem::path manifest;
};

/// Writes the manifests of these browsers for `host`, an absolute path. What stands there already
/// is kept in the receipt. A repeat changes nothing. Errors: file_failed, with the path's kind of
/// trouble; what was begun can be undone by `unregister_host`.
Result<std::vector<Registered>> register_host(const Surroundings& surroundings,
                                              std::span<const Browser* const> chosen,
                                              const std::filesystem::path& host);

struct Unregistered {
  /// Manifests that are gone.
  std::vector<std::filesystem::path> removed;
  /// Manifests that are again what they were before the installation.
  std::vector<std::filesystem::path> restored;
  /// Manifests that stay, because a browser that was not named needs them too.
  std::vector<std::filesystem::path> needed;
  /// Manifests that somebody has changed since; they were left alone.
  std::vector<std::filesystem::path> left;
};

/// Undoes `register_host` for these browsers: manifests, and the folders that were made for them
/// where nothing else lies in them. A manifest that another browser still needs stays until that
/// one goes. Without a receipt nothing is done. Errors: file_failed, and those of parse_json for a
/// damaged receipt.
Result<Unregistered> unregister_host(const Surroundings& surroundings,
                                     std::span<const Browser* const> chosen);

}  // namespace volition::platform
