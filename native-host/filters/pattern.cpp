// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/pattern.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "filters/text.hpp"

namespace volition::filters {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

/// How often addresses hold a character, from the rarest on; anything unknown is rarer still.
constexpr std::array<std::uint8_t, 256> kCommonness = [] {
  constexpr std::string_view kByRarity = "zqjkxvywghfubldmrnpscioate0123456789-_=&?%.:/^*";
  std::array<std::uint8_t, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i)
    table[i] = static_cast<std::uint8_t>(kByRarity.find(to_lower(static_cast<char>(i))) + 1);
  return table;
}();

/// Compares pieces of one pattern against one address.
class Matcher {
 public:
  Matcher(const GlobPattern& pattern, const Address& address)
      : pattern_(pattern),
        address_(address),
        text_(pattern.match_case ? address.text : address.lower) {}

  bool matches() {
    // Most addresses do not hold a pattern's rarest character at all.
    if (const char rare = rarest(); rare != '\0' && address_.lower.find(rare) == kNone)
      return false;
    std::string_view rest = pattern_.text;
    std::size_t at = 0;
    bool first = true;
    while (true) {
      const std::size_t star = rest.find('*');
      const std::string_view piece = rest.substr(0, star);
      const bool last = star == kNone;
      const std::size_t end = place(piece, at, first, last);
      if (end == kNone) return false;
      if (last) return true;
      at = end;
      first = false;
      rest = rest.substr(star + 1);
    }
  }

  /// The whole pattern as one piece that begins at `at`.
  bool matches_at(std::size_t at) const {
    if (pattern_.anchor == Anchor::kStart && at != 0) return false;
    if (pattern_.anchor == Anchor::kHost && (at < address_.host_begin || at >= address_.host_end ||
                                             (at != address_.host_begin && text_[at - 1] != '.')))
      return false;
    return fits(match_at(pattern_.text, at), true);
  }

 private:
  /// The pattern's rarest character in lower case; 0 where none is told.
  char rarest() const {
    if (pattern_.pivot >= pattern_.text.size()) return '\0';
    const char c = pattern_.text[pattern_.pivot];
    return c == '^' || c == '*' ? '\0' : to_lower(c);
  }

  /// Where `piece` ends when it begins at `at`; kNone where it does not match there. `^` at the end
  /// of the address matches without a character.
  std::size_t match_at(std::string_view piece, std::size_t at) const {
    const std::size_t size = std::min(piece.size(), text_.size() - at);
    for (std::size_t i = 0; i < size; ++i) {
      const char c = text_[at + i];
      if (c != piece[i] && (piece[i] != '^' || !is_separator(c))) return kNone;
    }
    const std::string_view rest = piece.substr(size);
    const bool only_ends = std::all_of(rest.begin(), rest.end(), [](char c) { return c == '^'; });
    return only_ends ? at + size : kNone;
  }

  bool fits(std::size_t end, bool last) const {
    return end != kNone && (!last || !pattern_.ends_at_end || end == text_.size());
  }

  std::size_t place(std::string_view piece, std::size_t from, bool first, bool last) const {
    if (first && pattern_.anchor == Anchor::kStart) {
      const std::size_t end = match_at(piece, 0);
      return fits(end, last) ? end : kNone;
    }
    if (first && pattern_.anchor == Anchor::kHost) {
      if (piece.empty())
        return address_.host_begin < address_.host_end ? address_.host_begin : kNone;
      const char front = piece.front();
      // A bracket is never in a host but at its begin.
      const std::size_t end_of_begins = front == '[' ? address_.host_begin + 1 : address_.host_end;
      for (std::size_t at = address_.host_begin; at < end_of_begins && at < text_.size(); ++at) {
        if (text_[at] != front && front != '^') continue;
        if (at != address_.host_begin && text_[at - 1] != '.') continue;
        const std::size_t end = match_at(piece, at);
        if (fits(end, last)) return end;
      }
      return kNone;
    }
    // Looking for one character is quick; of the first piece the pattern may know which.
    const std::size_t pivot =
        first && pattern_.pivot < piece.size() ? pattern_.pivot : rarest_character(piece);
    if (pivot >= piece.size() || piece[pivot] == '^') {
      for (std::size_t at = from; at <= text_.size(); ++at) {
        const std::size_t end = match_at(piece, at);
        if (fits(end, last)) return end;
      }
      return kNone;
    }
    const char rare = piece[pivot];
    for (std::size_t at = text_.find(rare, from + pivot); at != kNone;
         at = text_.find(rare, at + 1)) {
      const std::size_t end = match_at(piece, at - pivot);
      if (fits(end, last)) return end;
    }
    return kNone;
  }

