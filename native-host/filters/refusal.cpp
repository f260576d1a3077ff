// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/refusal.hpp"

#include <numeric>

namespace volition::filters {
namespace {

constexpr std::array<std::string_view, kRefusalCount> kNames = {
    "line_too_long",
    "control_character",
    "malformed_option",
    "unknown_option",
    "unsupported_option",
    "matches_everything",
    "too_many_domains",
    "malformed_domain",
    "include",
    "regex_lookaround",
    "regex_invalid",
    "regex_too_large",
    "regex_over_budget",
    "popup",
    "header",
    "genericblock",
    "replace",
    "redirect_rule",
    "redirect_exception",
    "domain_regex",
    "domain_entity",
    "to_entity",
    "non_ascii_host",
    "removeparam_regex",
    "removeparam_negated",
    "removeparam_name",
    "policy_reports",
    "policy_value",
    "stealth",
    "cookie",
    "inline_script",
    "badfilter",
    "over_budget",
    "regex_slow",
};

}  // namespace

std::string_view refusal_name(Refusal reason) {
  return reason < Refusal::kCount ? kNames[static_cast<std::size_t>(reason)] : "unknown";
}

std::uint32_t RefusalCounts::total() const {
  return std::accumulate(by_reason.begin(), by_reason.end(), std::uint32_t{0});
}

}  // namespace volition::filters
