// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The part of a network filter after "$". Dialects: Adblock Plus, uBlock Origin, AdGuard.

#include <cstddef>
#include <optional>
#include <string_view>

#include "filters/filter.hpp"
#include "filters/refusal.hpp"

namespace volition::filters {

/// Whether `name` (without "~") is an option of any dialect, supported or not.
bool is_option_name(std::string_view name);

/// Whether what follows a "$" reads as options: its first one has a known name.
bool reads_as_options(std::string_view text);

/// Where the options begin: the offset of the "$" in `body` (a filter without "@@"), npos where
/// there are none. A "$" inside a regular expression or an address is not one.
std::size_t find_options(std::string_view body);

/// One option after the other, split at commas that are neither escaped nor inside a /regular
/// expression/.
class OptionWalk {
 public:
  explicit OptionWalk(std::string_view options) : rest_(options) {}
  std::optional<std::string_view> next();

 private:
  std::string_view rest_;
};

/// What the options alone say of the line.
enum class OptionsFlow {
  kNetwork,
  /// Only switches for element hiding (elemhide, generichide, specifichide): another flow.
  kCosmetic,
};

struct OptionsOutcome {
  OptionsFlow flow = OptionsFlow::kNetwork;
  std::optional<Refusal> refusal;
};

/// Reads `options` into `filter`, whose `exception` is already set.
OptionsOutcome parse_options(std::string_view options, NetworkFilter& filter);

}  // namespace volition::filters
