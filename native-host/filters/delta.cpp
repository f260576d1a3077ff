// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/delta.hpp"

#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

#include "filters/compile_list.hpp"
#include "filters/delta_atoms.hpp"
#include "filters/digest.hpp"
#include "filters/host_table.hpp"
#include "filters/merge.hpp"
#include "filters/priority.hpp"

namespace volition::filters {
namespace {

/// Dynamic rules that the background keeps for itself (extension/background/rules.js).
constexpr std::size_t kRulesOfBackground = 50;

/// What both browsers take as dynamic rules. Expressions are counted apart from static ones.
RuleRoom dynamic_room(Browser browser) {
  const bool chromium = browser == Browser::kChromium;
  return {(chromium ? 30'000U : 5'000U) - kRulesOfBackground, 950U, 5'000U - kRulesOfBackground};
}

/// A rule that only blocks hosts and has few of them is disabled and made anew where one goes.
constexpr std::size_t kFewHosts = 64;

struct StaticRule {
  std::vector<Atom> atoms;
  /// Whether the rules of its kind that are there say everything its filters say.
  bool is_whole = true;
  /// Of a rule that only blocks hosts (is_hosts_rule): these, each with its atom, and of what.
  HostArray hosts;
  TypeMask types = 0;
  Party party = Party::kAny;
};

/// The static rule sets as the extension has them, rule id - 1 by rule id - 1.
struct Baseline {
  std::string digest;
  std::vector<std::vector<StaticRule>> sets;
  /// What hosts point into, beside the lists' texts.
  HostStore store;
};

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
    digest.add(ruleset_json(compilers[i].rules(), input.browser));
    out.sets.push_back(static_rules(compilers[i].rules(), dropped[i], merged[i]));
  }
  out.digest = digest.hex();
  return out;
}

/// The lists that are on as they are now, on their way to rules.
class Today {
 public:
  Today(const DeltaInput& input, std::vector<ParsedList> lists) : lists_(std::move(lists)) {
    compilers_.reserve(lists_.size());
    for (std::size_t i = 0; i < lists_.size(); ++i) {
      const std::size_t shipped = lists_.size() - input.added.size();
      const Standing standing = i < shipped ? Standing::kList : input.added[i - shipped].standing;
      ListCompiler& compiler = compilers_.emplace_back(lists_[i], input.browser, standing, store_);
      (standing == Standing::kOwn ? first_ : i < shipped ? shipped_ : last_).push_back(&compiler);
    }
  }
  Today(const Today&) = delete;
  Today& operator=(const Today&) = delete;

  /// Everything that any of the lists says, what another filter covers included.
  AtomTable everything() const {
    AtomTable out;
    std::vector<Atom> atoms;
    for (const ListCompiler& compiler : compilers_) {
      for (const DnrRule& rule : compiler.rules()) {
        atoms.clear();
        append_atoms(rule, atoms);
        for (const Atom& atom : atoms) out.add(atom);
      }
    }
    return out;
  }

  void forget_shipped_rules() {
    for (ListCompiler* compiler : shipped_) compiler->rules().clear();
  }

  /// Leaves of each list the rules that `said` lacks, few and within what the browser takes beside
  /// `taken` others.
  void reduce(const AtomTable& said, Browser browser, std::size_t taken) {
    for (ListCompiler& compiler : compilers_) {
      compiler.merge();
      std::vector<DnrRule> left;
      for (DnrRule& rule : compiler.rules()) {
        if (auto part = missing_part(std::move(rule), said)) left.push_back(std::move(*part));
      }
      compiler.rules() = std::move(left);
    }
    RuleRoom room = dynamic_room(browser);
    room.rules -= std::min(room.rules, taken);
    finish_lists(in_order(), browser, room, store_);
  }

  void write(Browser browser, Delta& out) const {
    auto id = static_cast<std::uint32_t>(kFirstDeltaRule + out.rules.size());
    for (ListCompiler* compiler : in_order()) {
      for (const DnrRule& rule : compiler->rules())
        append_json(rule, id++, browser, out.rules.emplace_back());
    }
    for (std::size_t i = 0; i < lists_.size(); ++i) {
      const ListReport& report = compilers_[i].report();
      DeltaList list;
      list.title = std::string(lists_[i].title);
      list.version = std::string(lists_[i].version);
      list.lines = lists_[i].lines;
      list.cosmetic = lists_[i].cosmetic;
      list.network = lists_[i].network();
      list.in_effect = report.in_effect;
      list.rules = static_cast<std::uint32_t>(compilers_[i].rules().size());
      list.refused = report.refused;
      out.lists.push_back(std::move(list));
    }
  }

