// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which lines of a list are of no use, and why: found by reading the list again, since nobody keeps
// them. What only shows among several filters is not found line by line: `badfilter`,
// `over_budget`, `regex_over_budget`.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "filters/compile.hpp"

namespace volition::filters {

struct RefusedLine {
  /// From 1 on.
  std::uint32_t line = 0;
  /// A view into the list's text.
  std::string_view text;
  /// refusal_name or cosmetic_refusal_name.
  std::string_view reason;
};

/// At most `limit` lines from line `first` on; of one reason only, where one is given. Reads the
/// list up to the last of them.
std::vector<RefusedLine> refused_lines(std::string_view text, Browser browser,
                                       std::optional<std::string_view> reason, std::uint32_t first,
                                       std::size_t limit);

}  // namespace volition::filters
