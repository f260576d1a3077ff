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
#include "filters/engine.hpp"
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
  explicit EngineUnderTest(const std::string& list) : engine_(open(list)), explainer_(open(list)) {}

  /// By match(), which names any filters that suffice for its verdict.
  EngineRuling judge(const filters::Request& request) {
    const filters::Decision decision = engine_.match(request);
    EngineRuling out;
    out.verdict = decision.verdict;
    if (decision.block != filters::kNoFilter) out.block_line = engine_.line(decision.block).line;
    if (decision.exception != filters::kNoFilter)
      out.exception_line = engine_.line(decision.exception).line;
    return out;
  }

  /// By an explanation, which collects all that match and then chooses.
  EngineRuling explain(const filters::Request& request) {
    const auto explained = explainer_.explain(request);
    if (!explained) throw std::runtime_error("the engine gave an error");
    EngineRuling out;
    out.verdict = explained->verdict;
    if (explained->filter) out.block_line = explained->filter->line;
    if (explained->exception) out.exception_line = explained->exception->line;
    return out;
  }

  /// Whether any filter means this request.
  bool matches(const filters::Request& request) {
    std::vector<filters::MatchedFilter> matched;
    engine_.collect(request, matched);
    return !matched.empty();
  }

 private:
  static filters::Image open(const std::string& list) {
    auto bytes = filters::build_image({{"list", list}}, 0);
    if (!bytes) throw std::runtime_error("no image of this list");
    auto image = filters::Image::from_bytes(std::move(*bytes));
    if (!image) throw std::runtime_error("the engine refuses its own image");
    return std::move(*image);
  }

  filters::Engine engine_;
  filters::Explainer explainer_;
};

/// Whether `filter` by itself means this request, whatever it then does.
inline bool engine_matches_alone(const std::string& filter, const filters::Request& request) {
  return EngineUnderTest(filter).matches(request);
}

}  // namespace volition::test
