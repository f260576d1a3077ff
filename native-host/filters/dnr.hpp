// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One declarativeNetRequest rule, and its JSON for each browser. Reference: the browsers'
// declarativeNetRequest pages
// (developer.chrome.com/docs/extensions/reference/api/declarativeNetRequest, MDN); what differs is
// in README.md.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "filters/compile.hpp"
#include "filters/filter.hpp"

namespace volition::filters {

enum class DnrAction : std::uint8_t {
  kBlock,
  kAllow,
  kAllowAllRequests,
  kRemoveParam,
  kRemoveQuery,
  kCsp,
  kPermissions,
};

struct DnrRule {
  DnrAction action = DnrAction::kBlock;
  int priority = 0;
  /// At most one of the two is set; both empty: every address.
  std::string url_filter;
  std::string regex_filter;
  bool case_sensitive = false;
  TypeMask types = kDefaultTypes;
  Party party = Party::kAny;
  MethodMask methods = kEveryMethod;
  /// removeparam's name, or the policy.
  std::string value;
  std::vector<std::string> request_domains;
  std::vector<std::string> excluded_request_domains;
  std::vector<std::string> initiator_domains;
  std::vector<std::string> excluded_initiator_domains;
  /// How many filters the rule stands for.
  std::uint32_t filters = 1;
};

/// Appends the rule's JSON object to `out`. Types are spelled as `browser` knows them: Firefox gets
/// "beacon" beside "ping" and "imageset" beside "image".
void append_json(const DnrRule& rule, std::uint32_t id, Browser browser, std::string& out);

/// Appends `text` as a JSON string.
void append_json_string(std::string_view text, std::string& out);

}  // namespace volition::filters
