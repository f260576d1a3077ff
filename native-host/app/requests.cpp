// SPDX-License-Identifier: GPL-3.0-or-later
// The subject "requests", until one is sealed: descriptor, draft, seal. requests_kept.cpp has what
// follows.

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <string>
#include <utility>

#include "app/handlers.hpp"
#include "app/json_shapes.hpp"
#include "app/request_shapes.hpp"
#include "app/said_elsewhere.hpp"
#include "base/encoding.hpp"
#include "requests/seal.hpp"

namespace volition::app {
namespace {

namespace json = boost::json;

/// The last second of a day wherever on earth the person is (UTC−12): the brand is never told a
/// moment before the one the person reads, and an end of day in local time would tell every brand
/// the same time zone.
std::int64_t end_of_day(Day day) {
  constexpr std::int64_t kSecondsPerDay = 86'400;
  constexpr std::int64_t kFurthestWest = std::int64_t{12} * 3'600;
  return (std::int64_t{day.number} + 1) * kSecondsPerDay + kFurthestWest - 1;
}

Result<requests::Wish> wish_of(const protocol::RequestsDraft& params) {
  const auto kind = requests::parse_kind(params.kind);
  const auto terms = requests::parse_terms(params.terms);
  if (!kind || !terms) return Error(ErrorCode::kInvalidParams, "params");
  requests::Wish wish;
  wish.kind = *kind;
  wish.fields = fields_of(params.fields);
  wish.max_replies = static_cast<int>(params.max_replies);
  wish.until = end_of_day(params.until);
  wish.terms = *terms;
  return wish;
}

}  // namespace

Answered requests_descriptor(Context& context, const protocol::RequestsDescriptor& params) {
  const auto descriptor = requests::judge_descriptor(params.brand, descriptor_answer(params.answer),
                                                     context.clock().utc_seconds());
  if (!descriptor) return descriptor.error();
  json::array accepts;
  for (const requests::Kind kind : descriptor->accepts) {
    accepts.push_back(json::value(requests::kind_name(kind)));
  }
  json::array agreements;
  for (const std::string& agreement : descriptor->agreements) {
    agreements.push_back(json::value(agreement));
  }
  json::object result;
  result["brand"] = descriptor->brand;
  result["organization"] = descriptor->organization;
  result["origin"] = descriptor->origin;
  result["endpoint"] = descriptor->endpoint;
  result["accepts"] = std::move(accepts);
  result["agreements"] = std::move(agreements);
  result["retention"] = or_null(descriptor->retention);
  result["expires"] = descriptor->expires;
  return result;
}

Answered requests_draft(Context& context, const protocol::RequestsDraft& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  std::optional<universe::Id> intention_id;
  if (params.intention_id) {
    const auto intention = id_of(*params.intention_id);
    if (!intention) return intention.error();
    // A draft about something that is not there any more is refused now, not when it is sent.
    if (const auto known = (*universe)->get(*intention); !known) return known.error();
    intention_id = *intention;
  }
  const std::int64_t now = context.clock().utc_seconds();
  const auto descriptor =
      requests::judge_descriptor(params.brand, descriptor_answer(params.answer), now);
  if (!descriptor) return descriptor.error();
  const auto wish = wish_of(params);
  if (!wish) return wish.error();
  auto draft = requests::make_draft(*descriptor, *wish, now);
  if (!draft) return draft.error();
  const auto warnings = said_elsewhere(**universe, draft->to.brand, draft->rows);
  if (!warnings) return warnings.error();
  const HeldDraft& held = context.drafts().hold(std::move(*draft), intention_id, params.until);
  json::object result;
  result["draft_id"] = universe::format_id(held.id);
  result["brand"] = held.draft.to.brand;
  result["organization"] = held.draft.to.organization;
  result["endpoint"] = held.draft.to.endpoint;
  result["key_id"] = held.draft.to.hpke.kid;
  result["exact"] = held.draft.payload;
  result["rows"] = shapes_of_rows(held.draft.rows);
  result["wire_bytes"] = held.draft.wire_bytes;
  result["approve"] = to_hex(held.draft.approve);
  result["warnings"] = shapes_of_warnings(*warnings);
  return result;
}

Answered requests_seal(Context& context, const protocol::RequestsSeal& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto draft_id = id_of(params.draft_id);
  if (!draft_id) return draft_id.error();
  const HeldDraft* held = context.drafts().find(*draft_id);
  if (held == nullptr) return ErrorCode::kUnknownDraft;
  const auto approve = from_hex(params.approve);
  if (!approve) return Error(ErrorCode::kInvalidParams, "params.approve");
  const auto kept = requests::seal_draft(held->draft, *approve, context.clock().utc_seconds());
  if (!kept) return kept.error();
  universe::StoredRequest request;
  request.id = universe::new_id();
  request.brand = held->draft.to.brand;
  request.organization = held->draft.to.organization;
  request.intention_id = held->intention_id;
  request.kind = requests::kind_name(held->draft.kind);
  request.state = universe::RequestState::kSealed;
  request.made_on = context.clock().today();
  request.until = held->until;
  request.max_replies = kept->max_replies;
  request.remaining = kept->remaining();
  request.mailbox = kept->mailbox;
  request.terms = requests::terms_name(held->draft.terms);
  request.receipt = to_hex(kept->receipt());
  request.content = content_of(held->draft.payload, held->draft.to.endpoint);
  request.keys = keys_of(*kept);
  if (const Status done = (*universe)->put_request(request); !done) return done.error();
  if (held->intention_id) {
    const auto asked = (*universe)->mark_asked(*held->intention_id);
    if (!asked) return asked.error();
  }
  json::object result = holding_request(request);
  result["post"] = post_of(*kept);
  return result;
}

}  // namespace volition::app
