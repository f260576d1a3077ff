// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A delta's static side: every rule that the extension shipped with, by its id, and what becomes of
// it under the lists of today.

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "crypto/keyed_hash.hpp"
#include "filters/delta.hpp"
#include "filters/delta_atoms.hpp"
#include "filters/dnr.hpp"
#include "filters/host_table.hpp"

namespace volition::filters {

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

/// Compiles the shipped texts, as `compile` did. Error: list_unreadable.
Result<Baseline> compile_baseline(const DeltaInput& input);

/// What becomes of the static rules: sets and rules that are switched, hosts that are freed.
/// Everything given must outlive this.
class StaticKeeper {
 public:
  /// Writes the sets to switch into `out`. `today` is everything that the lists which are on say.
  StaticKeeper(const DeltaInput& input, const Baseline& baseline, const AtomTable& today,
               Delta& out);

  /// Writes the ids to disable, and answers with what the static rules then still say, against
  /// everything that frees hosts. Call once.
  AtomTable still_said();

  /// The rules that free the hosts which are gone.
  std::vector<DnrRule> freeing_rules() const;

 private:
  ListState examine(const std::vector<StaticRule>& rules, const AtomTable& today,
                    DisabledRules& disabled);
  void add_said(const StaticRule& rule, AtomTable& said) const;

  const Baseline& baseline_;
  Delta& out_;
  std::vector<DisabledRules> disabled_;
  /// By set: whether its rules that are not disabled still act.
  std::vector<bool> keeps_;
  HostArray gone_;
  std::map<std::pair<TypeMask, Party>, HostArray> gone_of_;
  HostTable gone_table_;
  crypto::KeyedViewSet above_gone_;
};

}  // namespace volition::filters
