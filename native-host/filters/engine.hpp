// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The matching engine: which filter decides over a request. It reads the image in place, keeps no
// verdict, and asks the realms in this order: blocks; only where one matched, exceptions; only
// where one of those matched, important blocks, which no ordinary exception lifts. (README.md,
// "Engine")

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "filters/image.hpp"
#include "filters/request.hpp"

namespace volition::filters {

/// The values stand in the line protocol of `volition match`.
enum class Verdict : std::uint8_t { kPass = 0, kBlock = 1, kExcepted = 2 };

/// "pass", "block", "excepted".
std::string_view verdict_name(Verdict verdict);

/// One filter of the image.
using FilterId = std::uint32_t;
constexpr FilterId kNoFilter = 0xFFFFFFFF;

struct Decision {
  Verdict verdict = Verdict::kPass;
  /// The filter that blocks, also where an exception lifts it.
  FilterId block = kNoFilter;
  FilterId exception = kNoFilter;
};

/// What a matching filter does.
enum class Role : std::uint8_t {
  kBlock,
  kImportantBlock,
  kException,
  kImportantException,
  kModifier
};

struct MatchedFilter {
  FilterId id = kNoFilter;
  Role role = Role::kBlock;
};

/// A filter as its list has it; the views live as long as the image.
struct FilterLine {
  std::string_view text;
  std::string_view list;
  /// The list's position in the image.
  std::uint32_t list_number = 0;
  std::uint32_t line = 0;
  /// Whether the browsers have a rule for it.
  bool in_effect = false;
};

/// Answers for one image. Not for use by two threads at once: it keeps the last page, the buffers
/// of the last address and the regular expressions it compiled.
class Engine {
 public:
  explicit Engine(Image image);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;

  /// The verdict on one request; where several filters decide alike, any of them. What is no http,
  /// https, ws or wss address passes. A part of the image that is damaged matches nothing.
  Decision match(const Request& request);
  /// Every filter that matches, modifiers included, in no order; `out` is emptied first.
  void collect(const Request& request, std::vector<MatchedFilter>& out);
  /// Where a filter stands; an empty text where the image is damaged there.
  FilterLine line(FilterId id) const;

  const Image& image() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace volition::filters
