// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/alternation.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "filters/text.hpp"

namespace volition::filters {
namespace {

constexpr std::size_t kMaxPatternBytes = 300;
/// A last `^` and a last `|` inside a key; addresses hold no control characters.
constexpr char kSeparatorOrEnd = '\x01';
constexpr char kEndOfAddress = '\x02';

enum class Begin : std::size_t { kHost, kStart, kAnywhere };
/// What stands before the tree. In an address a host begins after the slashes, a dot or the
/// credentials' "@".
constexpr std::array<std::string_view, 3> kBefore = {"^[a-z]+://(?:[^/?#]*[.@])?", "^", ""};

Begin take_begin(std::string_view& pattern) {
  if (pattern.starts_with("||")) {
    pattern.remove_prefix(2);
    return Begin::kHost;
  }
  if (pattern.starts_with('|')) {
    pattern.remove_prefix(1);
    return Begin::kStart;
  }
  return Begin::kAnywhere;
}

/// A pattern as the tree compares it.
std::string key_of(std::string_view pattern, PatternEnd end, bool case_sensitive) {
  const bool to_end = pattern.ends_with('|');
  if (to_end) pattern.remove_suffix(1);
  std::string key = case_sensitive ? std::string(pattern) : lowered(pattern);
  if (end == PatternEnd::kContinued) return key;
  if (key.ends_with('^')) key.back() = kSeparatorOrEnd;
  if (to_end) key += kEndOfAddress;
  return key;
}

void append_char(char c, std::string& out) {
  switch (c) {
    case '*':
      out += ".*";
      return;
    case '^':
      out += kSeparatorClass;
      return;
    case kSeparatorOrEnd:
      out += "(?:";
      out += kSeparatorClass;
      out += "|$)";
      return;
    case kEndOfAddress:
      out += '$';
      return;
    default:
      if (std::string_view("\\$.|?+()[]{}").find(c) != std::string_view::npos) out += '\\';
      out += c;
  }
}

using Keys = std::span<const std::string>;

/// The sorted `keys`, which agree in their first `depth` characters, as an expression of the rest.
void append_tree(Keys keys, std::size_t depth, std::string& out) {
  while (keys.front().size() > depth && keys.front()[depth] == keys.back()[depth]) {
    append_char(keys.front()[depth], out);
    ++depth;
  }
  // No key begins another one, so this is a single one at its end.
  if (keys.front().size() == depth) return;
  out += "(?:";
  while (!keys.empty()) {
    const char next = keys.front()[depth];
    const auto same = static_cast<std::size_t>(
        std::find_if(keys.begin(), keys.end(),
                     [&](const std::string& key) { return key[depth] != next; }) -
        keys.begin());
    append_tree(keys.first(same), depth, out);
    keys = keys.subspan(same);
    out += keys.empty() ? ')' : '|';
  }
}

/// Sorted, without those that another one's beginning matches already.
void sort_and_thin(std::vector<std::string>& keys) {
  std::sort(keys.begin(), keys.end());
  std::vector<std::string> kept;
  for (std::string& key : keys) {
    if (kept.empty() || !key.starts_with(kept.back())) kept.push_back(std::move(key));
  }
  keys = std::move(kept);
}

/// The next keys that fit into `room`, at least one.
Keys take_keys(Keys& keys, std::size_t room) {
  std::size_t count = 0;
  std::size_t bytes = 0;
  while (count < keys.size() && (count == 0 || bytes + keys[count].size() <= room))
    bytes += keys[count++].size() + 1;
  const Keys taken = keys.first(count);
  keys = keys.subspan(count);
  return taken;
}

}  // namespace

bool can_alternate(std::string_view url_filter) {
  const bool anchored = url_filter.starts_with('|');
  const auto wildcards = std::count(url_filter.begin(), url_filter.end(), '*');
  return url_filter.find_first_not_of('|') != std::string_view::npos &&
         url_filter.size() <= kMaxPatternBytes && wildcards <= (anchored ? 2 : 1);
}

std::string escaped_expression(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\^$.|?*+()[]{}").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string pattern_expression(std::string_view pattern, PatternEnd end) {
  std::string out;
  for (const char c : key_of(pattern, end, true)) append_char(c, out);
  return out;
}

std::vector<std::string> alternations(const std::vector<std::string_view>& url_filters,
                                      PatternEnd end, bool case_sensitive) {
  std::array<std::vector<std::string>, kBefore.size()> by_begin;
  for (std::string_view pattern : url_filters) {
    auto& keys = by_begin[static_cast<std::size_t>(take_begin(pattern))];
    keys.push_back(key_of(pattern, end, case_sensitive));
  }
  std::vector<std::string> out;
  std::size_t room = 0;
  for (std::size_t begin = 0; begin < kBefore.size(); ++begin) {
    sort_and_thin(by_begin[begin]);
    Keys keys = by_begin[begin];
    while (!keys.empty()) {
      // Small sets share an expression; a large one stays apart, since what is anchored costs less
      // alone.
      const bool shared = room >= keys.size() * 40;
      const Keys taken = take_keys(keys, shared ? room : kMaxAlternationBytes);
      if (shared) {
        out.back() += '|';
      } else {
        out.emplace_back();
      }
      out.back() += kBefore[begin];
      append_tree(taken, 0, out.back());
      room = kMaxAlternationBytes - std::min(kMaxAlternationBytes, out.back().size());
    }
  }
  return out;
}

}  // namespace volition::filters
