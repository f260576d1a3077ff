// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/started_by.hpp"

namespace volition::platform {

StartedBy started_by(std::span<const std::string_view> arguments) {
  if (arguments.empty()) return StartedBy::kPerson;
  const std::string_view first = arguments.front();
  constexpr std::string_view kChromiumOrigin = "chrome-extension://";
  if (first.substr(0, kChromiumOrigin.size()) == kChromiumOrigin) return StartedBy::kBrowser;
  // Firefox: an absolute path to a .json file, then the id. No command of ours begins with a slash.
  constexpr std::string_view kManifest = ".json";
  const bool manifest = first.size() > kManifest.size() && first.front() == '/' &&
                        first.substr(first.size() - kManifest.size()) == kManifest;
  return manifest && arguments.size() == 2 ? StartedBy::kBrowser : StartedBy::kPerson;
}

}  // namespace volition::platform
