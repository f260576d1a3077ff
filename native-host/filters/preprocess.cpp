// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/preprocess.hpp"

#include <algorithm>

#include "filters/parse.hpp"
#include "filters/text.hpp"

namespace volition::filters {
namespace {

constexpr int kMaxDepth = 16;

/// or := and ("||" and)* ; and := unary ("&&" unary)* ; unary := "!" unary | "(" or ")" | name
class Condition {
 public:
  Condition(std::string_view text, Target target) : rest_(text), target_(target) {}

  bool value() {
    const bool answer = any(0);
    rest_ = trim(rest_);
    return answer && !failed_ && rest_.empty();
  }

 private:
  bool take(std::string_view token) {
    rest_ = trim(rest_);
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  bool any(int depth) {
    bool answer = all(depth);
    while (take("||")) answer = all(depth) || answer;
    return answer;
  }

  bool all(int depth) {
    bool answer = unary(depth);
    while (take("&&")) answer = unary(depth) && answer;
    return answer;
  }

  bool unary(int depth) {
    if (depth > kMaxDepth || failed_) {
      failed_ = true;
      return false;
    }
    if (take("!")) return !unary(depth + 1);
    if (take("(")) {
      const bool answer = any(depth + 1);
      if (!take(")")) failed_ = true;
      return answer;
    }
    rest_ = trim(rest_);
    std::size_t end = 0;
    while (end < rest_.size() && (is_alnum(rest_[end]) || rest_[end] == '_')) ++end;
    if (end == 0) failed_ = true;
    const std::string_view name = rest_.substr(0, end);
    rest_.remove_prefix(end);
    if (name == "true" || name == "env_mv3") return true;
    if (name == "env_chromium") return target_ == Target::kChromium;
    return name == "env_firefox" && target_ == Target::kFirefox;
  }

  std::string_view rest_;
  Target target_;
  bool failed_ = false;
};

/// Whether the comma-separated `names` hold one that stands for us.
bool names_us(std::string_view names, Target target) {
  while (!names.empty()) {
    const std::size_t end = names.find(',');
    const std::string_view name = trim(names.substr(0, end));
    names = end == std::string_view::npos ? std::string_view() : names.substr(end + 1);
    if (target == Target::kChromium ? name == "ext_chromium" || name == "ext_chromium_mv3"
                                    : name == "ext_ff")
      return true;
  }
  return false;
}

}  // namespace

bool evaluate_condition(std::string_view condition, Target target) {
  return Condition(condition, target).value();
}

bool hint_excludes(std::string_view hint, Target target) {
  const std::size_t open = hint.find("PLATFORM(");
  if (open == std::string_view::npos) return false;
  const std::size_t begin = open + 9;
  const std::size_t close = hint.find(')', begin);
  if (close == std::string_view::npos) return false;
  const bool us = names_us(hint.substr(begin, close - begin), target);
  const bool negated = open >= 4 && hint.substr(open - 4, 4) == "NOT_";
  return negated ? us : !us;
}

Preprocessor::Fate Preprocessor::judge(std::string_view line) {
  if (line.starts_with("!#")) return judge_directive(line.substr(2));
  if (!active()) return line.empty() || line.starts_with('!') ? Fate::kDirective : Fate::kLeaveOut;
  if (line.starts_with("!+")) {
    hint_leaves_out_ = hint_excludes(line.substr(2), target_);
    return Fate::kDirective;
  }
  if (hint_leaves_out_ && !line.empty() && !line.starts_with('!')) {
    hint_leaves_out_ = false;
    return Fate::kLeaveOut;
  }
  return Fate::kUse;
}

Preprocessor::Fate Preprocessor::judge_directive(std::string_view line) {
  if (line.starts_with("if ")) {
    const bool parent = active();
    levels_.push_back({parent && evaluate_condition(line.substr(3), target_), parent});
  } else if (line.starts_with("else") && !levels_.empty()) {
    levels_.back().active = levels_.back().parent_active && !levels_.back().active;
  } else if (line.starts_with("endif") && !levels_.empty()) {
    levels_.pop_back();
  } else if (line.starts_with("include") && active()) {
    return Fate::kInclude;
  }
  return Fate::kDirective;
}

}  // namespace volition::filters
