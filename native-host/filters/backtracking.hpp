// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Regular expressions that are harmless here and can freeze Firefox. RE2 and Chromium answer in a
// time that grows with the address alone; Firefox runs a rule's expression in its scripts' engine,
// which goes back and tries again, in the process that draws every window, and gives up after seven
// seconds (measured in Firefox 153: "(a+)+$" and 24 letters take three). So what could make it try
// exponentially often, or in a high power of the address's length, makes no rule there (the classes
// EDA and IDA of Weideman et al., "Analyzing Matching Time Behavior of Backtracking Regular
// Expression Matchers").

#include <string_view>

namespace volition::filters {

/// How many repetitions may each end at several places of an address, one after the other; a begin
/// that may be anywhere is one of them. The time is at most this power of the address's length.
constexpr int kMaxOpenLoops = 3;

/// Whether an expression that RE2 takes may make an engine that goes back try without end. Wrong on
/// the safe side: some that are quick are said to be slow. Takes a time that grows with the
/// expression's length.
bool may_backtrack_without_end(std::string_view expression);

}  // namespace volition::filters
