// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/plain_regex.hpp"

#include "filters/text.hpp"

namespace volition::filters {
namespace {

constexpr std::string_view kMeaningful = "\\^$.|?*+()[]{}";

/// Text and ".*" alone, as a glob.
std::optional<std::string> glob_of(std::string_view expression) {
  std::string out;
  for (std::size_t i = 0; i < expression.size(); ++i) {
    char c = expression[i];
    if (c == '.' && expression.substr(i + 1).starts_with('*')) {
      if (!out.ends_with('*')) out += '*';
      ++i;
      // ".*?" is another way, ".*+" none.
      if (i + 1 < expression.size() &&
          std::string_view("?+*{").find(expression[i + 1]) != std::string_view::npos)
        return std::nullopt;
      continue;
    }
    const bool escaped = c == '\\';
    if (escaped) {
      if (++i == expression.size()) return std::nullopt;
      c = expression[i];
      // "\d", "\b": a class, an edge.
      if (is_alnum(c)) return std::nullopt;
    } else if (kMeaningful.find(c) != std::string_view::npos) {
      return std::nullopt;
    }
    // These mean something else in a urlFilter, and addresses hold no other bytes.
    if (c == '*' || c == '^' || c == '|' || static_cast<unsigned char>(c) <= 0x20 ||
        static_cast<unsigned char>(c) >= 0x7F)
      return std::nullopt;
    // "ab?" asks for no b.
    if (i + 1 < expression.size() &&
        std::string_view("?+*{").find(expression[i + 1]) != std::string_view::npos)
      return std::nullopt;
    out += c;
  }
  return out;
}

}  // namespace

std::optional<std::string> plain_url_filter(std::string_view expression) {
  const bool at_start = expression.starts_with('^');
  if (at_start) expression.remove_prefix(1);
  const bool at_end = expression.ends_with('$') && !expression.ends_with("\\$");
  if (at_end) expression.remove_suffix(1);
  auto glob = glob_of(expression);
  if (!glob) return std::nullopt;
  std::string_view text = *glob;
  const bool from_start = at_start && !text.starts_with('*');
  const bool to_end = at_end && !text.ends_with('*');
  while (text.starts_with('*')) text.remove_prefix(1);
  while (text.ends_with('*')) text.remove_suffix(1);
  // "^$" matches nothing; "^" and "$" alone match everything, but nobody means that.
  if (text.empty()) return at_start || at_end ? std::nullopt : std::optional(std::string());
  std::string filter(from_start ? "|" : "");
  filter += text;
  if (to_end) filter += '|';
  return filter;
}

}  // namespace volition::filters
