// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/regex_tree.hpp"

#include <cstddef>
#include <utility>

#include "filters/text.hpp"

namespace volition::filters {
namespace {

using Node = RegexNode;
using NodePtr = std::unique_ptr<Node>;
using Set = LetterSet;

constexpr int kNoEnd = kRegexNoEnd;
constexpr int kMaxDepth = 100;

NodePtr make(Node::Kind kind) {
  auto node = std::make_unique<Node>();
  node->kind = kind;
  return node;
}

void add_char(Set& set, char c) {
  const auto code = static_cast<unsigned char>(c);
  if (code >= set.size()) return;
  set.set(code);
  if (to_lower(c) >= 'a' && to_lower(c) <= 'z') set.set(code ^ 0x20U);
}

void add_range(Set& set, char first, char last) {
  for (int code = first; code <= last; ++code) add_char(set, static_cast<char>(code));
}

/// "\d", "\W" and their kind; false where the letter names no class.
bool add_class(Set& set, char letter) {
  Set named;
  switch (to_lower(letter)) {
    case 'd':
      add_range(named, '0', '9');
      break;
    case 'w':
      add_range(named, '0', '9');
      add_range(named, 'a', 'z');
      add_char(named, '_');
      break;
    case 's':
      for (const char c : {' ', '\t', '\n', '\f', '\r', '\v'}) add_char(named, c);
      break;
    default:
      return false;
  }
  set |= letter == to_lower(letter) ? named : ~named;
  return true;
}

/// Reads what RE2 has taken already, so that only its meaning is asked for; what is written in a
/// way that lists do not use makes `strange`.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  NodePtr read() {
    NodePtr whole = read_choice(0);
    strange_ |= at_ != text_.size();
    return whole;
  }
  bool strange() const { return strange_; }

 private:
  bool ended() const { return at_ >= text_.size(); }
  bool take(std::string_view what) {
    if (!text_.substr(at_).starts_with(what)) return false;
    at_ += what.size();
    return true;
  }

  NodePtr read_choice(int depth) {
    NodePtr choice = make(Node::Kind::kOne);
    do {
      NodePtr row = make(Node::Kind::kAll);
      while (!ended() && text_[at_] != '|' && text_[at_] != ')' && !strange_)
        row->parts.push_back(read_repeated(depth));
      choice->parts.push_back(std::move(row));
    } while (!strange_ && take("|"));
    if (choice->parts.size() > 1) return choice;
    NodePtr only = std::move(choice->parts.front());
    return only;
  }

  NodePtr read_repeated(int depth) {
    NodePtr one = read_one(depth);
    while (!ended()) {
      int least = 0;
      int most = kNoEnd;
      if (take("?")) {
        most = 1;
      } else if (take("+")) {
        least = 1;
      } else if (!take("*") && !take_count(least, most)) {
        break;
      }
      take("?");
      NodePtr repeat = make(Node::Kind::kRepeat);
      repeat->least = least;
      repeat->most = most;
      repeat->parts.push_back(std::move(one));
      one = std::move(repeat);
    }
    return one;
  }

  bool take_count(int& least, int& most) {
    const std::size_t begin = at_;
    if (!take("{") || !take_number(least)) return at_ = begin, false;
    most = least;
    if (take(",")) {
      most = kNoEnd;
      if (!ended() && text_[at_] != '}' && !take_number(most)) return at_ = begin, false;
    }
    if (!take("}")) return at_ = begin, false;
    return true;
  }

  bool take_number(int& number) {
    if (ended() || !is_digit(text_[at_])) return false;
    constexpr int kMost = 100'000;
    for (number = 0; !ended() && is_digit(text_[at_]); ++at_) {
      number = number * 10 + (text_[at_] - '0');
      if (number > kMost) return false;
    }
    return true;
  }

  NodePtr read_one(int depth) {
    const char c = text_[at_++];
    NodePtr set = make(Node::Kind::kSet);
    switch (c) {
      case '(':
        return read_group(depth);
      case '^':
      case '$':
        return make(Node::Kind::kEmpty);
      case '.':
        set->set.set();
        return set;
      case '[':
        read_class(set->set);
        return set;
      case '\\':
        return read_escape();
      default:
        add_char(set->set, c);
        return set;
    }
  }

  NodePtr read_group(int depth) {
    if (depth >= kMaxDepth) return strange_ = true, make(Node::Kind::kEmpty);
    if (take("?")) {
      if (take("P<") || take("<")) {
        while (!ended() && text_[at_] != '>') ++at_;
        strange_ |= !take(">");
      } else if (!take(":")) {
        // Flags of its own, such as "(?s:": none stands in a list.
        strange_ = true;
      }
    }
    NodePtr group = read_choice(depth + 1);
    strange_ |= !take(")");
    return group;
  }

  NodePtr read_escape() {
    NodePtr set = make(Node::Kind::kSet);
    if (ended()) return strange_ = true, std::move(set);
    const char c = text_[at_++];
    if (c == 'b' || c == 'B') return make(Node::Kind::kEmpty);
    if (!add_class(set->set, c)) add_char(set->set, escaped(c));
    return set;
  }

  char escaped(char c) {
    switch (c) {
      case 'n':
        return '\n';
      case 't':
        return '\t';
      case 'r':
        return '\r';
      case 'f':
        return '\f';
      case 'v':
        return '\v';
      default:
        // "\x2f", "\pL", "\Q": not in lists.
        strange_ |= is_alnum(c);
        return c;
    }
  }

  void read_class(Set& set) {
    const bool negated = take("^");
    for (bool first = true; !ended() && (first || text_[at_] != ']'); first = false) {
      if (take("[:")) {
        strange_ = true;
        return;
      }
      bool is_class = false;
      const char from = read_class_char(set, is_class);
      if (is_class) continue;
      if (at_ + 1 < text_.size() && text_[at_] == '-' && text_[at_ + 1] != ']') {
        ++at_;
        const char to = read_class_char(set, is_class);
        if (!is_class) add_range(set, from, to);
      }
      add_char(set, from);
    }
    strange_ |= !take("]");
    if (negated) set.flip();
  }

  char read_class_char(Set& set, bool& is_class) {
    const char c = text_[at_++];
    if (c != '\\' || ended()) return c;
    const char next = text_[at_++];
    is_class = add_class(set, next);
    return next == 'b' ? '\b' : is_class ? next : escaped(next);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool strange_ = false;
};

}  // namespace

std::unique_ptr<RegexNode> read_regex(std::string_view expression) {
  Reader reader(expression);
  NodePtr whole = reader.read();
  return reader.strange() ? nullptr : std::move(whole);
}

}  // namespace volition::filters
