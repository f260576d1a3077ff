// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Selectors of lists into selectors that a style may hold. A subset of Selectors Level 4 is parsed
// (https://www.w3.org/TR/selectors-4/): compounds, the four combinators, attribute tests, the
// pseudo-classes of an allow list. What comes out is written anew from decoded names and values;
// no byte of the list is passed through, so that no spelling can end the selector, open a block,
// begin a comment or name a resource. The alphabet of the output, outside of the grammar's own
// marks: letters, digits, "-", "_", UTF-8, hexadecimal escapes.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "filters/cosmetic_refusal.hpp"

namespace volition::filters {

/// A longer text is refused, in bytes.
constexpr std::size_t kMaxSelectorBytes = 4096;
/// Parentheses within parentheses.
constexpr int kMaxSelectorDepth = 6;
/// Simple selectors and combinators in one text, all depths together.
constexpr int kMaxSelectorParts = 200;

struct WrittenSelector {
  /// One complex selector, no commas at its outermost level.
  std::string text;
  /// ".name" or "#name", not escaped: a class or id that a page must hold for the selector to match
  /// anything; empty where it names none.
  std::string key;
};

/// The complex selectors of a comma-separated list, in order. A list with one part that is refused
/// is refused whole.
std::variant<std::vector<WrittenSelector>, CosmeticRefusal> write_selectors(std::string_view text);

}  // namespace volition::filters
