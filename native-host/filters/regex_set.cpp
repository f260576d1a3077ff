// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/regex_set.hpp"

#include <algorithm>
#include <string>

#include "filters/pattern.hpp"

namespace volition::filters {
namespace {

/// The automaton's states are made as addresses need them.
constexpr std::int64_t kSetMemory = std::int64_t{2} << 20;

}  // namespace

bool begins_at_start(std::string_view expression) {
  if (!expression.starts_with('^')) return false;
  // "^*" may begin anywhere.
  if (expression.size() > 1 && std::string_view("*?{").find(expression[1]) != expression.npos)
    return false;
  int depth = 0;
  for (std::size_t at = 1; at < expression.size(); ++at) {
    const char c = expression[at];
    if (c == '\\') {
      // "\Q…" may hold what looks like a bracket.
      if (at + 1 < expression.size() && expression[at + 1] == 'Q') return false;
      ++at;
    } else if (c == '[') {
      const auto past = past_class(expression, at);
      if (!past) return false;
      at = *past - 1;
    } else if (c == '(') {
      // Flags leave nothing behind: in "^(?i)*" the star is the begin's.
      const std::string_view rest = expression.substr(at);
      if (rest.starts_with("(?") && !rest.starts_with("(?:")) return false;
      ++depth;
    } else if (c == ')') {
      // A bracket that closes nothing would close the one that the set puts around it.
      if (--depth < 0) return false;
    } else if (c == '|' && depth == 0) {
      return false;
    }
  }
  return depth == 0;
}

void RegexSet::compile(const ImageView& image, const RealmView& realm) {
  compiled_ = true;
  places_.assign(realm.always.count, kNone32);
  re2::RE2::Options options;
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  options.set_never_capture(true);
  options.set_log_errors(false);
  options.set_max_mem(kSetMemory);
  auto set = std::make_unique<re2::RE2::Set>(options, re2::RE2::ANCHOR_START);
  for (std::uint32_t i = 0; i < realm.always.count; ++i) {
    const Record& record = image.records()[realm.always.offset + i];
    if (static_cast<Shape>(record.flags >> kFlagShapeShift & 3U) != Shape::kRegex) continue;
    const std::string_view expression = image.string(record.text, record.text_size);
    if (!begins_at_start(expression)) continue;
    const bool match_case = (record.flags & kFlagMatchCase) != 0;
    const std::string written = (match_case ? "(?:" : "(?i:") + std::string(expression) + ")";
    const int place = set->Add(written, nullptr);
    if (place >= 0) places_[i] = static_cast<std::uint32_t>(place);
  }
  if (set->Compile()) set_ = std::move(set);
}

void RegexSet::run(std::string_view text) {
  re2::RE2::Set::ErrorInfo error{};
  set_->Match(re2::StringPiece(text.data(), text.size()), &hits_, &error);
  answered_ = error.kind == re2::RE2::Set::kNoError;
}

std::optional<bool> RegexSet::matches(const ImageView& image, const RealmView& realm,
                                      std::uint32_t record, std::string_view text,
                                      std::uint64_t question) {
  if (!compiled_) compile(image, realm);
  const std::uint32_t index = record - realm.always.offset;
  if (!set_ || record < realm.always.offset || index >= places_.size() || places_[index] == kNone32)
    return std::nullopt;
  if (question != question_) {
    question_ = question;
    run(text);
  }
  if (!answered_) return std::nullopt;
  return std::find(hits_.begin(), hits_.end(), static_cast<int>(places_[index])) != hits_.end();
}

}  // namespace volition::filters
