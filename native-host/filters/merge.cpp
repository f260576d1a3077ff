// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/merge.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "filters/host_table.hpp"
#include "filters/priority.hpp"

namespace volition::filters {
namespace {

/// Longer arrays are not put into order, since two of them are hardly ever equal.
constexpr std::size_t kMaxSortedArray = 256;
constexpr std::size_t kHashedHosts = 16;

class Hash {
 public:
  void add(std::size_t value) {
    state_ = std::rotl(state_ ^ value, 23) * std::size_t{0x9E3779B97F4A7C15U};
  }
  void add(std::string_view text) { add(std::hash<std::string_view>()(text)); }
  void add(const HostArray& hosts) {
    // Two long arrays are hardly ever equal: their beginnings tell them apart.
    add(hosts.size());
    for (const std::string_view host : std::span(hosts).first(std::min(hosts.size(), kHashedHosts)))
      add(host);
  }
  std::size_t value() const { return state_ ^ (state_ >> 32U); }

 private:
  std::size_t state_ = 0x243F6A8885A308D3U;
};

void sort_unique(HostArray& hosts) {
  if (hosts.size() < 2 || hosts.size() > kMaxSortedArray) return;
  std::sort(hosts.begin(), hosts.end());
  hosts.erase(std::unique(hosts.begin(), hosts.end()), hosts.end());
}

HostArray& array_of(DnrRule& rule, Part part) {
  if (part == Part::kRequestDomains) return rule.request_domains;
  return part == Part::kInitiatorDomains ? rule.initiator_domains : rule.params;
}

/// The hosts of one rule that asks for nothing but its hosts, kinds of request and party.
struct HostRule {
  DnrAction action;
  int priority;
  TypeMask types;
  Party party;
  HostTable hosts;
  /// Where the rule stands, so that it does not cover itself.
  std::size_t place;
};

/// Hosts that are blocked, or excepted, whatever else the request is.
class DecidedHosts {
 public:
  /// Also thins every array of `rules` (drop_covered_hosts).
  explicit DecidedHosts(std::vector<DnrRule>& rules) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
      DnrRule& rule = rules[i];
      if (rule.initiator_domains.size() > 1) drop_covered_hosts(rule.initiator_domains);
      if (rule.request_domains.empty()) continue;
      HostTable hosts = drop_covered_hosts(rule.request_domains);
      if ((rule.action != DnrAction::kBlock && rule.action != DnrAction::kAllow) ||
          !rule.url_filter.empty() || !rule.regex_filter.empty() ||
          rule.priority < kPriorityBlock || rule.methods != kEveryMethod ||
          !rule.initiator_domains.empty() || !rule.excluded_initiator_domains.empty() ||
          !rule.excluded_request_domains.empty())
        continue;
      rules_.push_back({rule.action, rule.priority, rule.types, rule.party, std::move(hosts), i});
    }
  }

  /// Whether another rule decides alike over everything that `rule`, standing at `place`, matches.
  bool cover(const DnrRule& rule, std::size_t place) const {
    if (rule.priority < kPriorityBlock ||
        (rule.action != DnrAction::kBlock && rule.action != DnrAction::kAllow))
      return false;
    const std::string_view host = whole_host_of(rule);
    const bool by_array = rule.url_filter.empty() && rule.regex_filter.empty() &&
                          !rule.request_domains.empty() &&
                          rule.request_domains.size() <= kMaxSortedArray;
    if (host.empty() && !by_array) return false;
    return std::any_of(rules_.begin(), rules_.end(), [&](const HostRule& wider) {
      if (wider.place == place || wider.action != rule.action || wider.priority < rule.priority ||
          (rule.types & ~wider.types) != 0 ||
          (wider.party != Party::kAny && wider.party != rule.party))
        return false;
      if (!by_array) return wider.hosts.covers(host);
      // Of two equal rules one must stay; equal signatures were united before, so this cannot be
      // mutual.
      return std::all_of(rule.request_domains.begin(), rule.request_domains.end(),
                         [&](std::string_view each) { return wider.hosts.covers(each); });
    });
  }

 private:
  std::vector<HostRule> rules_;
};

void split_array(DnrRule& rule, Part part, std::vector<DnrRule>& out) {
  const HostArray hosts = std::move(array_of(rule, part));
  std::size_t buckets = std::bit_ceil((hosts.size() + kMaxArrayHosts - 1) / kMaxArrayHosts);
  std::vector<HostArray> pieces;
  do {
    pieces.assign(buckets, {});
    for (const std::string_view host : hosts) pieces[bucket_of(host, buckets)].push_back(host);
    buckets *= 2;
  } while (std::any_of(pieces.begin(), pieces.end(),
                       [](const HostArray& piece) { return piece.size() > kMaxArrayHosts; }));
  std::erase_if(pieces, [](const HostArray& piece) { return piece.empty(); });
  // Every piece but the last stands for as many filters as it has hosts.
  std::uint32_t filters = rule.filters;
  for (HostArray& piece_hosts : pieces) {
    DnrRule piece = rule;
    piece.filters = &piece_hosts == &pieces.back()
                        ? filters
                        : std::min(filters, static_cast<std::uint32_t>(piece_hosts.size()));
    filters -= piece.filters;
    array_of(piece, part) = std::move(piece_hosts);
    out.push_back(std::move(piece));
  }
}

