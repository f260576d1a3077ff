// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/delta.hpp"

#include <algorithm>
#include <utility>

#include "filters/compile_list.hpp"
#include "filters/delta_atoms.hpp"
#include "filters/delta_static.hpp"
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
  ~Today() = default;
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
