// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The two lives of the program: started by a browser it serves frames, started by a person it is a
// command line.

#include <span>
#include <string_view>

namespace volition::app {

/// Exit codes of both lives, documented in README.md; append only.
enum class Exit : int {
  kDone = 0,
  /// What was asked for failed; the reason is on stderr by name.
  kFailed = 1,
  /// The command line was not understood.
  kUsage = 2,
  /// `doctor` or `universe verify` found something wrong.
  kUnwell = 3,
  /// A defect or exhaustion (sysexits: EX_SOFTWARE).
  kDefect = 70,
};

/// `arguments` without the program's name. `output` is the duplicate of stdout that guard_stdout()
/// made.
Exit run(std::span<const std::string_view> arguments, int output);

}  // namespace volition::app