void split_arrays_of(std::vector<DnrRule>& rules, Part part) {
  if (std::none_of(rules.begin(), rules.end(),
                   [&](DnrRule& rule) { return array_of(rule, part).size() > kMaxArrayHosts; }))
    return;
  std::vector<DnrRule> out;
  out.reserve(rules.size() + 64);
  for (DnrRule& rule : rules) {
    if (array_of(rule, part).size() <= kMaxArrayHosts) {
      out.push_back(std::move(rule));
    } else {
      split_array(rule, part, out);
    }
  }
  rules = std::move(out);
}

}  // namespace

std::size_t hash_without(const DnrRule& rule, Part open) {
  Hash hash;
  hash.add(static_cast<std::size_t>(rule.action) | static_cast<std::size_t>(rule.priority) << 8U |
           static_cast<std::size_t>(rule.party) << 32U |
           static_cast<std::size_t>(rule.methods) << 40U |
           static_cast<std::size_t>(rule.case_sensitive) << 60U);
  hash.add(rule.value);
  if (open != Part::kTypes) hash.add(rule.types);
  if (open != Part::kPattern) {
    hash.add(rule.url_filter);
    hash.add(rule.regex_filter);
  }
  if (open != Part::kParams) hash.add(rule.params);
  if (open != Part::kRequestDomains) hash.add(rule.request_domains);
  if (open != Part::kInitiatorDomains) hash.add(rule.initiator_domains);
  hash.add(rule.excluded_request_domains);
  hash.add(rule.excluded_initiator_domains);
  return hash.value();
}

bool agree_but(const DnrRule& a, const DnrRule& b, Part open) {
  // An empty array means "any": it never unites with one that names hosts.
  const auto arrays_agree = [&](const HostArray& x, const HostArray& y, Part part) {
    return open == part ? x.empty() == y.empty() : x == y;
  };
  return a.action == b.action && a.priority == b.priority && a.party == b.party &&
         a.methods == b.methods && a.case_sensitive == b.case_sensitive && a.value == b.value &&
         (open == Part::kTypes || a.types == b.types) &&
         (open == Part::kPattern ||
          (a.url_filter == b.url_filter && a.regex_filter == b.regex_filter)) &&
         arrays_agree(a.params, b.params, Part::kParams) &&
         arrays_agree(a.request_domains, b.request_domains, Part::kRequestDomains) &&
         arrays_agree(a.initiator_domains, b.initiator_domains, Part::kInitiatorDomains) &&
         a.excluded_request_domains == b.excluded_request_domains &&
         a.excluded_initiator_domains == b.excluded_initiator_domains;
}

std::vector<DnrRule> unite(std::vector<DnrRule> rules, Part open) {
  std::vector<DnrRule> out;
  out.reserve(rules.size());
  std::unordered_multimap<std::size_t, std::size_t> seen;
  seen.reserve(rules.size());
  const bool is_array = open != Part::kTypes;
  for (DnrRule& rule : rules) {
    const std::size_t hash = hash_without(rule, open);
    const auto [begin, end] = seen.equal_range(hash);
    const auto found =
        std::find_if(begin, end, [&](const std::pair<const std::size_t, std::size_t>& entry) {
          return agree_but(out[entry.second], rule, open);
        });
    if (found == end) {
      seen.emplace(hash, out.size());
      out.push_back(std::move(rule));
      continue;
    }
    DnrRule& target = out[found->second];
    target.filters += rule.filters;
    target.types |= rule.types;
    target.sources.insert(target.sources.end(), rule.sources.begin(), rule.sources.end());
    if (!is_array) continue;
    HostArray& to = array_of(target, open);
    const HostArray& from = array_of(rule, open);
    to.insert(to.end(), from.begin(), from.end());
  }
  if (is_array) {
    for (DnrRule& rule : out) sort_unique(array_of(rule, open));
  }
  return out;
}

std::string_view whole_host_of(const DnrRule& rule) {
  std::string_view host = rule.url_filter;
  if (!host.starts_with("||")) return {};
  host.remove_prefix(2);
  const std::size_t end = host.find_first_of("/^:?*|");
  // "||ads." and "||ads*" may go on in the host: nothing is known of it.
  if (end == std::string_view::npos || host[end] == '*' || host[end] == '|') return {};
  return host.substr(0, end);
}

Merged merge_rules(std::vector<DnrRule> rules) {
  Merged out;
  rules = unite(std::move(rules), Part::kRequestDomains);
  rules = unite(std::move(rules), Part::kInitiatorDomains);
  rules = unite(std::move(rules), Part::kTypes);
  const DecidedHosts decided(rules);
  std::vector<DnrRule> kept;
  kept.reserve(rules.size());
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (decided.cover(rules[i], i)) {
      out.covered += rules[i].filters;
    } else {
      rules[i].sources = {static_cast<std::uint32_t>(kept.size())};
      kept.push_back(std::move(rules[i]));
    }
  }
  if (out.covered > 0) kept.front().filters += out.covered;
  out.rules = std::move(kept);
  return out;
}

void split_arrays(std::vector<DnrRule>& rules) {
  split_arrays_of(rules, Part::kRequestDomains);
  split_arrays_of(rules, Part::kInitiatorDomains);
}

}  // namespace volition::filters
