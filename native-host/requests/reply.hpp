// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Opening what a brand answered to one request (WIRE.md §5 and §6). Everything here comes from a
// stranger; what is opened becomes inert text and nothing else.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "requests/kept.hpp"

namespace volition::requests {

constexpr std::string_view kRepliesMediaType = "application/customer-replies+json";
constexpr std::string_view kReplyTyp = "customer-reply+jwt";
constexpr std::size_t kMaxMailboxBytes = 262'144;

enum class ReplyKind { kOffer, kAccept, kText };
/// "Offer", "AcceptAction", "text".
std::string_view reply_kind_name(ReplyKind kind);

/// One reply, as text for people. Control characters and bidirectional overrides are gone.
struct Reply {
  ReplyKind kind = ReplyKind::kText;
  /// Empty where the brand said nothing.
  std::string text;
  std::optional<std::string> name;
  std::optional<Money> price;
  /// ASCII, https, judged by judge_address: shown in full, opened only by a press.
  std::optional<std::string> address;
  std::optional<Day> valid_until;

  friend bool operator==(const Reply&, const Reply&) = default;
};

/// The mailbox's answer, as the browser gave it.
struct MailboxAnswer {
  int status = 0;
  std::string_view content_type;
  /// The body's bytes.
  ByteView body;
};

enum class MailboxState {
  /// 200: `replies` holds one result for each entry.
  kReplies,
  /// 202: the request is there, no reply yet.
  kNotYet,
  /// 410, and 404: closed or unknown.
  kGone,
  /// Any other status.
  kOtherStatus,
};

struct MailboxReading {
  MailboxState state = MailboxState::kNotYet;
  /// In the mailbox's order. Each reply, or why not: reply_damaged, reply_foreign, reply_late,
  /// reply_excess, reply_repeated (also one that was opened at an earlier press: a mailbox lists
  /// all replies so far).
  std::vector<Result<Reply>> replies;
};

/// Opens what is new, and notes it in `kept.seen`; the caller stores `kept` again, in one step with
/// the replies. Where the time to answer is over, everything is reply_late. Errors: reply_damaged
/// where a 200 is no list of replies (type, size, form).
Result<MailboxReading> open_mailbox(Kept& kept, const MailboxAnswer& answer, std::int64_t now);

/// One sealed reply, in the order of WIRE.md §6. Errors as in MailboxReading.
Result<Reply> open_reply(Kept& kept, ByteView sealed, std::int64_t now);

}  // namespace volition::requests
