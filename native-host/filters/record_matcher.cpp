// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/record_matcher.hpp"

#include <re2/re2.h>

#include "filters/pattern.hpp"

namespace volition::filters {
namespace {

/// What compiled expressions may take together.
constexpr std::size_t kMaxKeptBytes = std::size_t{96} << 20;
constexpr std::int64_t kRegexMemory = std::int64_t{256} << 10;

/// What one takes, at most a little less: its program, its expression read as a tree, and the
/// states that addresses lead it to.
std::size_t bytes_of(const re2::RE2& regex) {
  constexpr std::size_t kInstruction = 16;
  // RE2 keeps the tree: at most 56 bytes a character, of "^^^^" for example.
  constexpr std::size_t kCharacter = 64;
  constexpr std::size_t kStates = std::size_t{64} << 10;
  return static_cast<std::size_t>(regex.ProgramSize()) * kInstruction +
         regex.pattern().size() * kCharacter + kStates;
}

Party party_of(std::uint16_t flags) { return static_cast<Party>(flags >> kFlagPartyShift & 3U); }

}  // namespace

RecordMatcher::RecordMatcher(const ImageView& view) : view_(view) {}
RecordMatcher::~RecordMatcher() = default;

bool RecordMatcher::extras_fit(const Extras& extras, Subject& subject) {
  if ((extras.methods & subject.methods) == 0 ||
      !set_matches(view_.sets(), extras.domains, subject.page->numbers()))
    return false;
  if (extras.to == kNone32 && extras.denyallow == kNone32) return true;
  if (numbered_ != subject.question) {
    numbered_ = subject.question;
    host_numbers_.clear();
    find_numbers(*subject.address, view_.domains(), view_.entities(), view_.tails(), host_numbers_);
  }
  return set_matches(view_.sets(), extras.to, host_numbers_) &&
         !set_holds(view_.sets(), extras.denyallow, host_numbers_);
}

bool RecordMatcher::regex_matches(std::uint32_t number, const Record& record,
                                  const Subject& subject) {
  const Address& address = subject.address->address();
  if (record.extras < view_.extras().size()) {
    const Extras& extras = view_.extras()[record.extras];
    const std::string_view literal = view_.string(extras.literal, extras.literal_size);
    if (!literal.empty() && address.lower.find(literal) == std::string_view::npos) return false;
  }
  for (std::size_t i = 0; i < kRealmCount; ++i) {
    const RealmView& realm = view_.realm(static_cast<Realm>(i));
    if (number < realm.always.offset || number - realm.always.offset >= realm.always.count)
      continue;
    const auto known = regex_sets_[i].matches(view_, realm, number, address.text, subject.question);
    if (known) return *known;
  }
  return regex_matches_alone(number, record, address.text);
}

bool RecordMatcher::regex_matches_alone(std::uint32_t number, const Record& record,
                                        std::string_view text) {
  auto found = regexes_.find(number);
  if (found == regexes_.end()) {
    if (refused_.contains(number)) return false;
    re2::RE2::Options options;
    options.set_encoding(re2::RE2::Options::EncodingLatin1);
    options.set_case_sensitive((record.flags & kFlagMatchCase) != 0);
    options.set_never_capture(true);
    options.set_log_errors(false);
    options.set_max_mem(kRegexMemory);
    const std::string_view expression = view_.string(record.text, record.text_size);
    auto made =
        std::make_unique<re2::RE2>(re2::StringPiece(expression.data(), expression.size()), options);
    if (!made->ok()) {
      refused_.insert(number);
      return false;
    }
    make_room(bytes_of(*made));
    kept_.push_back(number);
    found = regexes_.emplace(number, std::move(made)).first;
  }
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *found->second);
}

/// Of more than fit, whichever goes is random: were it the oldest, a list that has some more than
/// that would find none of them kept when it asks for them in turn.
void RecordMatcher::make_room(std::size_t bytes) {
  for (; kept_bytes_ + bytes > kMaxKeptBytes && !kept_.empty(); kept_.pop_back()) {
    std::swap(kept_[random_() % kept_.size()], kept_.back());
    const auto gone = regexes_.find(kept_.back());
    kept_bytes_ -= bytes_of(*gone->second);
    regexes_.erase(gone);
  }
  kept_bytes_ += bytes;
}

bool RecordMatcher::pattern_matches(const Record& record, std::size_t token_begin,
                                    const Subject& subject) const {
  switch (static_cast<Shape>(record.flags >> kFlagShapeShift & 3U)) {
    case Shape::kEverything:
      return true;
    case Shape::kRegex:
    case Shape::kHost:
    case Shape::kGlob:
      break;
  }
  const std::string_view text = view_.string(record.text, record.text_size);
  if (text.size() != record.text_size) return false;
  const GlobPattern glob{text, static_cast<Anchor>(record.flags >> kFlagAnchorShift & 3U),
                         (record.flags & kFlagEndsAtEnd) != 0, (record.flags & kFlagMatchCase) != 0,
                         (record.flags & kFlagAligned) != 0 ? kNoPivot : record.token_at};
  const Address& address = subject.address->address();
  if ((record.flags & kFlagAligned) != 0 && token_begin != kNone32)
    return token_begin >= record.token_at &&
           glob_matches_at(glob, address, token_begin - record.token_at);
  return glob_matches(glob, address);
}

bool RecordMatcher::matches(std::uint32_t number, std::size_t token_begin, Subject& subject) {
  if (number >= view_.records().size()) return false;
  const Record& record = view_.records()[number];
  if (!types_fit(record.types, subject)) return false;
  // A text is compared faster than its pages; a regular expression is slower than anything.
  if (static_cast<Shape>(record.flags >> kFlagShapeShift & 3U) == Shape::kRegex)
    return options_fit(record, subject) && regex_matches(number, record, subject);
  return pattern_matches(record, token_begin, subject) && options_fit(record, subject);
}

/// Everything but the pattern.
bool RecordMatcher::options_fit(const Record& record, Subject& subject) {
  if (!types_fit(record.types, subject)) return false;
  if (subject.strength == Strength::kImportant && (record.flags & kFlagImportant) == 0)
    return false;
  if (!party_fits(party_of(record.flags), subject)) return false;
  return record.extras >= view_.extras().size() ||
         extras_fit(view_.extras()[record.extras], subject);
}

}  // namespace volition::filters
