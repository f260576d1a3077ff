// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The naive matcher: every filter of a list is held against every request, in the list's order,
// with nothing indexed, sorted or kept. It says what a filter means
// (native-host/filters/README.md), and shares no code with the engine that must agree with it.

#include <string>
#include <vector>

#include "filters/request.hpp"
#include "naive/filter.hpp"

namespace volition::naive {

/// 0 pass, 1 block, 2 excepted, with every filter that could be named for it, by its line.
struct Ruling {
  int verdict = 0;
  /// The blocks and exceptions of the highest rank: what an explanation names. Exceptions only
  /// where the verdict is 2.
  std::vector<std::uint32_t> blocks;
  std::vector<std::uint32_t> exceptions;
  /// Those of lower rank too, where they would lead to the same verdict by themselves.
  std::vector<std::uint32_t> sufficient_blocks;
  std::vector<std::uint32_t> sufficient_exceptions;
};

class Matcher {
 public:
  /// `list` is a list's whole text; a line of it ends at "\n".
  explicit Matcher(const std::string& list);

  Ruling judge(const filters::Request& request) const;
  /// Whether one of the filters, a block or an exception, means this request.
  bool any_matches(const filters::Request& request) const;
  std::size_t size() const { return filters_.size(); }

 private:
  std::vector<Filter> filters_;
};

}  // namespace volition::naive
