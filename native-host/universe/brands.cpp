// SPDX-License-Identifier: GPL-3.0-or-later

// The part of Universe that deals with brands and with everything at once, in pages.

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "base/encoding.hpp"
#include "universe/json_fields.hpp"
#include "universe/universe_state.hpp"

namespace volition::universe {

namespace {

// An answer may hold 900 KiB; the rest is for the frame and for what escaping adds.
constexpr std::size_t kExportBytes = 600'000;
constexpr std::size_t kExportItems = 1'000;

/// The position after a domain: its hash, so that any length fits, and its rank, for the case that
/// the brand was forgotten meanwhile.
std::string brand_cursor(std::string_view domain, std::size_t rank) {
  const crypto::Hash hash = crypto::hash({as_bytes(domain)});
  return to_hex(ByteView(hash).first(16)) + "-" + std::to_string(rank);
}

Result<std::size_t> brand_start(const std::vector<BrandSummary>& all,
                                std::optional<std::string_view> cursor) {
  if (!cursor) return std::size_t{0};
  const std::size_t dash = cursor->find('-');
  if (dash != 32) return Error{ErrorCode::kInvalidParams, "cursor"};
  std::size_t rank = 0;
  const char* end = cursor->data() + cursor->size();
  const auto [stop, failed] = std::from_chars(cursor->data() + dash + 1, end, rank);
  if (failed != std::errc() || stop != end) return Error{ErrorCode::kInvalidParams, "cursor"};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const crypto::Hash hash = crypto::hash({as_bytes(all[i].domain)});
    if (to_hex(ByteView(hash).first(16)) == cursor->substr(0, dash)) return i + 1;
  }
  return std::min(rank, all.size());
}

}  // namespace

Result<BrandPage> Universe::brands(std::optional<std::string_view> cursor, std::size_t limit) {
  if (limit < 1 || limit > kMaxListLimit) return Error{ErrorCode::kInvalidParams, "limit"};
  const Status fresh = state_->store->refresh();
  if (!fresh) return fresh.error();
  std::map<std::string, BrandSummary> counts;
  for (const auto& [id, held] : state_->intentions) {
    if (held.intention.brand && state_->is_shown(held)) {
      ++counts[*held.intention.brand].intentions;
    }
  }
  for (const auto& [id, held] : state_->requests) ++counts[held.request.brand].requests;
  std::vector<BrandSummary> all;
  for (auto& [domain, summary] : counts) {
    summary.domain = domain;
    all.push_back(summary);
  }
  const Result<std::size_t> start = brand_start(all, cursor);
  if (!start) return start.error();
  BrandPage page;
  const std::size_t stop = std::min(all.size(), *start + limit);
  for (std::size_t i = *start; i < stop; ++i) page.items.push_back(all[i]);
  if (stop < all.size()) page.next = brand_cursor(all[stop - 1].domain, stop);
  return page;
}

Result<BrandErasure> Universe::forget_brand(std::string_view domain) {
  BrandErasure answer;
  const Status done = state_->write([&]() -> Status {
    state_->tells_erasure = true;
    std::vector<Id> ids;
    for (const auto& [id, held] : state_->intentions) {
      if (held.intention.brand == domain) ids.push_back(id);
    }
    for (const auto& [id, held] : state_->requests) {
      if (held.request.brand == domain) ids.push_back(id);
    }
    for (const Id& id : ids) {
      const Status gone = state_->erase(id);
      if (!gone) return gone.error();
    }
    answer.forgotten = ids.size();
    return ok();
  });
  if (!done) return done.error();
  answer.state = state_->erasure_so_far();
  return answer;
}

Result<ExportPage> Universe::export_page(std::optional<std::string_view> cursor) {
  std::optional<Id> after;
  if (cursor) {
    after = parse_id(*cursor);
    if (!after) return Error{ErrorCode::kInvalidParams, "cursor"};
  }
  State& state = *state_;
  const Status fresh = state.store->refresh();
  if (!fresh) return fresh.error();
  std::vector<std::pair<Id, std::string_view>> all;
  for (const auto& [id, held] : state.intentions) {
    if (state.is_shown(held)) all.emplace_back(id, "intention");
  }
  for (const auto& [id, held] : state.requests) all.emplace_back(id, "request");
  for (const auto& [id, held] : state.attempts) all.emplace_back(id, "attempts");
  if (state.settings_id) all.emplace_back(*state.settings_id, "settings");
  std::sort(all.begin(), all.end());

  ExportPage page;
  std::size_t bytes = 0;
  for (const auto& [id, kind] : all) {
    if (after && id <= *after) continue;
    ExportItem item{std::string(kind), id, {}};
    if (kind == "intention") {
      item.record = to_json(state.intentions.at(id).intention);
    } else {
      Result<boost::json::object> content = state.store->read(id);
      if (!content) return content.error();
      item.record = std::move(*content);
      // What would let someone else open the brand's replies is of no use to a reader.
      item.record.erase("keys");
      item.record.erase("order");
    }
    const std::size_t size = boost::json::serialize(item.record).size();
    if (!page.items.empty() && (bytes + size > kExportBytes || page.items.size() == kExportItems)) {
      page.next = format_id(page.items.back().id);
      break;
    }
    bytes += size;
    page.items.push_back(std::move(item));
  }
  return page;
}

}  // namespace volition::universe
