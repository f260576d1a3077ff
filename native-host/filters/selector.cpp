// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/selector.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "filters/selector_text.hpp"
#include "filters/text.hpp"

namespace volition::filters {
namespace {

constexpr std::array<std::string_view, 13> kPlainPseudos = {
    "first-child",  "last-child", "only-child", "first-of-type", "last-of-type",
    "only-of-type", "empty",      "root",       "link",          "any-link",
    "enabled",      "disabled",   "checked"};
constexpr std::array<std::string_view, 4> kNthPseudos = {"nth-child", "nth-last-child",
                                                         "nth-of-type", "nth-last-of-type"};
constexpr std::array<std::string_view, 4> kOldElements = {"before", "after", "first-line",
                                                          "first-letter"};
/// Tests that blockers do by script.
constexpr std::array<std::string_view, 16> kProcedures = {
    "contains",     "has-text", "upward",          "nth-ancestor", "xpath",  "matches-css",
    "matches-attr", "if",       "matches-path",    "watch-attr",   "if-not", "matches-property",
    "others",       "shadow",   "min-text-length", "matches-media"};
/// Changes of the page beyond hiding.
constexpr std::array<std::string_view, 4> kActions = {"remove", "style", "remove-attr",
                                                      "remove-class"};

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Reads and writes at once: each production appends its canonical form to `out_`.
class Writer {
 public:
  explicit Writer(std::string_view text) : rest_(text) {}

  std::variant<std::vector<WrittenSelector>, CosmeticRefusal> all() {
    std::vector<WrittenSelector> written;
    do {
      out_.clear();
      key_.clear();
      key_from_ = 0;
      skip_spaces();
      if (!complex(0)) return refusal_;
      if (hides_page_) return CosmeticRefusal::kHidesPage;
      written.push_back({out_, key_});
    } while (take(','));
    if (!rest_.empty()) return CosmeticRefusal::kSelectorMalformed;
    return written;
  }

 private:
  bool refuse(CosmeticRefusal reason) {
    refusal_ = reason;
    return false;
  }
  bool malformed() { return refuse(CosmeticRefusal::kSelectorMalformed); }
  char front() const { return rest_.empty() ? '\0' : rest_.front(); }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool skip_spaces() {
    const std::size_t before = rest_.size();
    while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
    return rest_.size() != before;
  }
  bool count() {
    return ++parts_ <= kMaxSelectorParts || refuse(CosmeticRefusal::kSelectorTooComplex);
  }

  /// A backslash was taken: the character that it stands for.
  bool escape(std::string& into) {
    std::uint32_t point = 0;
    std::size_t digits = 0;
    for (; digits < 6 && digits < rest_.size() && hex_value(rest_[digits]) >= 0; ++digits)
      point = point * 16 + static_cast<std::uint32_t>(hex_value(rest_[digits]));
    if (digits > 0) {
      rest_.remove_prefix(digits);
      if (is_space(front())) rest_.remove_prefix(1);
      const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
      if (point < 0x20 || point == 0x7F || point > 0x10FFFF || surrogate) return malformed();
      append_utf8(point, into);
      return true;
    }
    return character(into);
  }

  /// One whole character as it stands; control characters are none.
  bool character(std::string& into) {
    const std::size_t length = rest_.empty() ? 0 : utf8_length(rest_);
    if (length == 0 || static_cast<unsigned char>(front()) < 0x20 || front() == 0x7F)
      return malformed();
    into += rest_.substr(0, length);
    rest_.remove_prefix(length);
    return true;
  }

  /// An identifier (CSS Syntax 3, ident-token), decoded.
  bool identifier(std::string& into) {
    const char first = front();
    const bool digit = is_digit(first) || (first == '-' && rest_.size() > 1 && is_digit(rest_[1]));
    if (rest_.empty() || digit || (!is_name_byte(first) && first != '\\')) return malformed();
    while (!rest_.empty()) {
      if (take('\\')) {
        if (!escape(into)) return false;
      } else if (is_name_byte(front())) {
        if (!character(into)) return false;
      } else {
        break;
      }
    }
    return into != "-" || malformed();
  }

  bool quoted(std::string& into) {
    const char quote = front();
    rest_.remove_prefix(1);
    while (!take(quote)) {
      if (rest_.empty()) return malformed();
      if (!(take('\\') ? escape(into) : character(into))) return false;
    }
    return true;
  }

  /// After "[".
  bool attribute() {
    skip_spaces();
    std::string name;
    if (!identifier(name)) return false;
    if (name.starts_with("-ext-") || name.starts_with("-abp-"))
      return refuse(CosmeticRefusal::kProcedural);
    out_ += '[';
    append_name(name, out_);
    skip_spaces();
    if (take(']')) {
      out_ += ']';
      return true;
    }
    const char kind = front();
    if (std::string_view("~|^$*").find(kind) != std::string_view::npos) {
      rest_.remove_prefix(1);
      out_ += kind;
    }
    if (!take('=')) return malformed();
    out_ += '=';
    skip_spaces();
    std::string value;
    const bool read = front() == '"' || front() == '\'' ? quoted(value) : identifier(value);
    if (!read) return false;
    append_quoted(value, out_);
    skip_spaces();
    const char flag = to_lower(front());
    if (flag == 'i' || flag == 's') {
      rest_.remove_prefix(1);
      out_ += ' ';
      out_ += flag;
      skip_spaces();
    }
    if (!take(']')) return malformed();
    out_ += ']';
    return true;
  }

  bool number(std::string& into) {
    std::size_t digits = 0;
    while (digits < rest_.size() && is_digit(rest_[digits])) ++digits;
    if (digits == 0 || digits > 5) return false;
    into += rest_.substr(0, digits);
    rest_.remove_prefix(digits);
    return true;
  }

