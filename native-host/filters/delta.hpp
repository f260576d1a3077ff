// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What separates the rule sets that came with the extension from the lists as they are now: newer
// texts, lists switched on or off, lists of the person's own. The browser keeps the static rules
// that still hold and gets the rest as dynamic ones (README.md, "Fresh lists").

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "filters/compile.hpp"
#include "filters/refusal.hpp"

namespace volition::filters {

/// Dynamic rules of lists have ids from here on; those below belong to the background
/// (extension/background/rules.js).
constexpr std::uint32_t kFirstDeltaRule = 1000;

enum class ListState : std::uint8_t { kOff, kOn };

/// A list that came with the extension, in the order of lists.json. The texts must outlive the
/// call; nothing of them is kept.
struct ShippedList {
  /// "base": its name in lists.json.
  std::string_view id;
  /// The text that the static rule set was compiled from.
  std::string_view shipped;
  Shipped enabled = Shipped::kEnabled;
  ListState state = ListState::kOn;
  /// The newest text; absent: the shipped one.
  std::optional<std::string_view> fresh;
};

/// A list that is on and has no static rules: a custom list, or the person's own rules.
struct AddedList {
  std::string_view id;
  std::string_view text;
  Standing standing = Standing::kList;
};

struct DeltaInput {
  Browser browser = Browser::kChromium;
  std::vector<ShippedList> shipped;
  /// Own rules find room first, then shipped lists, then the others in this order.
  std::vector<AddedList> added;
  /// The digest that the extension's rulesets/baseline.json names. Where it is another than ours,
  /// the static rules are of another version, and only `added` is answered for.
  std::string_view baseline;
};

/// Static rules to disable in one rule set (updateStaticRules).
struct DisabledRules {
  std::string ruleset;
  /// Sorted.
  std::vector<std::uint32_t> ids;
};

/// What a list that is on amounts to now.
struct DeltaList {
  std::string id;
  /// From its head; empty where it names none.
  std::string title;
  std::string version;
  std::uint32_t lines = 0;
  std::uint32_t cosmetic = 0;
  /// Network filters, refused ones included.
  std::uint32_t network = 0;
  std::uint32_t in_effect = 0;
  /// Dynamic rules of this list.
  std::uint32_t rules = 0;
  RefusalCounts refused;
};

enum class BaselineMatch : std::uint8_t { kSame, kOther };

struct Delta {
  BaselineMatch match = BaselineMatch::kSame;
  /// Digest of the static rule sets that this host's texts compile to (Compilation::digest).
  std::string baseline;
  /// 16 hex digits over everything below; equal for equal deltas.
  std::string digest;
  /// Rule sets to switch on and off, against the manifest.
  std::vector<std::string> enable;
  std::vector<std::string> disable_sets;
  /// One entry for each rule set that has any.
  std::vector<DisabledRules> disable;
  /// The dynamic rules, each the JSON of one object, ids from kFirstDeltaRule on without gaps.
  std::vector<std::string> rules;
  /// Every list that is on: shipped ones first, then `added`, in the order given.
  std::vector<DeltaList> lists;
};

/// What updateStaticRules takes for one rule set, in both browsers. A set that differs in more is
/// switched off, and its list becomes dynamic rules.
constexpr std::size_t kMaxDisabledRules = 5000;

/// Compiles shipped and newest texts and answers with what separates them. Takes as long as two
/// compilations. Where nothing differs, the answer is empty: no set, no id, no rule. Error:
/// list_unreadable (as compile).
Result<Delta> make_delta(const DeltaInput& input);

}  // namespace volition::filters
