// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The tokens of a pattern: longest runs of letters and digits, by which filters are found.
// What counts is which of them every matching address holds as a whole token too.

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "filters/filter.hpp"
#include "filters/hashing.hpp"
#include "filters/pattern.hpp"
#include "filters/text.hpp"

namespace volition::filters {

/// Calls `use(token, begin)` for each token of `text`.
template <typename Use>
void for_each_token(std::string_view text, Use use) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (!is_token_char(text[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && is_token_char(text[at])) ++at;
    use(text.substr(begin, at - begin), begin);
  }
}

/// Whether a token is the name of one of the addresses' own schemes.
inline bool is_scheme(std::string_view token) {
  if (token.size() < 2 || token.size() > 5) return false;
  static constexpr std::array<std::string_view, 4> kSchemes = {"https", "http", "wss", "ws"};
  return std::any_of(kSchemes.begin(), kSchemes.end(),
                     [&](std::string_view scheme) { return equals_ignoring_case(token, scheme); });
}

/// Calls `use(token, begin)` for the tokens that every match holds whole, in lower case as
/// addresses' tokens are hashed. In a glob: not those that touch a "*" or an open end. In a regular
/// expression: those with a separator on both sides within a text that every match contains.
/// Never a scheme's name: those of the addresses' own schemes are not looked for.
/// `begin` is the place in that text.
template <typename Use>
void for_each_sure_token(Shape shape, Anchor anchor, bool ends_at_end, std::string_view text,
                         Use use) {
  const auto tell = [&](std::string_view token, std::size_t begin) {
    if (is_scheme(token)) return;
    if (std::none_of(token.begin(), token.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
      return use(token, begin);
    use(std::string_view(lowered(token)), begin);
  };
  if (shape == Shape::kRegex) {
    for (const std::string& run : required_runs(text)) {
      for_each_token(run, [&](std::string_view token, std::size_t begin) {
        if (begin > 0 && begin + token.size() < run.size()) tell(token, begin);
      });
    }
    return;
  }
  for_each_token(text, [&](std::string_view token, std::size_t begin) {
    const std::size_t end = begin + token.size();
    const bool sure_left = begin == 0 ? anchor != Anchor::kNone : text[begin - 1] != '*';
    const bool sure_right = end == text.size() ? ends_at_end : text[end] != '*';
    if (sure_left && sure_right) tell(token, begin);
  });
}

}  // namespace volition::filters
