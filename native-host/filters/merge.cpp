// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/merge.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "filters/priority.hpp"

namespace volition::filters {
namespace {

using Hosts = std::vector<std::string> DnrRule::*;

void append_hosts(const std::vector<std::string>& hosts, std::string& key) {
  for (const std::string& host : hosts) {
    key += host;
    key += ' ';
  }
  key += '\n';
}

/// Everything of a rule but the array `open`, as a key: two rules with one key may share that
/// array.
std::string signature(const DnrRule& rule, Hosts open) {
  std::string key;
  for (const int part :
       {static_cast<int>(rule.action), rule.priority, int{rule.types}, static_cast<int>(rule.party),
        int{rule.methods}, static_cast<int>(rule.case_sensitive)}) {
    key += std::to_string(part);
    key += ' ';
  }
  for (const std::string* part : {&rule.url_filter, &rule.regex_filter, &rule.value}) {
    key += *part;
    key += '\n';
  }
  for (const Hosts hosts :
       {&DnrRule::request_domains, &DnrRule::initiator_domains, &DnrRule::excluded_request_domains,
        &DnrRule::excluded_initiator_domains}) {
    if (hosts == open) {
      key += (rule.*hosts).empty() ? "none\n" : "some\n";
    } else {
      append_hosts(rule.*hosts, key);
    }
  }
  return key;
}

void sort_unique(std::vector<std::string>& hosts) {
  std::sort(hosts.begin(), hosts.end());
  hosts.erase(std::unique(hosts.begin(), hosts.end()), hosts.end());
}

/// One pass: unites the array `open` of all rules that agree in everything else.
std::vector<DnrRule> merge_by(std::vector<DnrRule> rules, Hosts open) {
  std::vector<DnrRule> out;
  std::unordered_map<std::string, std::size_t> seen;
  seen.reserve(rules.size());
  for (DnrRule& rule : rules) {
    const auto [at, fresh] = seen.try_emplace(signature(rule, open), out.size());
    if (fresh) {
      out.push_back(std::move(rule));
      continue;
    }
    DnrRule& target = out[at->second];
    target.filters += rule.filters;
    (target.*open)
        .insert((target.*open).end(), std::make_move_iterator((rule.*open).begin()),
                std::make_move_iterator((rule.*open).end()));
  }
  for (DnrRule& rule : out) sort_unique(rule.*open);
  return out;
}

/// Hosts that are blocked whatever the request, so that a path below them needs no rule.
class BlockedHosts {
 public:
  explicit BlockedHosts(const std::vector<DnrRule>& rules) {
    for (const DnrRule& rule : rules) {
      if (rule.action == DnrAction::kBlock && rule.priority == kPriorityBlock &&
          rule.url_filter.empty() && rule.regex_filter.empty() && rule.types == kDefaultTypes &&
          rule.party != Party::kFirst && rule.methods == kEveryMethod &&
          rule.initiator_domains.empty() && rule.excluded_initiator_domains.empty() &&
          rule.excluded_request_domains.empty()) {
        auto& hosts = rule.party == Party::kAny ? always_ : from_others_;
        hosts.insert(rule.request_domains.begin(), rule.request_domains.end());
      }
    }
  }

  bool covers(const DnrRule& rule) const {
    if (rule.action != DnrAction::kBlock || rule.priority != kPriorityBlock ||
        !rule.url_filter.starts_with("||") || !rule.request_domains.empty() ||
        (rule.types & ~kDefaultTypes) != 0)
      return false;
    std::string_view host = std::string_view(rule.url_filter).substr(2);
    const std::size_t end = host.find_first_of("/^:?*|");
    // "||ads." may go on in the host: nothing is known of it.
    if (end == std::string_view::npos || host[end] == '*' || host[end] == '|') return false;
    host = host.substr(0, end);
    while (!host.empty()) {
      const std::string key(host);
      if (always_.contains(key)) return true;
      if (rule.party == Party::kThird && from_others_.contains(key)) return true;
      const std::size_t dot = host.find('.');
      host = dot == std::string_view::npos ? std::string_view() : host.substr(dot + 1);
    }
    return false;
  }

 private:
  std::unordered_set<std::string> always_;
  std::unordered_set<std::string> from_others_;
};

void split_arrays(std::vector<DnrRule>& rules, Hosts open) {
  std::vector<DnrRule> out;
  for (DnrRule& rule : rules) {
    std::vector<std::string> hosts = std::move(rule.*open);
    if (hosts.size() <= kMaxArrayHosts) {
      rule.*open = std::move(hosts);
      out.push_back(std::move(rule));
      continue;
    }
    // Every piece but the last stands for as many filters as it has hosts.
    std::uint32_t filters = rule.filters;
    for (std::size_t begin = 0; begin < hosts.size(); begin += kMaxArrayHosts) {
      const std::size_t end = std::min(begin + kMaxArrayHosts, hosts.size());
      DnrRule piece = rule;
      (piece.*open)
          .assign(hosts.begin() + static_cast<std::ptrdiff_t>(begin),
                  hosts.begin() + static_cast<std::ptrdiff_t>(end));
      piece.filters = end == hosts.size()
                          ? filters
                          : std::min(filters, static_cast<std::uint32_t>(end - begin));
      filters -= piece.filters;
      out.push_back(std::move(piece));
    }
  }
  rules = std::move(out);
}

}  // namespace

void drop_covered_hosts(std::vector<std::string>& hosts) {
  if (hosts.size() < 2) return;
  const std::unordered_set<std::string_view> all(hosts.begin(), hosts.end());
  std::vector<std::string> kept;
  kept.reserve(hosts.size());
  for (const std::string& host : hosts) {
    std::string_view rest = host;
    bool covered = false;
    for (std::size_t dot = rest.find('.'); !covered && dot != std::string_view::npos;
         dot = rest.find('.')) {
      rest.remove_prefix(dot + 1);
      covered = all.contains(rest);
    }
    if (!covered) kept.push_back(host);
  }
  hosts = std::move(kept);
}

std::vector<DnrRule> merge_rules(std::vector<DnrRule> rules) {
  rules = merge_by(std::move(rules), &DnrRule::request_domains);
  rules = merge_by(std::move(rules), &DnrRule::initiator_domains);
  const BlockedHosts blocked(rules);
  std::uint32_t covered = 0;
  std::erase_if(rules, [&](const DnrRule& rule) {
    if (!blocked.covers(rule)) return false;
    covered += rule.filters;
    return true;
  });
  for (DnrRule& rule : rules) {
    drop_covered_hosts(rule.request_domains);
    drop_covered_hosts(rule.initiator_domains);
  }
  std::stable_sort(rules.begin(), rules.end(), [](const DnrRule& a, const DnrRule& b) {
    return a.request_domains.size() > b.request_domains.size();
  });
  if (covered > 0) rules.front().filters += covered;
  split_arrays(rules, &DnrRule::request_domains);
  split_arrays(rules, &DnrRule::initiator_domains);
  return rules;
}

}  // namespace volition::filters