  const GlobPattern& pattern_;
  const Address& address_;
  std::string_view text_;
};

bool is_quantifier(char c) { return c == '*' || c == '?' || c == '{'; }

/// Past a "[…]" that begins at `at`.
std::size_t skip_class(std::string_view text, std::size_t at) {
  ++at;
  if (at < text.size() && text[at] == '^') ++at;
  if (at < text.size() && text[at] == ']') ++at;
  while (at < text.size() && text[at] != ']') at += text[at] == '\\' ? 2U : 1U;
  return at + 1;
}

/// The character that stands at `at`, and how many bytes say it; nullopt where it is not one
/// certain character.
struct Literal {
  char value = 0;
  std::size_t bytes = 1;
};
std::optional<Literal> literal_at(std::string_view expression, std::size_t at) {
  const char c = expression[at];
  if (c != '\\') {
    if (is_alnum(c) || std::string_view("/_-=:,;&%~!@#'\"<> ").find(c) != kNone)
      return Literal{c, 1};
    return std::nullopt;
  }
  // "\." and its like are the character; "\d", "\x41" and their like are something else.
  if (at + 1 < expression.size() && !is_alnum(expression[at + 1]) &&
      static_cast<unsigned char>(expression[at + 1]) < 0x80)
    return Literal{expression[at + 1], 2};
  return std::nullopt;
}

}  // namespace

bool glob_matches(const GlobPattern& pattern, const Address& address) {
  return Matcher(pattern, address).matches();
}

bool glob_matches_at(const GlobPattern& pattern, const Address& address, std::size_t begin) {
  return Matcher(pattern, address).matches_at(begin);
}

std::size_t commonness(char c) { return kCommonness[static_cast<unsigned char>(c)]; }

std::size_t rarest_character(std::string_view text) {
  std::size_t best = 0;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (commonness(text[at]) < commonness(text[best])) best = at;
  }
  return best;
}

std::string required_literal(std::string_view expression) {
  std::string best;
  std::string run;  // characters outside every group that stand next to each other
  int depth = 0;
  const auto close_run = [&] {
    if (depth == 0 && run.size() > best.size()) best = run;
    run.clear();
  };
  for (std::size_t at = 0; at < expression.size();) {
    const char c = expression[at];
    if (const auto literal = literal_at(expression, at)) {
      const std::size_t next = at + literal->bytes;
      const char after = next < expression.size() ? expression[next] : '\0';
      if (is_quantifier(after)) {
        close_run();
      } else if (depth == 0) {
        run += literal->value;
        // "a+" is one "a" at least, and perhaps more of them before what follows.
        if (after == '+') close_run();
      }
      at = next;
      continue;
    }
    close_run();
    if (c == '|' && depth == 0) return {};
    if (c == '{') {
      const std::size_t close = expression.find('}', at);
      at = close == kNone ? expression.size() : close + 1;
    } else if (c == '[') {
      at = skip_class(expression, at);
    } else if (c == '\\') {
      // "\x41", "\Q…" and their like take more characters: give up on what would be read wrongly.
      if (at + 1 >= expression.size() ||
          std::string_view("xupPQE0123456789").find(expression[at + 1]) != kNone)
        return {};
      at += 2;
    } else {
      if (c == '(') {
        if (expression.substr(at).starts_with("(?") && !expression.substr(at).starts_with("(?:"))
          return {};
        ++depth;
      } else if (c == ')') {
        --depth;
      }
      ++at;
    }
  }
  close_run();
  return best;
}

}  // namespace volition::filters
