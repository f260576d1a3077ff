// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which filter decides over a request: recomputed from the image of the compiled lists, because a
// browser does not say which rule it applied.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "filters/engine.hpp"
#include "filters/image.hpp"
#include "filters/request.hpp"

namespace volition::filters {

/// kLikely where the browser may have decided otherwise: the frame is unknown, or the filter that
/// decided has no rule in the browser.
enum class Certainty { kCertain, kLikely };

/// "certain", "likely".
std::string_view certainty_name(Certainty certainty);

/// Where a filter stands. `text` is cut to 4,096 bytes at a character's edge, `list` to 120.
struct FilterPlace {
  std::string text;
  std::string list;
  std::uint32_t line = 0;
};

struct Explanation {
  Verdict verdict = Verdict::kPass;
  Certainty certainty = Certainty::kCertain;
  /// The filter that blocks, also where an exception lifts it.
  std::optional<FilterPlace> filter;
  /// The exception that lifted the block.
  std::optional<FilterPlace> exception;
};

/// Answers for one image. Not for use by two threads at once, as the engine behind it.
class Explainer {
 public:
  explicit Explainer(Image image);
  ~Explainer();
  Explainer(const Explainer&) = delete;
  Explainer& operator=(const Explainer&) = delete;
  Explainer(Explainer&&) noexcept;
  Explainer& operator=(Explainer&&) noexcept;

  /// The verdict on one request. An address that is not http, https, ws or wss, or that cannot be
  /// read, passes. Of several filters that decide alike, one that the browsers have a rule for,
  /// then the first of the first list. Error: image_damaged, where the deciding filter's line is
  /// damaged.
  Result<Explanation> explain(const Request& request);

  const Image& image() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace volition::filters
