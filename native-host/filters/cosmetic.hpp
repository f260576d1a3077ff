// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The cosmetic lines of a list: what is hidden (`##`, and of `#?#` what CSS itself can say), what
// is not hidden after all (`#@#`, `#@?#`), and pages that are left alone (`@@…$elemhide`,
// `$generichide`, `$specifichide`, `$document`). Nothing else of a list can change a page: styles,
// scripts and changes of the page's own text are refused by name.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "filters/cosmetic_refusal.hpp"
#include "filters/selector.hpp"

namespace volition::filters {

enum class CosmeticKind : std::uint8_t { kHide, kException, kPage };

/// What a page exception leaves out; bits.
using PageMask = std::uint8_t;
constexpr PageMask kNoGeneric = 1;
constexpr PageMask kNoSpecific = 2;

/// One host of a line. `name` is lower-case, "google.*" for a name under any public suffix.
struct CosmeticHost {
  std::string name;
  bool negated = false;
};

struct CosmeticFilter {
  CosmeticKind kind = CosmeticKind::kHide;
  std::vector<CosmeticHost> hosts;
  /// Of kHide and kException.
  std::vector<WrittenSelector> selectors;
  /// Of kPage: what the address must begin with after its host, with `*` and `^`; ends in "|" where
  /// it must end there. Empty: any.
  std::string rest;
  PageMask mask = 0;

  /// Whether it is for pages that it does not name.
  bool is_generic() const;
};

/// Nothing to do (a comment, a network filter), a filter, or a named refusal.
using CosmeticLine = std::variant<std::monostate, CosmeticFilter, CosmeticRefusal>;

/// Reads one line without its line break. Never fails.
CosmeticLine read_cosmetic_line(std::string_view line);

/// Whether `text` begins as `pattern` says: `*` any run, `^` a separator or the end, "|" at the
/// pattern's end the end. Case counts for nothing. Linear in text times stars.
bool begins_as(std::string_view text, std::string_view pattern);

}  // namespace volition::filters
