// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/compile_list.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "filters/badfilter.hpp"
#include "filters/bucket.hpp"
#include "filters/convert.hpp"
#include "filters/merge.hpp"
#include "filters/priority.hpp"

namespace volition::filters {
namespace {

constexpr std::size_t kMaxLists = 250;
/// What both browsers take for sure. A Firefox rule set that goes over is disabled whole.
constexpr std::size_t kMaxRules = 30'000;
/// Both browsers allow 1,000 in all static sets together. Disabled lists share what the enabled
/// ones leave, and those never give way to them: the verdicts of the lists that most people use
/// do not hang on the others.
constexpr std::size_t kMaxRegexRules = 900;
constexpr std::size_t kMaxRegexRulesDisabled = 90;

bool is_unsafe(const DnrRule& rule) {
  return rule.action != DnrAction::kBlock && rule.action != DnrAction::kAllow &&
         rule.action != DnrAction::kAllowAllRequests;
}

}  // namespace

Threads threads_for(const std::vector<ListText>& texts) {
  std::size_t bytes = 0;
  for (const ListText& source : texts) bytes += source.text.size();
  return threads_for(bytes);
}

Result<std::vector<ParsedList>> parse_lists(const std::vector<ListText>& texts, Browser browser) {
  if (texts.size() > kMaxLists) return Error(ErrorCode::kListUnreadable, "too many lists");
  const Target target = browser == Browser::kChromium ? Target::kChromium : Target::kFirefox;
  for (const ListText& source : texts) {
    if (source.text.size() > kMaxListBytes)
      return Error(ErrorCode::kListUnreadable, std::string(source.name));
  }
  std::vector<ParsedList> lists(texts.size());
  side_by_side(texts.size(), threads_for(texts), [&](std::size_t i) {
    lists[i] = parse_list(texts[i].text, static_cast<std::uint16_t>(i), target);
  });
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (lists[i].title.empty()) lists[i].title = texts[i].name;
  }
  // Disabled lists stand aside one by one, so that what they switch off elsewhere stays.
  std::vector<ParsedList> enabled;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    if (texts[i].shipped == Shipped::kEnabled) {
      enabled.push_back(std::move(lists[i]));
      continue;
    }
    std::vector<ParsedList> alone;
    alone.push_back(std::move(lists[i]));
    apply_badfilters(alone);
    lists[i] = std::move(alone.front());
  }
  apply_badfilters(enabled);
  auto next = enabled.begin();
  for (std::size_t i = 0; i < lists.size(); ++i) {
    if (texts[i].shipped == Shipped::kEnabled) lists[i] = std::move(*next++);
    if (texts[i].standing != Standing::kOwn) continue;
    ParsedList& own = lists[i];
    for (const HostFilter& host : own.hosts) own.filters.push_back(own.filter_of(host));
    own.hosts.clear();
    for (NetworkFilter& filter : own.filters) {
      if (filter.effect == Effect::kBlock) filter.important = true;
    }
  }
  return lists;
}

ListCompiler::ListCompiler(const ParsedList& list, Browser browser, Standing standing,
                           HostStore& store)
    : list_(list), browser_(browser), standing_(standing), store_(store) {
  report_.list = &list;
  report_.refused = list.refused;
  in_effect_.hosts.reserve(list.hosts.size());
  for (const HostFilter& host : list.hosts) in_effect_.hosts.push_back(add(host));
  in_effect_.filters.reserve(list.filters.size());
  for (const NetworkFilter& filter : list.filters) in_effect_.filters.push_back(add(filter));
}

void ListCompiler::merge() {
  Merged merged = merge_rules(std::move(rules_));
  rules_ = std::move(merged.rules);
  report_.covered = merged.covered;
}

std::vector<DnrRule> ListCompiler::fit(RuleRoom& room) {
  split_arrays(rules_);
  // A rule is large: their places are sorted instead.
  std::vector<std::size_t> order(rules_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(rules_[a].priority, rules_[a].filters) >
           std::pair(rules_[b].priority, rules_[b].filters);
  });
  std::vector<DnrRule> kept;
  kept.reserve(rules_.size());
  std::vector<DnrRule> dropped;
  for (const std::size_t place : order) {
    DnrRule& rule = rules_[place];
    const bool is_regex = !rule.regex_filter.empty();
    const bool unsafe = is_unsafe(rule);
    if (room.rules == 0 || (is_regex && room.regex_rules == 0) ||
        (unsafe && room.unsafe_rules == 0)) {
      const bool for_regex = room.rules > 0 && is_regex && room.regex_rules == 0;
      const Refusal reason = for_regex ? Refusal::kRegexOverBudget : Refusal::kOverBudget;
      const std::uint32_t filters = std::min(rule.filters, report_.in_effect);
      report_.refused.by_reason[static_cast<std::size_t>(reason)] += filters;
      report_.in_effect -= filters;
      dropped.push_back(std::move(rule));
      continue;
    }
    --room.rules;
    if (is_regex) --room.regex_rules;
    if (unsafe) --room.unsafe_rules;
    kept.push_back(std::move(rule));
  }
  rules_ = std::move(kept);
  report_.rules = rules_.size();
  report_.regex_rules =
      static_cast<std::size_t>(std::count_if(rules_.begin(), rules_.end(), [](const DnrRule& rule) {
        return !rule.regex_filter.empty();
      }));
  return dropped;
}

