// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One list on its way to rules: converted, merged, and at last cut to what the browsers take. A
// compilation takes every step; a delta (delta.hpp) looks at the rules in between.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "filters/compile.hpp"
#include "filters/dnr.hpp"
#include "filters/image_build.hpp"
#include "filters/parse.hpp"
#include "filters/report.hpp"
#include "filters/side_by_side.hpp"

namespace volition::filters {

/// How many rules there is room for. Each list takes its part away.
struct RuleRoom {
  std::size_t rules = 0;
  std::size_t regex_rules = 0;
  /// Rules that change a request or an answer, instead of stopping or allowing it.
  std::size_t unsafe_rules = 0;
};

/// ListSource without a copy of the text.
struct ListText {
  std::string_view name;
  std::string_view text;
  Shipped shipped = Shipped::kEnabled;
  Standing standing = Standing::kList;
};

/// Parses lists and applies what their `$badfilter`s say: those of enabled lists to all of these,
/// those of a disabled list to itself. The texts must outlive the answer. Error: list_unreadable.
Result<std::vector<ParsedList>> parse_lists(const std::vector<ListText>& texts, Browser browser);

/// Two where the texts are long enough for a second one.
Threads threads_for(const std::vector<ListText>& texts);

class ListCompiler {
 public:
  /// Converts every filter. `list` and `store` must outlive this.
  ListCompiler(const ParsedList& list, Browser browser, Standing standing, HostStore& store);

  /// Makes fewer rules of them (merge.hpp).
  void merge();
  /// Drops what there is no room for, the least valuable first (README.md, "Budget"), and answers
  /// with it.
  std::vector<DnrRule> fit(RuleRoom& room);

  std::vector<DnrRule>& rules() { return rules_; }
  const std::vector<DnrRule>& rules() const { return rules_; }
  ListReport& report() { return report_; }
  const ListReport& report() const { return report_; }
  InEffect& in_effect() { return in_effect_; }
  const ParsedList& list() const { return list_; }

 private:
  /// Whether the browser has a rule for it.
  bool add(const HostFilter& host);
  bool add(const NetworkFilter& filter);
  void add_plain_host(const NetworkFilter& filter, std::uint64_t signature);
  DnrRule& push(DnrRule rule);

  const ParsedList& list_;
  Browser browser_;
  Standing standing_;
  HostStore& store_;
  ListReport report_;
  InEffect in_effect_;
  std::vector<DnrRule> rules_;
  /// Which rule takes the hosts of a signature.
  std::unordered_map<std::uint64_t, std::size_t> host_rules_;
};

/// The last steps over all lists together: buckets (bucket.hpp), arrays cut, and cut to
/// `room`. What found no room is in the answer, for each list.
std::vector<std::vector<DnrRule>> finish_lists(const std::vector<ListCompiler*>& lists,
                                               Browser browser, RuleRoom& room, HostStore& store);

/// finish_lists for the static rule sets of a browser: enabled lists first, with rooms of their own
/// for expressions. Rules that only block hosts end at kPriorityHosts.
std::vector<std::vector<DnrRule>> finish_shipped(std::vector<ListCompiler>& lists,
                                                 const std::vector<Shipped>& shipped,
                                                 Browser browser, HostStore& store);

/// Whether a rule blocks hosts, at any priority of lists, and asks for nothing but kinds of request
/// and party.
bool is_hosts_rule(const DnrRule& rule);

/// "ruleset_1" for the first list.
std::string ruleset_id(std::size_t place);

}  // namespace volition::filters
