// SPDX-License-Identifier: GPL-3.0-or-later
// The subject "replies": opening what came back for one request, or saying by name why not.

#include <optional>
#include <string_view>
#include <utility>

#include "app/handlers.hpp"
#include "app/json_shapes.hpp"
#include "app/request_shapes.hpp"
#include "base/encoding.hpp"
#include "requests/reply.hpp"

namespace volition::app {
namespace {

namespace json = boost::json;
using universe::RequestState;

/// The schema's word for a reply that was not opened.
std::string_view refusal_name(ErrorCode code) {
  switch (code) {
    case ErrorCode::kReplyForeign:
      return "foreign";
    case ErrorCode::kReplyLate:
      return "late";
    case ErrorCode::kReplyExcess:
      return "excess";
    case ErrorCode::kReplyRepeated:
      return "repeated";
    default:
      return "damaged";
  }
}

json::object told(const universe::StoredRequest& request,
                  const std::optional<universe::StoredReply>& reply,
                  std::optional<std::string_view> refused) {
  json::object result = holding_request(request);
  result["reply"] = reply ? json::value(shape_of_reply(*reply)) : json::value(nullptr);
  result["refused"] = refused ? json::value(*refused) : json::value(nullptr);
  return result;
}

/// Why nothing can be opened without looking at the answer at all.
std::optional<std::string_view> closed_name(const universe::StoredRequest& request) {
  if (request.state == RequestState::kWithdrawn) return "gone";
  if (request.keys.empty()) return "late";
  return std::nullopt;
}

std::optional<std::string_view> state_name(requests::MailboxState state) {
  switch (state) {
    case requests::MailboxState::kReplies:
      return std::nullopt;
    case requests::MailboxState::kNotYet:
      return "not_yet";
    case requests::MailboxState::kGone:
      return "gone";
    case requests::MailboxState::kOtherStatus:
      return "status";
  }
  return "status";
}

struct Opened {
  /// The newest reply that was opened now.
  std::optional<universe::StoredReply> reply;
  /// The first refusal; that a reply was opened before is told only where nothing else is.
  std::optional<std::string_view> refused;
};

Opened take_in(const requests::MailboxReading& reading, Day today,
               universe::StoredRequest& request) {
  Opened opened;
  bool repeated = false;
  for (const Result<requests::Reply>& reply : reading.replies) {
    if (reply) {
      opened.reply = stored_reply(*reply, today);
      request.replies.push_back(*opened.reply);
    } else if (reply.error().code == ErrorCode::kReplyRepeated) {
      repeated = true;
    } else if (!opened.refused) {
      opened.refused = refusal_name(reply.error().code);
    }
  }
  if (!opened.reply && !opened.refused && repeated) opened.refused = "repeated";
  return opened;
}

}  // namespace

Answered replies_open(Context& context, const protocol::RepliesOpen& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto id = id_of(params.id);
  if (!id) return id.error();
  auto request = (*universe)->get_request(*id);
  if (!request) return request.error();
  if (const auto closed = closed_name(*request)) return told(*request, std::nullopt, closed);
  auto kept = kept_of(*request);
  if (!kept) return kept.error();
  const std::int64_t now = context.clock().utc_seconds();
  requests::MailboxAnswer answer;
  answer.status = static_cast<int>(params.answer.status);
  answer.content_type = params.answer.content_type;
  answer.body = as_bytes(params.answer.body);
  const auto reading = requests::open_mailbox(*kept, answer, now);
  if (!reading) return told(*request, std::nullopt, refusal_name(reading.error().code));
  if (const auto name = state_name(reading->state)) return told(*request, std::nullopt, name);
  const Opened opened = take_in(*reading, context.clock().today(), *request);
  if (opened.reply) {
    request->state = RequestState::kAnswered;
    request->remaining = kept->remaining();
  }
  const bool closed = requests::close_when_over(*kept, now);
  if (opened.reply || closed) {
    request->keys = keys_of(*kept);
    if (const Status done = (*universe)->update_request(*request); !done) return done.error();
  }
  if (opened.reply && request->intention_id) {
    const auto answered = (*universe)->mark_answered(*request->intention_id);
    // The intention may be forgotten while its request still stands.
    if (!answered && answered.error().code != ErrorCode::kNotFound) return answered.error();
  }
  return told(*request, opened.reply, opened.refused);
}

}  // namespace volition::app
