// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// An answer that came as ordinary mail and that the person pasted or dropped. The extension takes
// the mail apart; here it is judged which request it answers, and made inert text. Everything in it
// may be forged: nothing is trusted but the tag, which only who got the request knows.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace volition::requests {

/// Longest text that is kept of an answer, in code points.
constexpr std::size_t kMaxMailText = 20'000;
constexpr std::size_t kMaxMailSender = 320;

/// What the pasted mail says; what it does not say is empty.
struct MailMessage {
  std::string from;
  std::string to;
  std::string subject;
  std::string in_reply_to;
  std::string references;
  std::string text;
};

/// What ties answers to a request.
struct MailTie {
  std::string tag;
  std::optional<std::string> message_id;
  std::optional<std::string> answer_to;
};

enum class TiedBy {
  /// The reference, in the subject or in the text.
  kTag,
  /// In-Reply-To or References name the mail's id.
  kInReplyTo,
  /// It was sent to user+tag@.
  kAddress,
  /// Nothing ties it to any request.
  kNothing,
  /// It carries the reference of another request.
  kForeign,
};

TiedBy tied_by(const MailTie& tie, const MailMessage& message);

/// A mail as inert text.
struct MailAnswer {
  std::string text;
  std::optional<std::string> from;
  enum class Length { kWhole, kShortened } length = Length::kWhole;
};

/// Errors: reply_damaged where no text is left.
Result<MailAnswer> read_mail_answer(const MailMessage& message);

}  // namespace volition::requests
