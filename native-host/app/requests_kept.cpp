// SPDX-License-Identifier: GPL-3.0-or-later
// The subject "requests", once one is sealed and stored: what became of it, sending it again,
// taking it back.

#include <boost/json/array.hpp>
#include <utility>

#include "app/handlers.hpp"
#include "app/json_shapes.hpp"
#include "app/request_shapes.hpp"
#include "requests/withdraw.hpp"

namespace volition::app {
namespace {

namespace json = boost::json;
using universe::RequestState;

Result<universe::StoredRequest> stored(Context& context, std::string_view id_text) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto id = id_of(id_text);
  if (!id) return id.error();
  return (*universe)->get_request(*id);
}

/// Whether the same bytes may go out: before it is known that they arrived, and not after an
/// answer.
bool may_be_posted(const universe::StoredRequest& request) {
  return request.state == RequestState::kSealed || request.state == RequestState::kUnknown;
}

/// What a status says about a post (WIRE.md §4). No answer, and a server in trouble, leave it
/// unknown: the same bytes may then be sent again by a press, and the brand drops what it has.
RequestState state_after_post(const std::optional<std::int64_t>& status) {
  constexpr std::int64_t kTooManyRequests = 429;
  if (!status || *status < 200 || *status >= 500 || *status == kTooManyRequests) {
    return RequestState::kUnknown;
  }
  return *status < 300 ? RequestState::kSent : RequestState::kRefused;
}

Answered stored_again(Context& context, const universe::StoredRequest& request) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  if (const Status done = (*universe)->update_request(request); !done) return done.error();
  return holding_request(request);
}

}  // namespace

Answered requests_get(Context& context, const protocol::RecordId& params) {
  const auto request = stored(context, params.id);
  if (!request) return request.error();
  const auto exact = exact_of(*request);
  if (!exact) return exact.error();
  json::object result = holding_request(*request);
  result["exact"] = *exact;
  result["post"] = nullptr;
  if (may_be_posted(*request)) {
    if (const auto kept = kept_of(*request)) result["post"] = post_of(*kept);
  }
  return result;
}

Answered requests_list(Context& context, const protocol::RequestsList& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  std::optional<universe::Id> intention_id;
  if (params.intention_id) {
    const auto id = id_of(*params.intention_id);
    if (!id) return id.error();
    intention_id = *id;
  }
  return fitting_page(static_cast<std::size_t>(params.limit), [&](std::size_t limit) -> Answered {
    const auto page = (*universe)->list_requests(intention_id, params.cursor, limit);
    if (!page) return page.error();
    json::array items;
    for (const universe::StoredRequest& request : page->items) {
      items.push_back(universe::to_json(request));
    }
    json::object result;
    result["items"] = std::move(items);
    result["next"] = or_null(page->next);
    return result;
  });
}

Answered requests_sent(Context& context, const protocol::RequestsOutcome& params) {
  auto request = stored(context, params.id);
  if (!request) return request.error();
  // A late word about an earlier try takes nothing back from a request that has gone further.
  if (!may_be_posted(*request)) return holding_request(*request);
  request->state = state_after_post(params.status);
  if (params.status) request->status = static_cast<int>(*params.status);
  return stored_again(context, *request);
}

Answered requests_withdraw(Context& context, const protocol::OpOnRecord& params) {
  const auto request = stored(context, params.id);
  if (!request) return request.error();
  const auto kept = kept_of(*request);
  if (!kept) return kept.error();
  const auto withdrawal = requests::withdraw(*kept, context.clock().utc_seconds());
  if (!withdrawal) return withdrawal.error();
  json::object result;
  result["url"] = withdrawal->url;
  result["authorization"] = withdrawal->authorization;
  return result;
}

Answered requests_withdrawn(Context& context, const protocol::RequestsOutcome& params) {
  auto request = stored(context, params.id);
  if (!request) return request.error();
  if (params.status) {
    request->status = static_cast<int>(*params.status);
    if (requests::is_withdrawn(*request->status)) {
      request->state = RequestState::kWithdrawn;
      request->remaining = 0;
      // Nothing may come any more, and nothing can be opened.
      request->keys.clear();
    }
  }
  return stored_again(context, *request);
}

Answered requests_forget(Context& context, const protocol::OpOnRecord& params) {
  const auto universe = context.universe();
  if (!universe) return universe.error();
  const auto id = id_of(params.id);
  if (!id) return id.error();
  const auto erasure = (*universe)->forget_request(*id);
  if (!erasure) return erasure.error();
  json::object result;
  result["state"] = universe::name_of(*erasure);
  return result;
}

}  // namespace volition::app
