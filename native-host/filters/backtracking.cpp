// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/backtracking.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "filters/regex_tree.hpp"

namespace volition::filters {
namespace {

using Node = RegexNode;
using NodePtr = std::unique_ptr<Node>;
using Set = LetterSet;

constexpr int kNoEnd = kRegexNoEnd;
/// More repeated positions are judged slow: no list needs them.
constexpr std::size_t kMaxPositions = 64;
/// A repetition that is counted, all those around it multiplied, tries so often at most that it
/// needs no look; one letter repeated more often than this counts as open.
constexpr int kFew = 8;
constexpr int kMany = 32;

bool is_nullable(const Node& node) {
  switch (node.kind) {
    case Node::Kind::kEmpty:
      return true;
    case Node::Kind::kSet:
      return false;
    case Node::Kind::kAll:
      for (const NodePtr& part : node.parts)
        if (!is_nullable(*part)) return false;
      return true;
    case Node::Kind::kOne:
      for (const NodePtr& part : node.parts)
        if (is_nullable(*part)) return true;
      return false;
    case Node::Kind::kRepeat:
      return node.least == 0 || is_nullable(*node.parts.front());
  }
  return true;
}

/// What it may begin with; of everything in it where `all` says so.
enum class Which { kFirst, kAll };
Set letters_of(const Node& node, Which which) {
  Set out = node.set;
  for (const NodePtr& part : node.parts) {
    out |= letters_of(*part, which);
    if (which == Which::kFirst && node.kind == Node::Kind::kAll && !is_nullable(*part)) break;
  }
  return out;
}

/// The positions of a loop's body, which follows which, and whether one address can go round it in
/// two ways.
class Loop {
 public:
  /// Whether going round `body` again and again is ambiguous.
  static bool is_ambiguous(const Node& body) {
    Loop loop;
    const Part whole = loop.add(body);
    if (loop.too_many_ || whole.nullable) return true;
    loop.connect(whole.last, whole.first);
    return loop.twice_ || loop.splits();
  }

 private:
  using Places = std::uint64_t;
  struct Part {
    Places first = 0;
    Places last = 0;
    bool nullable = true;
  };

  void connect(Places from, Places to) {
    for (std::size_t i = 0; i < sets_.size(); ++i) {
      if ((from >> i & 1U) == 0) continue;
      // The same step in two ways: that doubles with each round.
      twice_ |= (follow_[i] & to) != 0;
      follow_[i] |= to;
    }
  }

  Part follow_up(const Part& left, const Part& right) {
    connect(left.last, right.first);
    return {left.nullable ? left.first | right.first : left.first,
            right.nullable ? left.last | right.last : right.last, left.nullable && right.nullable};
  }

  Part add(const Node& node) {
    Part out;
    switch (node.kind) {
      case Node::Kind::kEmpty:
        return out;
      case Node::Kind::kSet: {
        if (sets_.size() == kMaxPositions) return too_many_ = true, out;
        const Places here = Places{1} << sets_.size();
        sets_.push_back(node.set);
        follow_.push_back(0);
        return {here, here, false};
      }
      case Node::Kind::kAll:
        for (const NodePtr& part : node.parts) out = follow_up(out, add(*part));
        return out;
      case Node::Kind::kOne:
        out.nullable = false;
        for (const NodePtr& part : node.parts) {
          const Part one = add(*part);
          twice_ |= out.nullable && one.nullable;
          out = {out.first | one.first, out.last | one.last, out.nullable || one.nullable};
        }
        return out;
      case Node::Kind::kRepeat:
        return add_repeat(node);
    }
    return out;
  }

  Part add_repeat(const Node& node) {
    const Node& body = *node.parts.front();
    Part out;
    if (node.most == 0) return out;
    for (int i = 1; i < node.least && !too_many_; ++i) out = follow_up(out, add(body));
    if (node.most == kNoEnd || node.most - node.least > static_cast<int>(kMaxPositions)) {
      Part loop = add(body);
      twice_ |= loop.nullable;
      connect(loop.last, loop.first);
      loop.nullable |= node.least == 0;
      return follow_up(out, loop);
    }
    // x(x(x)?)?: each further one only after the one before.
    Part all = out;
    Part last = out;
    const int rest = node.most - (node.least > 0 ? node.least - 1 : 0);
    for (int i = 0; i < rest && !too_many_; ++i) {
      const Part one = add(body);
      twice_ |= one.nullable && rest > 1;
      const bool must = i == 0 && node.least > 0;
      if (i == 0) {
        connect(all.last, one.first);
        all = {all.nullable ? all.first | one.first : all.first,
               must && !one.nullable ? one.last : all.last | one.last,
               all.nullable && (!must || one.nullable)};
      } else {
        connect(last.last, one.first);
        all.last |= one.last;
      }
      last = one;
    }
    return all;
  }

