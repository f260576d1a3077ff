// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Fewer rules with the same verdicts: filters that differ only in their host, or only in the page's
// domain, become one rule with an array. 87 % of network filters are bare hosts.

#include <cstddef>
#include <vector>

#include "filters/dnr.hpp"

namespace volition::filters {

/// The longest array in one rule. A static rule whose array held one host that Firefox refuses was
/// dropped whole and silently; hosts are checked before, and short arrays bound what one more
/// surprise could cost.
constexpr std::size_t kMaxArrayHosts = 4000;

/// Merges; the answer is sorted by what the rule does, so that equal input gives equal bytes. Every
/// rule's `filters` adds up to the sum that went in.
std::vector<DnrRule> merge_rules(std::vector<DnrRule> rules);

/// Removes hosts that a shorter host of the same (sorted) array covers already.
void drop_covered_hosts(std::vector<std::string>& hosts);

}  // namespace volition::filters
