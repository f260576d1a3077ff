// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Fewer rules with the same verdicts: filters that differ only in their host, in the page's domain
// or in the kind of request become one rule, and what a wider rule covers needs none. 87 % of
// network filters are bare hosts.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "filters/dnr.hpp"

namespace volition::filters {

/// The longest array in one rule. A static rule whose array held one host that Firefox refuses was
/// dropped whole and silently; hosts are checked before, and short arrays bound what one more
/// surprise could cost.
constexpr std::size_t kMaxArrayHosts = 4000;

struct Merged {
  std::vector<DnrRule> rules;
  /// Filters without a rule of their own, because another filter of the list covers them. They stay
  /// counted in the first rule's `filters`.
  std::uint32_t covered = 0;
};

/// Merges one list's rules. Equal input gives equal bytes; every rule's `filters` adds up to the
/// sum that went in.
Merged merge_rules(std::vector<DnrRule> rules);

/// Cuts arrays over kMaxArrayHosts into pieces, each host by its own hash, so that a list's small
/// change touches one piece.
void split_arrays(std::vector<DnrRule>& rules);

/// What of a rule two rules may differ in and still become one.
enum class Part : std::uint8_t { kPattern, kTypes, kParams, kRequestDomains, kInitiatorDomains };

/// Equal for rules that agree in everything but `open`; use `agree_but` to be sure.
std::size_t hash_without(const DnrRule& rule, Part open);
bool agree_but(const DnrRule& a, const DnrRule& b, Part open);

/// One pass: unites `open` (an array or the kinds of request) of all rules that agree in everything
/// else. Order is kept.
std::vector<DnrRule> unite(std::vector<DnrRule> rules, Part open);

/// The host of a `||host…` filter, where the next character ends it; else empty. The rest begins
/// with "/", "^", ":" or "?".
std::string_view whole_host_of(const DnrRule& rule);

}  // namespace volition::filters
