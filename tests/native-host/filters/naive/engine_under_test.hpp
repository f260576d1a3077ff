// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one place where the comparisons (the property test, tests/benchmarks/filters) touch the
// engine: lists in, a ruling with line numbers out. Whoever replaces the engine changes this file
// alone.

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "filters/compile.hpp"
#include "filters/explain.hpp"
#include "filters/request.hpp"

namespace volition::test {

/// What the engine says of one request.
struct EngineRuling {
  filters::Verdict verdict = filters::Verdict::kPass;
  /// The line of the block, from 1; 0 where none decides.
  std::uint32_t block_line = 0;
  /// The line of the exception that lifted it; 0 where none did.
  std::uint32_t exception_line = 0;
};

/// The engine over one list. Throws std::runtime_error where a list or an answer is an error: in a
/// comparison that is a defect.
class EngineUnderTest {
 public:
  explicit EngineUnderTest(const std::string& list) : engine_(open(list)) {}

  EngineRuling judge(const filters::Request& request) {
    const auto answer = engine_.explain(request);
    if (!answer) throw std::runtime_error("the engine gave an error");
    EngineRuling out;
    out.verdict = answer->verdict;
    if (answer->filter) out.block_line = answer->filter->line;
    if (answer->exception) out.exception_line = answer->exception->line;
    return out;
  }

 private:
  static filters::Explainer open(const std::string& list) {
    auto bytes = filters::build_image({{"list", list}}, 0);
    if (!bytes) throw std::runtime_error("no image of this list");
    auto image = filters::Image::from_bytes(std::move(*bytes));
    if (!image) throw std::runtime_error("the engine refuses its own image");
    return filters::Explainer(std::move(*image));
  }

  filters::Explainer engine_;
};

/// Whether `filter` by itself means this request. An exception is asked as the block that it would
/// be without its "@@".
inline bool engine_matches_alone(std::string filter, const filters::Request& request) {
  if (filter.rfind("@@", 0) == 0) filter.erase(0, 2);
  return EngineUnderTest(filter).judge(request).verdict != filters::Verdict::kPass;
}

}  // namespace volition::test
