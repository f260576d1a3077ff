// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/bucket.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "filters/alternation.hpp"
#include "filters/convert.hpp"
#include "filters/host_table.hpp"
#include "filters/merge.hpp"

namespace volition::filters {
namespace {

using Rules = std::vector<DnrRule>;
/// Places of rules in their list.
using Places = std::vector<std::size_t>;

/// Rules that one expression, or a few, could stand for.
struct Bucket {
  Rules* list = nullptr;
  Places members;
  Rules made;
  /// Rules fewer than without it.
  std::size_t saves = 0;
};

/// Groups the places that `is_member` lets in by `hash_of` and `agree`, in the order of their
/// first.
template <typename IsMember, typename HashOf, typename Agree>
std::vector<Places> group(const Rules& rules, IsMember is_member, HashOf hash_of, Agree agree) {
  std::vector<Places> groups;
  std::unordered_multimap<std::size_t, std::size_t> seen;
  seen.reserve(rules.size());
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (!is_member(i)) continue;
    const std::size_t hash = hash_of(i);
    const auto [begin, end] = seen.equal_range(hash);
    const auto found = std::find_if(
        begin, end, [&](const auto& entry) { return agree(groups[entry.second].front(), i); });
    if (found == end) {
      seen.emplace(hash, groups.size());
      groups.push_back({i});
    } else {
      groups[found->second].push_back(i);
    }
  }
  return groups;
}

std::uint32_t filters_of(const Rules& rules, const Places& members) {
  std::uint32_t filters = 0;
  for (const std::size_t member : members) filters += rules[member].filters;
  return filters;
}

/// Everything the members were made of.
std::vector<std::uint32_t> sources_of(const Rules& rules, const Places& members) {
  std::vector<std::uint32_t> out;
  for (const std::size_t member : members)
    out.insert(out.end(), rules[member].sources.begin(), rules[member].sources.end());
  return out;
}

/// What becomes of one list: rules that go, and rules that come in the place of one of them.
struct Exchange {
  std::vector<bool> gone;
  std::vector<std::pair<std::size_t, DnrRule>> fresh;
};

void exchange(Rules& rules, Exchange& change) {
  std::stable_sort(change.fresh.begin(), change.fresh.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  Rules out;
  out.reserve(rules.size());
  auto next = change.fresh.begin();
  for (std::size_t i = 0; i < rules.size(); ++i) {
    for (; next != change.fresh.end() && next->first == i; ++next)
      out.push_back(std::move(next->second));
    if (!change.gone[i]) out.push_back(std::move(rules[i]));
  }
  rules = std::move(out);
}

/// Applies the buckets that save most for each expression, as far as `room` for those goes.
void apply_best(std::vector<Bucket> buckets, std::size_t room) {
  std::stable_sort(buckets.begin(), buckets.end(), [](const Bucket& a, const Bucket& b) {
    return a.saves * b.made.size() > b.saves * a.made.size();
  });
  std::unordered_map<Rules*, Exchange> changes;
  for (Bucket& bucket : buckets) {
    if (bucket.saves == 0 || bucket.made.size() > room) continue;
    room -= bucket.made.size();
    Exchange& change = changes[bucket.list];
    change.gone.resize(bucket.list->size());
    for (const std::size_t member : bucket.members) change.gone[member] = true;
    for (DnrRule& rule : bucket.made)
      change.fresh.emplace_back(bucket.members.front(), std::move(rule));
  }
  for (auto& [rules, change] : changes) exchange(*rules, change);
}

/// removeparam: an expression that names every parameter, after one of `patterns` where there are
/// any.
std::vector<std::string> guards(const std::vector<std::string_view>& patterns,
                                const DnrRule& rule) {
  std::string names;
  for (const std::string_view name : rule.params) {
    names += names.empty() ? "(?:" : "|";
    names += escaped_expression(name);
  }
  const std::string guard = std::string(kSeparatorClass) + names + ")=";
  if (patterns.front().empty()) return {guard};
  std::vector<std::string> out =
      alternations(patterns, PatternEnd::kContinued, rule.case_sensitive);
  for (std::string& expression : out) {
    expression.insert(0, "(?:");
    expression += ").*";
    expression += guard;
  }
  return out;
}

Bucket pattern_bucket(Rules& rules, Places members) {
  Bucket bucket;
  bucket.list = &rules;
  const DnrRule& first = rules[members.front()];
  std::vector<std::string_view> patterns;
  patterns.reserve(members.size());
  for (const std::size_t member : members) patterns.push_back(rules[member].url_filter);
  const std::vector<std::string> expressions =
      first.params.empty() ? alternations(patterns, PatternEnd::kEnd, first.case_sensitive)
                           : guards(patterns, first);
  // Each expression's share of the filters is not known one by one; the sum is.
  std::uint32_t filters = filters_of(rules, members);
  for (const std::string& expression : expressions) {
    DnrRule rule = first;
    rule.url_filter.clear();
    rule.regex_filter = expression;
    rule.sources = sources_of(rules, members);
    rule.is_rewritten = true;
    rule.filters = bucket.made.size() + 1 == expressions.size()
                       ? filters
                       : std::max(1U, filters / static_cast<std::uint32_t>(expressions.size()));
    filters -= std::min(filters, rule.filters);
    bucket.made.push_back(std::move(rule));
  }
  const std::size_t before = members.size() * std::max<std::size_t>(1, first.params.size());
  bucket.saves = before - std::min(before, bucket.made.size());
  bucket.members = std::move(members);
  return bucket;
}

/// A rule of several parameters that got no expression becomes one rule for each.
void part_params(Rules& rules) {
  Rules out;
  for (DnrRule& rule : rules) {
    if (rule.params.size() < 2 || !rule.regex_filter.empty()) {
      out.push_back(std::move(rule));
      continue;
    }
    const auto params = std::move(rule.params);
    std::uint32_t filters = rule.filters;
    for (const std::string_view name : params) {
      DnrRule single = rule;
      single.params = {name};
      single.filters = &name == &params.back() ? filters : std::min(filters, 1U);
      filters -= single.filters;
      out.push_back(std::move(single));
    }
  }
  rules = std::move(out);
}

std::vector<Bucket> firefox_buckets(Rules& rules) {
  rules = unite(std::move(rules), Part::kParams);
  rules = unite(std::move(rules), Part::kRequestDomains);
  std::vector<Bucket> out;
  const auto groups = group(
      rules,
      [&](std::size_t at) {
        const DnrRule& rule = rules[at];
        return rule.regex_filter.empty() && (can_alternate(rule.url_filter) ||
                                             (rule.url_filter.empty() && !rule.params.empty()));
      },
      [&](std::size_t at) {
        // An empty pattern means every address, so it never meets others.
        return hash_without(rules[at], Part::kPattern) + (rules[at].url_filter.empty() ? 1 : 0);
      },
      [&](std::size_t a, std::size_t b) {
        return rules[a].url_filter.empty() == rules[b].url_filter.empty() &&
               agree_but(rules[a], rules[b], Part::kPattern);
      });
  for (const Places& members : groups) {
    if (members.size() > 1 || rules[members.front()].params.size() > 1)
      out.push_back(pattern_bucket(rules, members));
  }
  return out;
}

/// A `||host/path` filter taken apart; views into the rule. An empty host: no such filter.
struct HostPath {
  std::string_view host;
  std::string_view path;
};

HostPath take_apart(const DnrRule& rule) {
  const std::string_view host = whole_host_of(rule);
  if (host.empty() || !rule.request_domains.empty() || !rule.params.empty() || !is_array_host(host))
    return {};
  return {host, std::string_view(rule.url_filter).substr(2 + host.size())};
}

std::vector<HostPath> take_apart_all(const Rules& rules) {
  std::vector<HostPath> out;
  out.reserve(rules.size());
  for (const DnrRule& rule : rules) out.push_back(take_apart(rule));
  return out;
}

/// What hosts may end in together: "com" of "www.shop.com"; the whole of an address.
std::string_view shared_end(std::string_view host) {
  const std::string_view label = host.substr(host.rfind('.') + 1);
  return label.find_first_not_of("0123456789") == std::string_view::npos ? host : label;
}

/// `||a.com/x` and `||b.com/x` as `||com/x` for both hosts, which is the same: what follows the
/// host ends it, so the pattern can only begin at the host's last label.
void share_last_labels(Rules& rules, HostStore& store) {
  const std::vector<HostPath> parts = take_apart_all(rules);
  const auto groups = group(
      rules, [&](std::size_t at) { return !parts[at].host.empty(); },
      [&](std::size_t at) {
        const std::hash<std::string_view> hash;
        return hash_without(rules[at], Part::kPattern) ^ hash(shared_end(parts[at].host)) ^
               (hash(parts[at].path) << 1U);
      },
      [&](std::size_t a, std::size_t b) {
        return shared_end(parts[a].host) == shared_end(parts[b].host) &&
               parts[a].path == parts[b].path && agree_but(rules[a], rules[b], Part::kPattern);
      });
  std::vector<bool> gone(rules.size());
  for (const Places& members : groups) {
    if (members.size() < 2) continue;
    DnrRule& first = rules[members.front()];
    HostArray hosts;
    for (const std::size_t member : members) hosts.push_back(store.keep(parts[member].host));
    const HostPath& own = parts[members.front()];
    first.url_filter = "||" + std::string(shared_end(own.host)) + std::string(own.path);
    first.filters = filters_of(rules, members);
    first.sources = sources_of(rules, members);
    first.is_rewritten = true;
    std::sort(hosts.begin(), hosts.end());
    first.request_domains = std::move(hosts);
    drop_covered_hosts(first.request_domains);
    for (const std::size_t member : members) {
      if (member != members.front()) gone[member] = true;
    }
  }
  std::size_t place = 0;
  std::erase_if(rules, [&](const DnrRule&) { return gone[place++]; });
}

/// Whether Chromium can look for a piece of the path before it tries the expression.
bool has_plain_piece(std::string_view path) {
  constexpr std::size_t kMinPiece = 4;
  while (true) {
    const std::size_t end = std::min(path.find_first_of("*^|"), path.size());
    if (end >= kMinPiece) return true;
    if (end == path.size()) return false;
    path.remove_prefix(end + 1);
  }
}

/// `||a.com/x`, `||b.net/x` and `||c.org/x` as one expression for three hosts.
std::vector<Bucket> chromium_buckets(Rules& rules, HostStore& store) {
  // Fewer labels are left to share_last_labels(): an expression costs more than a rule or two.
  constexpr std::size_t kMinLabels = 3;
  const std::vector<HostPath> parts = take_apart_all(rules);
  const auto groups = group(
      rules,
      [&](std::size_t at) { return !parts[at].host.empty() && has_plain_piece(parts[at].path); },
      [&](std::size_t at) {
        return hash_without(rules[at], Part::kPattern) ^
               std::hash<std::string_view>()(parts[at].path);
      },
      [&](std::size_t a, std::size_t b) {
        return parts[a].path == parts[b].path && agree_but(rules[a], rules[b], Part::kPattern);
      });
  std::vector<Bucket> out;
  for (const Places& members : groups) {
    if (members.size() < kMinLabels) continue;
    std::vector<std::string_view> labels;
    Bucket bucket;
    bucket.list = &rules;
    DnrRule rule = rules[members.front()];
    rule.regex_filter =
        "^[a-z]+://[^/:?#]+" + pattern_expression(parts[members.front()].path, PatternEnd::kEnd);
    rule.url_filter.clear();
    rule.filters = filters_of(rules, members);
    rule.sources = sources_of(rules, members);
    rule.is_rewritten = true;
    for (const std::size_t member : members) {
      const std::string_view host = parts[member].host;
      labels.push_back(shared_end(host));
      rule.request_domains.push_back(store.keep(host));
    }
    std::sort(labels.begin(), labels.end());
    labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
    if (labels.size() < kMinLabels ||
        check_regex(rule.regex_filter, rule.case_sensitive, Browser::kChromium))
      continue;
    std::sort(rule.request_domains.begin(), rule.request_domains.end());
    drop_covered_hosts(rule.request_domains);
    bucket.made.push_back(std::move(rule));
    bucket.saves = labels.size() - 1;
    bucket.members = members;
    out.push_back(std::move(bucket));
  }
  return out;
}

}  // namespace

void bucket_rules(const std::vector<Rules*>& lists, Browser browser, std::size_t max_regex_rules,
                  HostStore& store) {
  std::size_t own = 0;
  std::vector<Bucket> buckets;
  for (Rules* rules : lists) {
    own += static_cast<std::size_t>(
        std::count_if(rules->begin(), rules->end(),
                      [](const DnrRule& rule) { return !rule.regex_filter.empty(); }));
    std::vector<Bucket> fresh =
        browser == Browser::kFirefox ? firefox_buckets(*rules) : chromium_buckets(*rules, store);
    std::move(fresh.begin(), fresh.end(), std::back_inserter(buckets));
  }
  apply_best(std::move(buckets), max_regex_rules - std::min(max_regex_rules, own));
  for (Rules* rules : lists) {
    part_params(*rules);
    share_last_labels(*rules, store);
  }
}

}  // namespace volition::filters
