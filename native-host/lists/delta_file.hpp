// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A delta as it waits on the disk: one line of JSON about it, then one line for each dynamic rule,
// so that a page of rules is read without the others (README.md, "Files").

#include <boost/json/array.hpp>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "filters/delta.hpp"

namespace volition::lists {

struct DeltaPage {
  filters::BaselineMatch match = filters::BaselineMatch::kSame;
  std::string digest;
  std::vector<std::string> enable;
  std::vector<std::string> disable_sets;
  std::vector<filters::DisabledRules> disable;
  /// Filters that found no room in the browser.
  std::uint32_t left_out = 0;
  /// Objects, as the browser takes them.
  boost::json::array rules;
  std::optional<std::string> next;
};

constexpr std::size_t kMaxDeltaBytes = 64U << 20U;

/// `asked`: the baseline that the extension named.
std::string write_delta(const filters::Delta& delta, std::string_view asked);

/// The page at `cursor`, of about `max_bytes` of rules and at least one. Errors: not_found (no such
/// file, or one that answers another baseline), lists_damaged, invalid_params (no cursor of this
/// delta).
Result<DeltaPage> read_delta(const std::filesystem::path& file, std::string_view asked,
                             std::optional<std::string_view> cursor, std::size_t max_bytes);

}  // namespace volition::lists
