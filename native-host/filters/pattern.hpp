// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether a filter's pattern matches an address: `*` is anything, `^` a separator or the end, `||`
// the beginning of a host's label. The meaning is that of `urlFilter` in the browsers.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "filters/filter.hpp"

namespace volition::filters {

/// An address made ready: as written and in lower case, equally long, and where its host lies. The
/// views live as long as the caller's texts.
struct Address {
  std::string_view text;
  std::string_view lower;
  std::size_t host_begin = 0;
  std::size_t host_end = 0;

  std::string_view host() const { return lower.substr(host_begin, host_end - host_begin); }
};

constexpr std::size_t kNoPivot = std::string_view::npos;

struct GlobPattern {
  /// In lower case unless `match_case`.
  std::string_view text;
  Anchor anchor = Anchor::kNone;
  bool ends_at_end = false;
  bool match_case = false;
  /// The place of the text's rarest character: an address without it cannot match. Anything outside
  /// the text where it is not known.
  std::size_t pivot = kNoPivot;
};

/// Compares without recursion: at most (pattern × address) steps, whatever a list holds.
bool glob_matches(const GlobPattern& pattern, const Address& address);
/// Whether a pattern without "*" matches where its first character stands at `begin`.
bool glob_matches_at(const GlobPattern& pattern, const Address& address, std::size_t begin);

/// How often addresses hold a character: the rarest have the lowest number.
std::size_t commonness(char c);
/// The place of the character that addresses hold least often; 0 for an empty text.
std::size_t rarest_character(std::string_view text);

/// Where a regular expression goes on behind the "[…]" that begins at `at`; nullopt where it holds
/// "[:", since "[[:alpha:]]" ends later than it seems to.
std::optional<std::size_t> past_class(std::string_view expression, std::size_t at);

/// The pieces of text that every match of the regular expression contains (in any case), in their
/// order; none where none is plain to see.
std::vector<std::string> required_runs(std::string_view expression);
/// The longest of them, but for a scheme; empty where nothing is left. It spares most addresses the
/// expression itself.
std::string required_literal(std::string_view expression);
/// `run` without the scheme that it begins with, which every address holds; the last slash stays.
std::string_view beyond_scheme(std::string_view run);

}  // namespace volition::filters
