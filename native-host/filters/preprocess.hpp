// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What decides whether a line is used at all: `!#if` conditions (uBlock Origin and AdGuard) and
// AdGuard's `!+ PLATFORM` hints. Nothing is ever fetched: `!#include` is refused and counted.

#include <cstdint>
#include <string_view>
#include <vector>

namespace volition::filters {

enum class Target : std::uint8_t;

/// Reads a list's lines in order.
class Preprocessor {
 public:
  enum class Fate : std::uint8_t { kUse, kLeaveOut, kDirective, kInclude };

  explicit Preprocessor(Target target) : target_(target) {}
  /// What becomes of the next line.
  Fate judge(std::string_view line);
  /// Whether the next line is used if it is no directive.
  bool uses_next() const { return active() && !hint_leaves_out_; }

 private:
  struct Level {
    bool active = true;
    /// Where an `!#else` would not be active: the `!#if` itself lies in a part left out.
    bool parent_active = true;
  };
  bool active() const { return levels_.empty() || levels_.back().active; }
  Fate judge_directive(std::string_view line);

  Target target_;
  std::vector<Level> levels_;
  bool hint_leaves_out_ = false;
};

/// The value of an `!#if` condition: names, `!`, `&&`, `||` and parentheses. An unknown name is
/// false; what cannot be read, or nests deeper than 16, is false too.
bool evaluate_condition(std::string_view condition, Target target);

/// Whether an AdGuard hint ("PLATFORM(…)", "NOT_PLATFORM(…)") leaves the next line to other
/// platforms.
bool hint_excludes(std::string_view hint, Target target);

}  // namespace volition::filters
