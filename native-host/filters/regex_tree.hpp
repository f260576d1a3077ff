// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A regular expression as a tree, for asking what an engine would do with it (backtracking.hpp). It
// reads what RE2 has taken already, and only what lists write; matching is RE2's.

#include <bitset>
#include <cstdint>
#include <limits>
#include <memory>
#include <string_view>
#include <vector>

namespace volition::filters {

/// Of ASCII: other bytes stand in no rule's expression. Letters in both cases.
using LetterSet = std::bitset<128>;

constexpr int kRegexNoEnd = std::numeric_limits<int>::max();

struct RegexNode {
  /// kAll: one part after the other. kOne: one of them. kRepeat: its only one, again and again.
  /// kEmpty: "^", "$", a word's edge.
  enum class Kind : std::uint8_t { kEmpty, kSet, kAll, kOne, kRepeat } kind = Kind::kEmpty;
  LetterSet set;
  std::vector<std::unique_ptr<RegexNode>> parts;
  int least = 1;
  int most = 1;
};

/// nullptr where the expression is written in a way that lists do not use: named classes, flags,
/// "\x2f", groups 100 deep.
std::unique_ptr<RegexNode> read_regex(std::string_view expression);

}  // namespace volition::filters
