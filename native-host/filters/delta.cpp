// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/delta.hpp"

#include <algorithm>
#include <utility>

#include "filters/compile_list.hpp"
#include "filters/delta_atoms.hpp"
#include "filters/digest.hpp"

namespace volition::filters {
namespace {

/// Dynamic rules that the background keeps for itself (extension/background/rules.js).
constexpr std::size_t kRulesOfBackground = 50;

/// What both browsers take as dynamic rules. Expressions are counted apart from static ones.
RuleRoom dynamic_room(Browser browser) {
  const bool chromium = browser == Browser::kChromium;
  return {(chromium ? 30'000U : 5'000U) - kRulesOfBackground, 950U, 5'000U - kRulesOfBackground};
}

struct StaticRule {
  std::vector<Atom> atoms;
  /// Whether the rules of its kind that are there say everything its filters say.
  bool is_whole = true;
};

/// The static rule sets as the extension has them, rule id - 1 by rule id - 1.
struct Baseline {
  std::string digest;
  std::vector<std::vector<StaticRule>> sets;
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
  HostStore store;
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
  Baseline out;
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

  /// Leaves of each list the rules that `said` lacks, few and within what the browser takes.
  void reduce(const AtomTable& said, Browser browser) {
    for (ListCompiler& compiler : compilers_) {
      compiler.merge();
      std::vector<DnrRule> left;
      for (DnrRule& rule : compiler.rules()) {
        if (auto part = missing_part(std::move(rule), said)) left.push_back(std::move(*part));
      }
      compiler.rules() = std::move(left);
    }
    RuleRoom room = dynamic_room(browser);
    finish_lists(in_order(), browser, room, store_);
  }

  void write(Browser browser, Delta& out) const {
    std::uint32_t id = kFirstDeltaRule;
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

/// Switches sets and rules against the manifest; what the static rules then still say goes to
/// `said`.
void keep_static(const DeltaInput& input, const Baseline& baseline, const AtomTable& today,
                 Delta& out, AtomTable& said) {
  for (std::size_t i = 0; i < input.shipped.size(); ++i) {
    const ShippedList& list = input.shipped[i];
    DisabledRules disabled{ruleset_id(i), {}};
    const std::vector<StaticRule>& rules = baseline.sets[i];
    ListState state = list.state;
    if (state == ListState::kOn && out.match == BaselineMatch::kSame) {
      for (std::size_t place = 0; place < rules.size(); ++place) {
        const auto& atoms = rules[place].atoms;
        if (!std::all_of(atoms.begin(), atoms.end(),
                         [&](const Atom& atom) { return today.holds(atom); }))
          disabled.ids.push_back(static_cast<std::uint32_t>(place + 1));
      }
      if (disabled.ids.size() > kMaxDisabledRules) state = ListState::kOff;
    }
    if (state == ListState::kOn && list.enabled == Shipped::kDisabled)
      out.enable.push_back(disabled.ruleset);
    if (state == ListState::kOff && list.enabled == Shipped::kEnabled)
      out.disable_sets.push_back(disabled.ruleset);
    if (state == ListState::kOff || out.match == BaselineMatch::kOther) continue;
    auto next = disabled.ids.begin();
    for (std::size_t place = 0; place < rules.size(); ++place) {
      if (next != disabled.ids.end() && *next == place + 1) {
        ++next;
      } else if (rules[place].is_whole) {
        for (const Atom& atom : rules[place].atoms) said.add(atom);
      }
    }
    if (!disabled.ids.empty()) out.disable.push_back(std::move(disabled));
  }
}

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
  AtomTable said;
  keep_static(input, *baseline, today.everything(), out, said);
  if (out.match == BaselineMatch::kOther) today.forget_shipped_rules();
  today.reduce(said, input.browser);
  today.write(input.browser, out);
  for (std::size_t i = 0; i < ids.size(); ++i) out.lists[i].id = std::move(ids[i]);
  out.digest = digest_of(out);
  return out;
}

}  // namespace volition::filters
