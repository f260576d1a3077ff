// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/pattern.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <optional>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include "filters/newer_processors.hpp"
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

#if defined(__SSE2__)

/// Reads so many bytes at once.
struct Narrow {
  static constexpr std::size_t kBytes = 16;
  /// A bit for each byte from `text` on that is `first` with `second` behind it.
  static std::uint32_t pairs(const char* text, char first, char second) {
    const __m128i at = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
    const __m128i behind = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + 1));
    return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_and_si128(
        _mm_cmpeq_epi8(at, _mm_set1_epi8(first)), _mm_cmpeq_epi8(behind, _mm_set1_epi8(second)))));
  }
};

#endif
#if defined(VOLITION_NEWER_PROCESSOR)

struct Wide {
  static constexpr std::size_t kBytes = 32;
  VOLITION_NEWER_PROCESSOR static std::uint32_t pairs(const char* text, char first, char second) {
    const __m256i at = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text));
    const __m256i behind = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + 1));
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(
        _mm256_and_si256(_mm256_cmpeq_epi8(at, _mm256_set1_epi8(first)),
                         _mm256_cmpeq_epi8(behind, _mm256_set1_epi8(second)))));
  }
};

#endif

/// find_pair in a text longer than one register.
template <typename Register>
[[gnu::always_inline]] inline std::size_t find_pair_by(std::string_view text, std::size_t from,
                                                       char first, char second) {
  const std::size_t size = text.size();
  while (from + 1 < size) {
    // The last pairs are read together with some that were read before.
    const std::size_t begin = std::min(from, size - Register::kBytes - 1);
    const std::uint32_t found = Register::pairs(text.data() + begin, first, second);
    const std::uint32_t fresh = found >> (from - begin);
    if (fresh != 0) return from + static_cast<std::size_t>(std::countr_zero(fresh));
    from = begin + Register::kBytes;
  }
  return kNone;
}

std::size_t find_pair_one_by_one(std::string_view text, std::size_t from, char first, char second) {
  for (; from + 1 < text.size(); ++from) {
    if (text[from] == first && text[from + 1] == second) return from;
  }
  return kNone;
}

/// Where `first` and `second` stand next to each other, from `from` on; kNone where nowhere.
VOLITION_EVERY_PROCESSOR std::size_t find_pair(std::string_view text, std::size_t from, char first,
                                               char second) {
#if defined(__SSE2__)
  if (text.size() > Narrow::kBytes) return find_pair_by<Narrow>(text, from, first, second);
#endif
  return find_pair_one_by_one(text, from, first, second);
}
#if defined(VOLITION_NEWER_PROCESSOR)
VOLITION_NEWER_PROCESSOR std::size_t find_pair(std::string_view text, std::size_t from, char first,
                                               char second) {
  if (text.size() > Wide::kBytes) return find_pair_by<Wide>(text, from, first, second);
  return find_pair_one_by_one(text, from, first, second);
}
#endif

/// One or two neighbouring characters of a piece, in lower case, that every match holds.
struct Needle {
  /// Where they stand in the piece.
  std::size_t at = 0;
  char first = 0;
  /// 0 where the neighbour may be anything.
  char second = 0;

  std::size_t find(std::string_view lower, std::size_t from) const {
    return second == 0 ? lower.find(first, from) : find_pair(lower, from, first, second);
  }
};

/// The character at `pivot` with a neighbour; nullopt where it is none that a match must hold.
std::optional<Needle> needle_at(std::string_view piece, std::size_t pivot) {
  const auto certain = [&](std::size_t at) {
    return at < piece.size() && piece[at] != '^' && piece[at] != '*' && piece[at] != 0;
  };
  if (!certain(pivot)) return std::nullopt;
  if (certain(pivot + 1)) return Needle{pivot, to_lower(piece[pivot]), to_lower(piece[pivot + 1])};
  if (pivot > 0 && certain(pivot - 1))
    return Needle{pivot - 1, to_lower(piece[pivot - 1]), to_lower(piece[pivot])};
  return Needle{pivot, to_lower(piece[pivot]), 0};
}

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
      // Most addresses do not hold a pattern's rarest pair at all. A first piece that may stand
      // anywhere is looked for by it anyway.
      if (first && (pattern_.anchor != Anchor::kNone || pattern_.pivot >= piece.size()) &&
          !may_hold())
        return false;
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
  bool may_hold() const {
    const auto needle = needle_at(pattern_.text, pattern_.pivot);
    return !needle || needle->find(address_.lower, 0) != kNone;
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
    // Looking for two characters is quick; of the first piece the pattern may know which.
    const auto needle = needle_at(
        piece, first && pattern_.pivot < piece.size() ? pattern_.pivot : rarest_character(piece));
    if (!needle) {
      for (std::size_t at = from; at <= text_.size(); ++at) {
        const std::size_t end = match_at(piece, at);
        if (fits(end, last)) return end;
      }
      return kNone;
    }
    for (std::size_t at = needle->find(address_.lower, from + needle->at); at != kNone;
         at = needle->find(address_.lower, at + 1)) {
      const std::size_t end = match_at(piece, at - needle->at);
      if (fits(end, last)) return end;
    }
    return kNone;
  }

  const GlobPattern& pattern_;
  const Address& address_;
  std::string_view text_;
};

bool is_quantifier(char c) { return c == '*' || c == '?' || c == '{'; }

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

std::optional<std::size_t> past_class(std::string_view expression, std::size_t at) {
  ++at;
  if (at < expression.size() && expression[at] == '^') ++at;
  if (at < expression.size() && expression[at] == ']') ++at;
  while (at < expression.size() && expression[at] != ']') {
    if (expression.substr(at).starts_with("[:")) return std::nullopt;
    at += expression[at] == '\\' ? 2U : 1U;
  }
  return at + 1;
}

std::vector<std::string> required_runs(std::string_view expression) {
  std::vector<std::string> runs;
  std::string run;  // characters outside every group that stand next to each other
  int depth = 0;
  const auto close_run = [&] {
    if (depth == 0 && !run.empty()) runs.push_back(run);
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
      const std::size_t close = expression.find_first_not_of("0123456789,", at + 1);
      // What counts nothing is a bracket, and what follows it anything.
      if (close == kNone || expression[close] != '}') return {};
      at = close + 1;
    } else if (c == '[') {
      const auto past = past_class(expression, at);
      if (!past) return {};
      at = *past;
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
  return runs;
}

std::string_view beyond_scheme(std::string_view run) {
  for (const std::string_view scheme : {"https://", "http://", "wss://", "ws://", "s://", "://"}) {
    if (run == scheme) return {};
    if (run.starts_with(scheme)) return run.substr(scheme.size() - 1);
  }
  return run == "http" || run == "https" ? std::string_view() : run;
}

std::string required_literal(std::string_view expression) {
  std::string best;
  std::size_t most = 0;
  for (const std::string& run : required_runs(expression)) {
    const std::size_t size = beyond_scheme(run).size();
    if (size <= most) continue;
    most = size;
    best = run;
  }
  return best;
}

}  // namespace volition::filters
