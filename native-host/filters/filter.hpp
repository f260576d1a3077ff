// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One network filter, taken apart. All views point into the list's text, which must outlive the
// filter: nothing is copied, and the image stores the same parts as offsets into the filter's own
// line.

#include <cstdint>
#include <string_view>

#include "filters/request.hpp"

namespace volition::filters {

/// How the pattern is compared.
enum class Shape : std::uint8_t {
  /// Every address (the options narrow it).
  kEverything,
  /// `||host^`: the host and what is below it. The pattern is the host, in lower case.
  kHost,
  /// Literal text with `*` and `^`.
  kGlob,
  /// A regular expression, without its slashes.
  kRegex,
};

/// Where a glob must begin.
enum class Anchor : std::uint8_t { kNone, kStart, kHost };

enum class Party : std::uint8_t { kAny, kFirst, kThird };

/// What the filter does, or what its exception lifts.
enum class Effect : std::uint8_t { kBlock, kRemoveParam, kCsp, kPermissions };

/// Bits of a request method; kEveryMethod where the filter names none.
using MethodMask = std::uint16_t;
constexpr MethodMask kEveryMethod = (1U << 9U) - 1U;

struct NetworkFilter {
  /// The line, without blanks around it.
  std::string_view text;
  std::uint32_t line = 0;
  std::uint16_t list = 0;

  Shape shape = Shape::kGlob;
  Anchor anchor = Anchor::kNone;
  bool ends_at_end = false;
  bool match_case = false;
  std::string_view pattern;

  bool exception = false;
  bool important = false;
  bool badfilter = false;
  /// An exception for a whole page (`@@…$document`): it lifts every block in the pages it matches.
  bool page = false;
  /// A block that wanted to answer with a stand-in; see README.md, "Redirect".
  bool redirect = false;
  Effect effect = Effect::kBlock;
  /// The parameter's name, the policy: as written.
  std::string_view value;

  TypeMask types = kDefaultTypes;
  Party party = Party::kAny;
  MethodMask methods = kEveryMethod;
  /// "a.example|~b.example": the raw values of `domain`/`from`, `to` and `denyallow`.
  std::string_view domains;
  std::string_view to;
  std::string_view denyallow;
};

/// `||host^` with types and party and nothing more: nine filters in ten. Where it stands in its
/// list's text is all that is kept of it; parse.hpp's ParsedList tells the rest. Longer hosts are
/// kept in full.
constexpr std::size_t kMaxHostFilterBytes = 127;
struct HostFilter {
  /// Where the host begins in the list's text.
  std::uint32_t at = 0;
  std::uint32_t line = 0;
  /// name_hash of the host: found where its bytes were just read.
  std::uint32_t hash = 0;
  TypeMask types = kDefaultTypes;
  /// Of the whole line.
  std::uint16_t text_size = 0;
  std::uint8_t host_size = 0;
  /// How many bytes of the line stand before the host.
  std::uint8_t lead = 0;
  /// Bytes of its last label.
  std::uint8_t last_label = 0;
  Party party = Party::kAny;
};

}  // namespace volition::filters