  /// Two walks that begin at one place, read the same, part, and meet again.
  bool splits() const {
    const std::size_t count = sets_.size();
    std::vector<Places> alike(count, 0);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = 0; j < count; ++j)
        if ((sets_[i] & sets_[j]).any()) alike[i] |= Places{1} << j;
    }
    std::vector<Places> before(count, 0);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = 0; j < count; ++j)
        if ((follow_[i] >> j & 1U) != 0) before[j] |= Places{1} << i;
    }
    const auto there = walk(follow_, alike);
    const auto back = walk(before, alike);
    for (std::size_t i = 0; i < count; ++i) {
      if ((there[i] & back[i] & ~(Places{1} << i)) != 0) return true;
    }
    return false;
  }

  /// For each place of one walk, where the other can be, once both were at one place.
  std::vector<Places> walk(const std::vector<Places>& steps,
                           const std::vector<Places>& alike) const {
    const std::size_t count = sets_.size();
    std::vector<Places> seen(count, 0);
    std::vector<std::pair<std::size_t, std::size_t>> waiting;
    const auto visit = [&](std::size_t one, std::size_t other) {
      if ((seen[one] >> other & 1U) != 0) return;
      seen[one] |= Places{1} << other;
      waiting.emplace_back(one, other);
    };
    for (std::size_t i = 0; i < count; ++i) visit(i, i);
    while (!waiting.empty()) {
      const auto [one, other] = waiting.back();
      waiting.pop_back();
      for (std::size_t i = 0; i < count; ++i) {
        if ((steps[one] >> i & 1U) == 0) continue;
        for (Places next = steps[other] & alike[i]; next != 0; next &= next - 1)
          visit(i, static_cast<std::size_t>(std::countr_zero(next)));
      }
    }
    return seen;
  }

  std::vector<Set> sets_;
  std::vector<Places> follow_;
  bool twice_ = false;
  bool too_many_ = false;
};

/// Whether a repetition anywhere in it can be gone round in two ways. `times`: how often what is
/// around it repeats it.
bool has_ambiguous_loop(const Node& node, int times) {
  int inside = times;
  if (node.kind == Node::Kind::kRepeat && node.most > 1) {
    inside = node.most > kFew ? kNoEnd : times > kFew ? kNoEnd : times * node.most;
    const Node& body = *node.parts.front();
    if (inside > kFew && body.kind != Node::Kind::kSet && Loop::is_ambiguous(body)) return true;
  }
  for (const NodePtr& part : node.parts) {
    if (has_ambiguous_loop(*part, inside)) return true;
  }
  return false;
}

using Row = std::vector<const Node*>;

/// The parts in their order, groups opened.
void lay_out(const Node& node, Row& row) {
  if (node.kind != Node::Kind::kAll) {
    row.push_back(&node);
    return;
  }
  for (const NodePtr& part : node.parts) lay_out(*part, row);
}

/// Whether what comes next may be one of these letters.
bool may_go_on_with(const Set& letters, const Row& row, std::size_t next) {
  for (; next < row.size(); ++next) {
    if ((letters_of(*row[next], Which::kFirst) & letters).any()) return true;
    if (!is_nullable(*row[next])) return false;
  }
  return false;
}

/// Repetitions that may end at several places, because what comes next, in the end `after`, may be
/// part of them too.
int open_loops(const Node& node, const Row& after) {
  if (node.kind == Node::Kind::kOne) {
    int most = 0;
    for (const NodePtr& part : node.parts) most = std::max(most, open_loops(*part, after));
    return most;
  }
  Row row;
  lay_out(node, row);
  const std::size_t own = row.size();
  row.insert(row.end(), after.begin(), after.end());
  int open = 0;
  for (std::size_t i = 0; i < own; ++i) {
    const Node& part = *row[i];
    const bool is_repeat = part.kind == Node::Kind::kRepeat;
    if (!is_repeat && part.kind != Node::Kind::kOne) continue;
    // A few parts say what comes next; more would only make this slow.
    constexpr std::size_t kLookAhead = 8;
    const Row rest(
        row.begin() + static_cast<std::ptrdiff_t>(i) + 1,
        row.begin() + static_cast<std::ptrdiff_t>(std::min(row.size(), i + 1 + kLookAhead)));
    open += open_loops(is_repeat ? *part.parts.front() : part, rest);
    if (is_repeat && part.most > kMany && may_go_on_with(letters_of(part, Which::kAll), row, i + 1))
      ++open;
  }
  return open;
}

}  // namespace

bool may_backtrack_without_end(std::string_view expression) {
  const NodePtr whole = read_regex(expression);
  if (whole == nullptr || has_ambiguous_loop(*whole, 1)) return true;
  // Without "^" it is tried from every place of the address.
  const int begins = expression.starts_with('^') ? 0 : 1;
  return begins + open_loops(*whole, {}) > kMaxOpenLoops;
}

}  // namespace volition::filters
