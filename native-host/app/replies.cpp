// SPDX-License-Identifier: GPL-3.0-or-later
// The subject "replies": opening what came back for one request, or saying by name why not.

#include <boost/json/array.hpp>
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
    default:
      return "damaged";
  }
}

/// The schema's word for a mailbox that lists no replies.
std::string_view state_name(requests::MailboxState state) {
  switch (state) {
    case requests::MailboxState::kReplies:
      return "nothing_new";
    case requests::MailboxState::kNotYet:
      return "not_yet";
    case requests::MailboxState::kGone:
      return "gone";
    case requests::MailboxState::kOtherStatus:
      return "status";
  }
  return "status";
}

/// What came of one answer.
struct Outcome {
  std::string_view state;
  json::array opened;
  json::array refused;
};

json::object told(const universe::StoredRequest& request, Outcome outcome) {
  json::object result = holding_request(request);
  result["state"] = outcome.state;
  result["opened"] = std::move(outcome.opened);
  result["refused"] = std::move(outcome.refused);
  return result;
}

/// Puts what was opened into the request. What was opened at an earlier press is passed over in
/// silence.
Outcome take_in(const requests::MailboxReading& reading, Day today,
                universe::StoredRequest& request) {
  Outcome outcome;
  for (const Result<requests::Reply>& reply : reading.replies) {
    if (reply) {
      request.replies.push_back(stored_reply(*reply, today));
      outcome.opened.push_back(shape_of_reply(request.replies.back()));
    } else if (reply.error().code != ErrorCode::kReplyRepeated) {
      outcome.refused.push_back(json::value(refusal_name(reply.error().code)));
    }
  }
  outcome.state = outcome.opened.empty() ? state_name(reading.state) : "opened";
  return outcome;
}

}  // namespace

Answered replies_open(Context& context, const protocol::RepliesOpen& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto id = id_of(params.id);
  if (!id) return id.error();
  auto request = (*universe)->get_request(*id);
  if (!request) return request.error();
  auto kept = kept_of(*request);
  if (!kept) {
    // Withdrawn, or its time to answer is over: nothing can be opened, whatever came.
    if (kept.error().code == ErrorCode::kRequestClosed) return told(*request, {"gone", {}, {}});
    return kept.error();
  }
  const std::int64_t now = context.clock().utc_seconds();
  requests::MailboxAnswer answer;
  answer.status = static_cast<int>(params.answer.status);
  answer.content_type = params.answer.content_type;
  answer.body = as_bytes(params.answer.body);
  const auto reading = requests::open_mailbox(*kept, answer, now);
  if (!reading) return told(*request, {"damaged", {}, {}});
  Outcome outcome = take_in(*reading, context.clock().today(), *request);
  const bool opened = !outcome.opened.empty();
  if (opened) {
    request->state = RequestState::kAnswered;
    request->remaining = kept->remaining();
  }
  const bool closed = requests::close_when_over(*kept, now);
  if (opened || closed) {
    request->keys = keys_of(*kept);
    if (const Status done = (*universe)->update_request(*request); !done) return done.error();
  }
  if (opened && request->intention_id) {
    const auto answered = (*universe)->mark_answered(*request->intention_id);
    // The intention may be forgotten while its request still stands.
    if (!answered && answered.error().code != ErrorCode::kNotFound) return answered.error();
  }
  return told(*request, std::move(outcome));
}

}  // namespace volition::app
