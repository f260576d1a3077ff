// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The compile report: for each list how many network filters take effect, and why the others do
// not.

#include <cstdint>
#include <string>
#include <vector>

#include "filters/compile.hpp"
#include "filters/parse.hpp"
#include "filters/refusal.hpp"

namespace volition::filters {

struct ListReport {
  const ParsedList* list = nullptr;
  std::string ruleset;
  std::size_t rules = 0;
  std::size_t regex_rules = 0;
  std::uint32_t in_effect = 0;
  /// Of those: narrower than written, because some of their domains are entities (`google.*`).
  std::uint32_t partial = 0;
  /// Of those: wanted to answer with a stand-in, and block instead.
  std::uint32_t redirect_as_block = 0;
  /// Of those: without a rule of their own, since a wider filter of the list covers them.
  std::uint32_t covered = 0;
  RefusalCounts refused;
};

/// JSON, indented for people.
std::string write_report(const std::vector<ListReport>& reports, Browser browser);

}  // namespace volition::filters
