// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/delta_static.hpp"

#include <algorithm>

#include "filters/compile_list.hpp"
#include "filters/digest.hpp"
#include "filters/image_files.hpp"
#include "filters/merge.hpp"
#include "filters/priority.hpp"

namespace volition::filters {
namespace {

/// A rule that only blocks hosts and has few of them, or loses most of them, is disabled and made
/// anew where one goes.
constexpr std::size_t kFewHosts = 64;
bool frees_hosts(const StaticRule& rule, std::size_t gone) {
  return rule.hosts.size() > kFewHosts && gone < rule.hosts.size() / 2;
}

/// What the merged rules of a list say, by their place.
std::vector<std::vector<Atom>> atoms_of(const std::vector<DnrRule>& rules) {
  std::vector<std::vector<Atom>> out(rules.size());
  for (std::size_t i = 0; i < rules.size(); ++i) append_atoms(rules[i], out[i]);
  return out;
}

std::vector<StaticRule> static_rules(const std::vector<DnrRule>& rules,
                                     const std::vector<DnrRule>& dropped,
                                     const std::vector<std::vector<Atom>>& merged) {
  std::vector<bool> cut(merged.size());
  for (const DnrRule& rule : dropped) {
    for (const std::uint32_t source : rule.sources) cut[source] = true;
  }
  std::vector<StaticRule> out(rules.size());
  for (std::size_t i = 0; i < rules.size(); ++i) {
    StaticRule& made = out[i];
    if (!rules[i].is_rewritten) {
      append_atoms(rules[i], made.atoms);
      if (!is_hosts_rule(rules[i])) continue;
      made.hosts = rules[i].request_domains;
      made.types = rules[i].types;
      made.party = rules[i].party;
      continue;
    }
    for (const std::uint32_t source : rules[i].sources) {
      made.atoms.insert(made.atoms.end(), merged[source].begin(), merged[source].end());
      made.is_whole = made.is_whole && !cut[source];
    }
  }
  return out;
}

}  // namespace

Result<Baseline> compile_baseline(const DeltaInput& input) {
  std::vector<ListText> texts;
  for (const ShippedList& list : input.shipped)
    texts.push_back({list.id, list.shipped, list.enabled, Standing::kList});
  const auto lists = parse_lists(texts, input.browser);
  if (!lists) return lists.error();
  Baseline out;
  HostStore& store = out.store;
  std::vector<ListCompiler> compilers;
  compilers.reserve(lists->size());
  std::vector<std::vector<std::vector<Atom>>> merged;
  std::vector<Shipped> shipped;
  for (std::size_t i = 0; i < lists->size(); ++i) {
    ListCompiler& compiler =
        compilers.emplace_back((*lists)[i], input.browser, Standing::kList, store);
    compiler.merge();
    merged.push_back(atoms_of(compiler.rules()));
    shipped.push_back(input.shipped[i].enabled);
  }
  const auto dropped = finish_shipped(compilers, shipped, input.browser, store);
  Digest digest;
  for (std::size_t i = 0; i < compilers.size(); ++i) {
    digest.add(digest_of_bytes(as_bytes(ruleset_json(compilers[i].rules(), input.browser))));
    out.sets.push_back(static_rules(compilers[i].rules(), dropped[i], merged[i]));
  }
  out.digest = digest.hex();
  return out;
}

StaticKeeper::StaticKeeper(const DeltaInput& input, const Baseline& baseline,
                           const AtomTable& today, Delta& out)
    : baseline_(baseline), out_(out) {
  for (std::size_t i = 0; i < input.shipped.size(); ++i) {
    const ShippedList& list = input.shipped[i];
    disabled_.push_back({ruleset_id(i), {}});
    ListState state = list.state;
    if (state == ListState::kOn && out.match == BaselineMatch::kSame)
      state = examine(baseline.sets[i], today, disabled_.back());
    if (state == ListState::kOn && list.enabled == Shipped::kDisabled)
      out.enable.push_back(disabled_.back().ruleset);
    if (state == ListState::kOff && list.enabled == Shipped::kEnabled)
      out.disable_sets.push_back(disabled_.back().ruleset);
    keeps_.push_back(state == ListState::kOn && out.match == BaselineMatch::kSame);
  }
}

AtomTable StaticKeeper::still_said() {
  for (std::string_view host : gone_) {
    gone_table_.insert(host);
    for (std::size_t dot = host.find('.'); dot != std::string_view::npos; dot = host.find('.')) {
      host.remove_prefix(dot + 1);
      above_gone_.insert(host);
    }
  }
  AtomTable said;
  for (std::size_t i = 0; i < disabled_.size(); ++i) {
    if (!keeps_[i]) continue;
    auto next = disabled_[i].ids.begin();
    for (std::size_t place = 0; place < baseline_.sets[i].size(); ++place) {
      if (next != disabled_[i].ids.end() && *next == place + 1) {
        ++next;
      } else {
        add_said(baseline_.sets[i][place], said);
      }
    }
    if (!disabled_[i].ids.empty()) out_.disable.push_back(std::move(disabled_[i]));
  }
  return said;
}

std::vector<DnrRule> StaticKeeper::freeing_rules() const {
  std::vector<DnrRule> out;
  for (const auto& [kind, hosts] : gone_of_) {
    DnrRule& rule = out.emplace_back();
    rule.action = DnrAction::kAllow;
    rule.priority = kPriorityHostsGone;
    rule.types = kind.first;
    rule.party = kind.second;
    rule.request_domains = hosts;
    std::sort(rule.request_domains.begin(), rule.request_domains.end());
    drop_covered_hosts(rule.request_domains);
  }
  split_arrays(out);
  return out;
}

/// Which rules of a set no longer hold. kOff: too many for the browser.
ListState StaticKeeper::examine(const std::vector<StaticRule>& rules, const AtomTable& today,
                                DisabledRules& disabled) {
  std::vector<std::pair<const StaticRule*, std::vector<std::size_t>>> freed;
  for (std::size_t place = 0; place < rules.size(); ++place) {
    const StaticRule& rule = rules[place];
    std::vector<std::size_t> gone;
    for (std::size_t i = 0; i < rule.atoms.size(); ++i) {
      if (!today.holds(rule.atoms[i])) gone.push_back(i);
    }
    if (gone.empty()) continue;
    if (frees_hosts(rule, gone.size())) {
      freed.emplace_back(&rule, std::move(gone));
    } else {
      disabled.ids.push_back(static_cast<std::uint32_t>(place + 1));
    }
  }
  if (disabled.ids.size() > kMaxDisabledRules) return ListState::kOff;
  for (const auto& [rule, gone] : freed) {
    HostArray& of_kind = gone_of_[{rule->types, rule->party}];
    for (const std::size_t i : gone) {
      of_kind.push_back(rule->hosts[i]);
      gone_.push_back(rule->hosts[i]);
    }
  }
  return ListState::kOn;
}

/// A host that is gone, or stands above or below one, is said by no static rule: the rule that
/// frees the one would free the other too. What today's lists still say of it becomes dynamic,
/// above that rule.
void StaticKeeper::add_said(const StaticRule& rule, AtomTable& said) const {
  if (!rule.is_whole) return;
  for (std::size_t i = 0; i < rule.atoms.size(); ++i) {
    if (!rule.hosts.empty() && !gone_.empty() &&
        (gone_table_.covers(rule.hosts[i]) || above_gone_.contains(rule.hosts[i])))
      continue;
    said.add(rule.atoms[i]);
  }
}

}  // namespace volition::filters