 private:
  std::vector<ListCompiler*> in_order() const {
    std::vector<ListCompiler*> out = first_;
    out.insert(out.end(), shipped_.begin(), shipped_.end());
    out.insert(out.end(), last_.begin(), last_.end());
    return out;
  }

  std::vector<ParsedList> lists_;
  HostStore store_;
  std::vector<ListCompiler> compilers_;
  std::vector<ListCompiler*> first_;
  std::vector<ListCompiler*> shipped_;
  std::vector<ListCompiler*> last_;
};

/// What becomes of the static rules: sets and rules that are switched, hosts that are freed.
class StaticKeeper {
 public:
  StaticKeeper(const DeltaInput& input, const Baseline& baseline, const AtomTable& today,
               Delta& out)
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

  /// What the static rules still say, against everything that frees hosts. Call once.
  AtomTable still_said() {
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

  /// The rules that free the hosts which are gone.
  std::vector<DnrRule> freeing_rules() const {
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

 private:
  /// Which rules of a set no longer hold. kOff: too many for the browser.
  ListState examine(const std::vector<StaticRule>& rules, const AtomTable& today,
                    DisabledRules& disabled) {
    std::vector<std::pair<const StaticRule*, std::vector<std::size_t>>> freed;
    for (std::size_t place = 0; place < rules.size(); ++place) {
      const StaticRule& rule = rules[place];
      std::vector<std::size_t> gone;
      for (std::size_t i = 0; i < rule.atoms.size(); ++i) {
        if (!today.holds(rule.atoms[i])) gone.push_back(i);
      }
      if (gone.empty()) continue;
      if (rule.hosts.size() > kFewHosts && gone.size() < rule.hosts.size()) {
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
  void add_said(const StaticRule& rule, AtomTable& said) const {
    if (!rule.is_whole) return;
    for (std::size_t i = 0; i < rule.atoms.size(); ++i) {
      if (!rule.hosts.empty() && !gone_.empty() &&
          (gone_table_.covers(rule.hosts[i]) || above_gone_.contains(rule.hosts[i])))
        continue;
      said.add(rule.atoms[i]);
    }
  }

  const Baseline& baseline_;
  Delta& out_;
  std::vector<DisabledRules> disabled_;
  /// By set: whether its rules that are not disabled still act.
  std::vector<bool> keeps_;
  HostArray gone_;
  std::map<std::pair<TypeMask, Party>, HostArray> gone_of_;
  HostTable gone_table_;
  std::unordered_set<std::string_view> above_gone_;
};

std::string digest_of(const Delta& delta) {
  Digest digest;
  digest.add(delta.match == BaselineMatch::kSame ? "same" : "other");
  for (const auto* sets : {&delta.enable, &delta.disable_sets}) {
    for (const std::string& set : *sets) digest.add(set);
    digest.add("");
  }
  for (const DisabledRules& rules : delta.disable) {
    digest.add(rules.ruleset);
    for (const std::uint32_t id : rules.ids) digest.add(std::to_string(id));
  }
  for (const std::string& rule : delta.rules) digest.add(rule);
  return digest.hex();
}

}  // namespace

Result<Delta> make_delta(const DeltaInput& input) {
  const auto baseline = compile_baseline(input);
  if (!baseline) return baseline.error();
  Delta out;
  out.baseline = baseline->digest;
  if (input.baseline != out.baseline) out.match = BaselineMatch::kOther;

  std::vector<ListText> texts;
  std::vector<std::string> ids;
  for (const ShippedList& list : input.shipped) {
    if (list.state == ListState::kOff) continue;
    texts.push_back({list.id, list.fresh.value_or(list.shipped)});
    ids.emplace_back(list.id);
  }
  for (const AddedList& list : input.added) {
    texts.push_back({list.id, list.text, Shipped::kEnabled, list.standing});
    ids.emplace_back(list.id);
  }
  auto parsed = parse_lists(texts, input.browser);
  if (!parsed) return parsed.error();
  Today today(input, std::move(*parsed));
  StaticKeeper keeper(input, *baseline, today.everything(), out);
  const AtomTable said = keeper.still_said();
  for (const DnrRule& rule : keeper.freeing_rules()) {
    const auto id = static_cast<std::uint32_t>(kFirstDeltaRule + out.rules.size());
    append_json(rule, id, input.browser, out.rules.emplace_back());
  }
  if (out.match == BaselineMatch::kOther) today.forget_shipped_rules();
  today.reduce(said, input.browser, out.rules.size());
  today.write(input.browser, out);
  for (std::size_t i = 0; i < ids.size(); ++i) out.lists[i].id = std::move(ids[i]);
  out.digest = digest_of(out);
  return out;
}

}  // namespace volition::filters