  /// An+B, without "of".
  bool nth() {
    skip_spaces();
    for (const std::string_view word : {"odd", "even"}) {
      if (!equals_ignoring_case(rest_.substr(0, word.size()), word)) continue;
      rest_.remove_prefix(word.size());
      out_ += word;
      return true;
    }
    if (take('-')) {
      out_ += '-';
    } else {
      take('+');
    }
    const bool counted = number(out_);
    if (!take('n') && !take('N')) return counted || malformed();
    out_ += 'n';
    skip_spaces();
    const char sign = front();
    if (sign != '+' && sign != '-') return true;
    rest_.remove_prefix(1);
    out_ += sign;
    skip_spaces();
    return number(out_) || malformed();
  }

  /// After ":".
  bool pseudo_class(int depth) {
    if (front() == ':') return refuse(CosmeticRefusal::kPseudoElement);
    std::string raw;
    if (!identifier(raw)) return false;
    std::string name = lowered(raw);
    if (name == "-abp-has") name = "has";
    const bool takes = take('(');
    if (holds(kOldElements, name)) return refuse(CosmeticRefusal::kPseudoElement);
    if (name.starts_with("-abp-") || name.starts_with("matches-") || holds(kProcedures, name))
      return refuse(CosmeticRefusal::kProcedural);
    if (holds(kActions, name)) return refuse(CosmeticRefusal::kAction);
    if (!takes) {
      if (!holds(kPlainPseudos, name)) return refuse(CosmeticRefusal::kPseudoClass);
      narrows_ = narrows_ || name != "root";
      out_ += ':';
      out_ += name;
      return true;
    }
    const bool is_nth = holds(kNthPseudos, name);
    const bool is_has = name == "has";
    if (!is_nth && !is_has && name != "not" && name != "is" && name != "where")
      return refuse(CosmeticRefusal::kPseudoClass);
    narrows_ = narrows_ || name != "not";
    if (is_has && inside_has_) return refuse(CosmeticRefusal::kNestedHas);
    if (depth >= kMaxSelectorDepth) return refuse(CosmeticRefusal::kSelectorTooComplex);
    out_ += ':';
    out_ += name;
    out_ += '(';
    const bool around = inside_has_;
    inside_has_ = around || is_has;
    const bool read = is_nth ? nth() : inner_list(depth + 1, is_has);
    inside_has_ = around;
    if (!read) return false;
    skip_spaces();
    if (!take(')')) return malformed();
    out_ += ')';
    return true;
  }

  bool inner_list(int depth, bool relative) {
    bool first = true;
    do {
      if (!first) out_ += ',';
      first = false;
      skip_spaces();
      if (relative && is_combinator(front())) {
        out_ += front();
        rest_.remove_prefix(1);
        skip_spaces();
      }
      if (!complex(depth)) return false;
    } while (take(','));
    return true;
  }

  static bool is_combinator(char c) { return c == '>' || c == '+' || c == '~'; }

  /// Ends before "," or ")" or at the end, blanks taken.
  bool complex(int depth) {
    bool single = true;
    while (true) {
      if (!compound(depth)) return false;
      const bool spaces = skip_spaces();
      const char next = front();
      if (rest_.empty() || next == ',' || next == ')') break;
      single = false;
      if (is_combinator(next)) {
        rest_.remove_prefix(1);
        out_ += next;
        skip_spaces();
      } else if (spaces) {
        out_ += ' ';
      } else {
        return malformed();
      }
      if (!count()) return false;
    }
    if (depth == 0) hides_page_ = single && whole_;
    return true;
  }

  bool compound(int depth) {
    const std::size_t begin = out_.size();
    const bool around = narrows_;
    narrows_ = false;
    std::string type;
    if (take('*')) {
      type = "*";
      out_ += '*';
    } else if (is_name_byte(front()) || front() == '\\') {
      if (!identifier(type)) return false;
      append_name(type, out_);
    }
    if (front() == '|') return malformed();
    bool more = true;
    while (more) {
      if (!count()) return false;
      const char mark = front();
      if (mark == '.' || mark == '#') {
        rest_.remove_prefix(1);
        std::string name;
        if (!identifier(name)) return false;
        out_ += mark;
        append_name(name, out_);
        // The last compound's first key: of what the selector hides, not of what stands around it.
        if (depth == 0 && key_from_ != begin + 1) {
          key_ = mark + name;
          key_from_ = begin + 1;
        }
        narrows_ = true;
      } else if (mark == '[') {
        rest_.remove_prefix(1);
        if (!attribute()) return false;
        narrows_ = true;
      } else if (mark == ':') {
        rest_.remove_prefix(1);
        if (!pseudo_class(depth)) return false;
      } else {
        more = false;
      }
    }
    if (out_.size() == begin) return malformed();
    const std::string lower = lowered(type);
    whole_ = !narrows_ && (lower.empty() || lower == "*" || lower == "html" || lower == "body");
    narrows_ = around;
    return true;
  }

  std::string_view rest_;
  std::string out_;
  std::string key_;
  /// Where the compound that gave the key begins, plus one.
  std::size_t key_from_ = 0;
  int parts_ = 0;
  bool inside_has_ = false;
  /// Whether the compound that is read says more than "everything but".
  bool narrows_ = false;
  bool whole_ = false;
  bool hides_page_ = false;
  CosmeticRefusal refusal_ = CosmeticRefusal::kSelectorMalformed;
};

}  // namespace

std::variant<std::vector<WrittenSelector>, CosmeticRefusal> write_selectors(std::string_view text) {
  if (text.size() > kMaxSelectorBytes) return CosmeticRefusal::kSelectorTooLong;
  return Writer(text).all();
}

}  // namespace volition::filters
