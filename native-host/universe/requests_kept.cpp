// SPDX-License-Identifier: GPL-3.0-or-later

// The part of Universe that keeps requests to brands.

#include <algorithm>

#include "universe/universe_state.hpp"

namespace volition::universe {

namespace {

constexpr std::size_t kMaxRequestLimit = 50;

}  // namespace

Status Universe::put_request(const StoredRequest& request) {
  return state_->write([&]() -> Status {
    state_->remember = true;
    if (state_->requests.contains(request.id)) {
      return Error{ErrorCode::kInvalidParams, "this request is kept already"};
    }
    return state_->put(request, state_->next_order());
  });
}

Result<StoredRequest> Universe::get_request(const Id& id) {
  const Status fresh = state_->store->refresh();
  if (!fresh) return fresh.error();
  if (!state_->requests.contains(id)) return Error{ErrorCode::kNotFound, "no such request"};
  const Result<boost::json::object> content = state_->store->read(id);
  if (!content) return content.error();
  return request_from_json(id, *content);
}

Result<RequestPage> Universe::list_requests(std::optional<Id> intention_id,
                                            std::optional<std::string_view> cursor,
                                            std::size_t limit) {
  const Result<std::int64_t> before = order_of_cursor(cursor);
  if (!before) return before.error();
  if (limit < 1 || limit > kMaxRequestLimit) return Error{ErrorCode::kInvalidParams, "limit"};
  const Status fresh = state_->store->refresh();
  if (!fresh) return fresh.error();
  std::vector<const HeldRequest*> found;
  for (const auto& [id, held] : state_->requests) {
    if (intention_id && held.request.intention_id != intention_id) continue;
    if (held.order < *before) found.push_back(&held);
  }
  const std::size_t shown = std::min(limit, found.size());
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(shown), found.end(),
                    [](const HeldRequest* a, const HeldRequest* b) { return a->order > b->order; });
  RequestPage page;
  for (std::size_t i = 0; i < shown; ++i) page.items.push_back(found[i]->request);
  if (found.size() > shown) page.next = std::to_string(found[shown - 1]->order);
  return page;
}

Status Universe::update_request(const StoredRequest& request) {
  return state_->write([&]() -> Status {
    state_->remember = true;
    const auto known = state_->requests.find(request.id);
    if (known == state_->requests.end()) return Error{ErrorCode::kNotFound, "no such request"};
    // Keys that are dropped are forgotten: the old row goes the way of an erased one.
    if (known->second.has_keys && request.keys.empty()) state_->dropped_keys = true;
    return state_->put(request, known->second.order);
  });
}

Result<Erasure> Universe::forget_request(const Id& id) {
  const Status done = state_->write([&]() -> Status {
    state_->tells_erasure = true;
    if (!state_->requests.contains(id)) return Error{ErrorCode::kNotFound, "no such request"};
    return state_->erase(id);
  });
  if (!done) return done.error();
  return state_->erasure_so_far();
}

}  // namespace volition::universe