DnrRule& ListCompiler::push(DnrRule rule) {
  if (standing_ == Standing::kOwn) rule.priority = own_priority(rule.priority);
  return rules_.emplace_back(std::move(rule));
}

bool ListCompiler::add(const HostFilter& host) {
  const std::string_view name = list_.host_of(host);
  if (const auto signature = plain_host_signature(host, name)) {
    if (const auto known = host_rules_.find(*signature); known != host_rules_.end()) {
      DnrRule& rule = rules_[known->second];
      rule.request_domains.push_back(name);
      ++rule.filters;
      ++report_.in_effect;
      return true;
    }
  }
  return add(list_.filter_of(host));
}

bool ListCompiler::add(const NetworkFilter& filter) {
  if (const auto signature = plain_host_signature(filter)) {
    add_plain_host(filter, *signature);
  } else {
    auto converted = convert(filter, browser_, store_);
    if (const auto* refusal = std::get_if<Refusal>(&converted)) {
      report_.refused.add(*refusal);
      return false;
    }
    auto& done = std::get<Converted>(converted);
    if (done.has_page_rule) push(std::move(done.page_rule));
    push(std::move(done.rule));
    if (done.partial) ++report_.partial;
  }
  ++report_.in_effect;
  if (filter.redirect) ++report_.redirect_as_block;
  return true;
}

void ListCompiler::add_plain_host(const NetworkFilter& filter, std::uint64_t signature) {
  const auto [at, fresh] = host_rules_.try_emplace(signature, rules_.size());
  if (fresh) {
    auto converted = convert(filter, browser_, store_);
    push(std::move(std::get<Converted>(converted).rule));
    return;
  }
  rules_[at->second].request_domains.push_back(filter.pattern);
  ++rules_[at->second].filters;
}

std::vector<std::vector<DnrRule>> finish_lists(const std::vector<ListCompiler*>& lists,
                                               Browser browser, RuleRoom& room, HostStore& store) {
  std::vector<std::vector<DnrRule>*> rules;
  rules.reserve(lists.size());
  for (ListCompiler* list : lists) rules.push_back(&list->rules());
  bucket_rules(rules, browser, room.regex_rules, store);
  std::vector<std::vector<DnrRule>> dropped;
  dropped.reserve(lists.size());
  for (ListCompiler* list : lists) dropped.push_back(list->fit(room));
  return dropped;
}

std::vector<std::vector<DnrRule>> finish_shipped(std::vector<ListCompiler>& lists,
                                                 const std::vector<Shipped>& shipped,
                                                 Browser browser, HostStore& store) {
  RuleRoom room{kMaxRules, 0, kMaxRules};
  std::vector<std::vector<DnrRule>> dropped(lists.size());
  for (const Shipped each : {Shipped::kEnabled, Shipped::kDisabled}) {
    std::vector<ListCompiler*> some;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < lists.size(); ++i) {
      if (shipped[i] != each) continue;
      some.push_back(&lists[i]);
      places.push_back(i);
    }
    room.regex_rules = each == Shipped::kEnabled ? kMaxRegexRules : kMaxRegexRulesDisabled;
    auto out = finish_lists(some, browser, room, store);
    for (std::size_t i = 0; i < some.size(); ++i) dropped[places[i]] = std::move(out[i]);
  }
  for (ListCompiler& list : lists) {
    for (DnrRule& rule : list.rules()) {
      if (is_hosts_rule(rule)) rule.priority = kPriorityHosts;
    }
  }
  return dropped;
}

bool is_hosts_rule(const DnrRule& rule) {
  return rule.action == DnrAction::kBlock &&
         (rule.priority == kPriorityBlock || rule.priority == kPriorityHosts) &&
         !rule.is_rewritten && rule.url_filter.empty() && rule.regex_filter.empty() &&
         !rule.request_domains.empty() && rule.excluded_request_domains.empty() &&
         rule.initiator_domains.empty() && rule.excluded_initiator_domains.empty() &&
         rule.methods == kEveryMethod;
}

std::string ruleset_id(std::size_t place) { return "ruleset_" + std::to_string(place + 1); }

}  // namespace volition::filters
