// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a fuzz target does with an answer that is wrong: the same as with a crash.

#include <cstdio>
#include <cstdlib>

namespace volition::fuzz {

/// Ends the program, which libFuzzer reports as a finding with its input, unless `holds`.
inline void demand(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "finding: %s\n", what);
  std::abort();
}

}  // namespace volition::fuzz
