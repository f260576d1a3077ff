// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The sentences of a request by mail, in the language that the brand is written to. Only what the
// person switched on is said; what they wrote themselves stands as they wrote it.

#include <optional>
#include <string>
#include <string_view>

#include "base/day.hpp"
#include "requests/draft.hpp"

namespace volition::requests {

enum class Language { kEnglish, kFrench };
std::optional<Language> parse_language(std::string_view name);

/// What the sentences around the person's own words need to know.
struct MailFrame {
  Kind kind = Kind::kAsk;
  Terms terms = Terms::kServiceOnly;
  int max_replies = 1;
  Day until;
  /// With its mark: "vo-…".
  std::string reference;
  /// Where the answer is asked to go, if anywhere but to the sender.
  std::optional<std::string> answer_to;
};

/// One line, the reference in brackets at its end.
std::string mail_subject(Language language, const MailFrame& frame, const Fields& fields);

/// The whole text, lines ended by a line feed, the last one not.
std::string mail_body(Language language, const MailFrame& frame, const Fields& fields);

/// "5 December 2026", « 5 décembre 2026 », « 1er décembre 2026 ».
std::string day_in_words(Language language, Day day);

}  // namespace volition::requests
