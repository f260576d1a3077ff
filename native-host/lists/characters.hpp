// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where UTF-8 may be cut: lists hold anything, answers hold whole characters.

#include <cstddef>
#include <string>
#include <string_view>

namespace volition::lists {

/// A position at or before `at` where a character begins.
inline std::size_t character_edge(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  return at;
}

/// The first `max` code points of a text.
inline std::string cut(std::string_view text, std::size_t max) {
  std::size_t end = 0;
  for (std::size_t points = 0; end < text.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U;
    if (begins && points++ == max) break;
  }
  return std::string(text.substr(0, end));
}

}  // namespace volition::lists
