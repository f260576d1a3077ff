// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One declarativeNetRequest rule, and its JSON for each browser. Reference: the browsers'
// declarativeNetRequest pages
// (developer.chrome.com/docs/extensions/reference/api/declarativeNetRequest, MDN); what differs is
// in README.md.

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "filters/compile.hpp"
#include "filters/filter.hpp"

namespace volition::filters {

/// The kinds of request that rules know. A filter may name more (a page that another one opened):
/// they are no business of a rule.
constexpr TypeMask kDnrTypes = (1U << 12U) - 1U;

enum class DnrAction : std::uint8_t {
  kBlock,
  kAllow,
  kAllowAllRequests,
  kRemoveParam,
  kRemoveQuery,
  kCsp,
  kPermissions,
};

/// Hosts are views into the lists' texts or into a HostStore, which must outlive the rule.
using HostArray = std::vector<std::string_view>;

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
  /// The policy.
  std::string value;
  /// removeparam's names, sorted. One name is guarded by `url_filter` when the rule is written;
  /// more of them need a `regex_filter` that names each.
  std::vector<std::string_view> params;
  HostArray request_domains;
  HostArray excluded_request_domains;
  HostArray initiator_domains;
  HostArray excluded_initiator_domains;
  /// How many filters the rule stands for.
  std::uint32_t filters = 1;
  /// Which of the list's merged rules (merge_rules) it was made of, by place, and whether it
  /// says them in words of its own (bucket.hpp); delta.hpp asks.
  std::vector<std::uint32_t> sources;
  bool is_rewritten = false;
};

/// Keeps hosts that stand nowhere in a list as a rule needs them.
class HostStore {
 public:
  /// A copy of `host`.
  std::string_view keep(std::string_view host) { return kept_.emplace_back(host); }
  /// `host` itself where it is in lower case, else a copy of it.
  std::string_view lowered(std::string_view host);

 private:
  std::deque<std::string> kept_;
};

/// Appends the rule's JSON object to `out`. Types are spelled as `browser` knows them: Firefox gets
/// "beacon" beside "ping" and "imageset" beside "image".
void append_json(const DnrRule& rule, std::uint32_t id, Browser browser, std::string& out);

/// A whole rule set: an array, one rule a line, ids from 1 on.
std::string ruleset_json(const std::vector<DnrRule>& rules, Browser browser);

/// Appends `text` as a JSON string.
void append_json_string(std::string_view text, std::string& out);

}  // namespace volition::filters
