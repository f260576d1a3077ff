// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/pattern.hpp"

#include "filters/text.hpp"

namespace volition::filters {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

/// Compares pieces of one pattern against one address.
class Matcher {
 public:
  Matcher(const GlobPattern& pattern, const Address& address)
      : pattern_(pattern),
        address_(address),
        text_(pattern.match_case ? address.text : address.lower) {}

  bool matches() {
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

 private:
  /// Where `piece` ends when it begins at `at`; kNone where it does not match there. `^` at the end
  /// of the address matches without a character.
  std::size_t match_at(std::string_view piece, std::size_t at) const {
    for (const char c : piece) {
      if (c == '^') {
        if (at == text_.size()) continue;
        if (!is_separator(text_[at])) return kNone;
      } else {
        if (at >= text_.size() || text_[at] != (pattern_.match_case ? c : to_lower(c)))
          return kNone;
      }
      ++at;
    }
    return at;
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
      for (std::size_t at = address_.host_begin; at < address_.host_end; ++at) {
        if (at != address_.host_begin && text_[at - 1] != '.') continue;
        const std::size_t end = match_at(piece, at);
        if (fits(end, last)) return end;
      }
      return kNone;
    }
    for (std::size_t at = from; at <= text_.size(); ++at) {
      const std::size_t end = match_at(piece, at);
      if (fits(end, last)) return end;
    }
    return kNone;
  }

  const GlobPattern& pattern_;
  const Address& address_;
  std::string_view text_;
};

bool is_plain(char c) { return is_alnum(c) || c == '/' || c == '_' || c == '-' || c == '='; }

bool is_quantifier(char c) { return c == '*' || c == '?' || c == '{'; }

/// Past a "[…]" that begins at `at`.
std::size_t skip_class(std::string_view text, std::size_t at) {
  ++at;
  if (at < text.size() && text[at] == '^') ++at;
  if (at < text.size() && text[at] == ']') ++at;
  while (at < text.size() && text[at] != ']') at += text[at] == '\\' ? 2U : 1U;
  return at + 1;
}

}  // namespace

bool glob_matches(const GlobPattern& pattern, const Address& address) {
  return Matcher(pattern, address).matches();
}

std::string_view required_literal(std::string_view expression) {
  std::string_view best;
  int depth = 0;
  std::size_t run = 0;  // the run of plain characters that ends before `at`, at depth 0
  std::size_t at = 0;
  const auto close_run = [&](std::size_t end) {
    if (depth == 0 && end > run && end - run > best.size())
      best = expression.substr(run, end - run);
  };
  while (at < expression.size()) {
    const char c = expression[at];
    if (is_plain(c)) {
      const bool optional = at + 1 < expression.size() && is_quantifier(expression[at + 1]);
      if (!optional) {
        ++at;
        continue;
      }
      close_run(at);
      ++at;
    } else {
      close_run(at);
      if (c == '|' && depth == 0) return {};
      if (c == '{') {
        const std::size_t close = expression.find('}', at);
        at = close == kNone ? expression.size() : close + 1;
      } else if (c == '[') {
        at = skip_class(expression, at);
      } else if (c == '\\') {
        // "\x41" and its like take more characters: give up on what would be read wrongly.
        if (at + 1 < expression.size() &&
            std::string_view("xupPQ0123456789").find(expression[at + 1]) != kNone)
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
    run = at;
  }
  close_run(at);
  return best;
}

}  // namespace volition::filters
