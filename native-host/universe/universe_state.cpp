// SPDX-License-Identifier: GPL-3.0-or-later
#include "universe/universe_state.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <charconv>
#include <limits>

#include "universe/json_fields.hpp"
#include "universe/text_fold.hpp"

namespace volition::universe {

Status Universe::State::on_record(const Id& id, RecordKind kind,
                                  const boost::json::object& content) {
  JsonFields fields(content);
  switch (kind) {
    case RecordKind::kIntention: {
      Result<Intention> read = intention_from_json(id, content);
      if (!read) return read.error();
      HeldIntention held;
      held.intention = std::move(*read);
      held.folded_name = fold(held.intention.name);
      fields.require("order", fields.integer("order"), held.order);
      held.doomed_at = fields.integer("doomed_at");
      if (held.doomed_at) {
        held.intention.forgetting = true;
        const auto known = intentions.find(id);
        if (known != intentions.end() && known->second.doomed_at == held.doomed_at) {
          held.erase_at_ms = known->second.erase_at_ms;
        } else {
          // A calendar that went back must not keep a doomed thing alive: nothing is left of the
          // time.
          const std::int64_t passed_ms = (clock.utc_seconds() - *held.doomed_at) * 1'000;
          const std::int64_t left_ms =
              passed_ms < 0 ? 0 : std::max<std::int64_t>(0, kUndoMs - passed_ms);
          held.erase_at_ms = clock.steady_ms() + left_ms;
        }
      }
      last_order = std::max(last_order, held.order);
      look_again = look_again || is_due(held);
      hold(id, std::move(held));
      break;
    }
    case RecordKind::kRequest: {
      Result<StoredRequest> read = request_from_json(id, content);
      if (!read) return read.error();
      HeldRequest held;
      held.request = std::move(*read);
      held.has_keys = !held.request.keys.empty();
      held.request.keys.clear();
      held.request.content.clear();
      fields.require("order", fields.integer("order"), held.order);
      last_order = std::max(last_order, held.order);
      look_again = look_again || is_due(held);
      requests.insert_or_assign(id, std::move(held));
      break;
    }
    case RecordKind::kAttempts: {
      HeldDay held;
      fields.require("day", fields.day("day"), held.day);
      if (const boost::json::array* counts = fields.array("counts")) {
        for (const boost::json::value& value : *counts) {
          const boost::json::object* row = value.if_object();
          if (row == nullptr) continue;
          JsonFields count(*row);
          std::pair<std::string, std::string> key;
          count.require("company", count.text("company"), key.first);
          count.require("kind", count.text("kind"), key.second);
          held.counts[std::move(key)] = count.integer("count").value_or(0);
          if (!count.status()) fields.fail("counts");
        }
      }
      if (fields.integer("at_least").value_or(0) != 0) held.counted = Counted::kAtLeast;
      look_again = look_again || is_due(held);
      attempts.insert_or_assign(id, std::move(held));
      break;
    }
    case RecordKind::kSettings: {
      Settings read;
      fields.require_name("policy", parse_policy, read.policy);
      read.last_day = fields.day("last_day");
      read.jumped_to = fields.day("jumped_to");
      settings = read;
      settings_id = id;
      look_again = true;  // The day that was believed decides what is due.
      break;
    }
    case RecordKind::kProfile:
      break;
  }
  return fields.status();
}

void Universe::State::on_erased(const Id& id, RecordKind kind) {
  switch (kind) {
    case RecordKind::kIntention:
      let_go(id);
      break;
    case RecordKind::kRequest:
      requests.erase(id);
      break;
    case RecordKind::kAttempts:
      attempts.erase(id);
      break;
    case RecordKind::kSettings:
      settings = {};
      settings_id.reset();
      look_again = true;
      break;
    case RecordKind::kProfile:
      break;
  }
}

void Universe::State::on_reset() {
  look_again = true;
  intentions.clear();
  likenesses.clear();
  doomed.clear();
  requests.clear();
  attempts.clear();
  settings = {};
  settings_id.reset();
  // last_order stays: it only has to rise.
}

void Universe::State::hold(const Id& id, HeldIntention held) {
  const auto [known, fresh] = intentions.try_emplace(id);
  if (!fresh) likenesses.remove(known->second.intention, known->second.folded_name);
  likenesses.add(held.intention, held.folded_name);
  if (held.doomed_at) {
    doomed.insert(id);
  } else {
    doomed.erase(id);
  }
  known->second = std::move(held);
}

void Universe::State::let_go(const Id& id) {
  const auto known = intentions.find(id);
  if (known == intentions.end()) return;
  likenesses.remove(known->second.intention, known->second.folded_name);
  doomed.erase(id);
  intentions.erase(known);
}

void Universe::State::start_transaction() {
  erased.clear();
  erased_all = false;
  dropped_keys = false;
  dooms = false;
  remember = false;
  tells_erasure = false;
}

Status Universe::State::finish() {
  Status step = ok();
  if (!erased.empty()) step = store->op_log().forget_mentions(erased);
  if (step && erases()) step = store->mark_pending();
  if (step) step = store->commit();
  if (!step) store->roll_back();
  return step;
}

Status Universe::State::after_commit() {
  if (erased_all) {
    const Status settled = store->settle();
    if (!settled) return settled.error();
  }
  if (!erases()) {
    erasure = store->pending_erasure() ? Erasure::kPending : Erasure::kForgotten;
    return ok();
  }
  const Result<sqlite::Truncation> truncated = store->clean();
  // Whatever kept the journal from being emptied, the erasure itself is committed, and tried again.
  erasure = truncated && *truncated == sqlite::Truncation::kDone ? Erasure::kForgotten
                                                                 : Erasure::kPending;
  retry_at_ms = clock.steady_ms() + 1'000;
  return ok();
}

bool Universe::State::may_retry(const Error& error, bool retried) {
  const bool may_use_ballast = erases() || dooms;
  const bool everything = erased_all;
  roll_back();
  if (retried || !may_use_ballast || error.code != ErrorCode::kStorageFull) return false;
  const bool released = store->release_ballast();
  if (everything) erase_in_steps();
  return released || everything;
}

void Universe::State::erase_in_steps() {
  constexpr std::size_t kStep = 32;
  while (true) {
    if (!store->begin()) return;
    std::vector<Id> step;
    const auto take = [&](const auto& held) {
      for (const auto& [id, record] : held) {
        if (step.size() < kStep) step.push_back(id);
      }
    };
    take(requests);
    take(attempts);
    take(intentions);
    Status done = step.empty() ? Status(ErrorCode::kNotFound) : ok();
    for (const Id& id : step) {
      if (done) done = store->erase(id);
    }
    if (done) done = store->mark_pending();
    if (done) done = store->commit();
    if (!done) {
      roll_back();
      return;
    }
    store->empty_journal();
  }
}

void Universe::State::roll_back() {
  store->roll_back();
  look_again = true;
}

Status Universe::State::put(const HeldIntention& held) {
  boost::json::object content = record_of(held.intention);
  content.emplace("order", held.order);
  if (held.doomed_at) content.emplace("doomed_at", *held.doomed_at);
  return store->put(held.intention.id, RecordKind::kIntention,
                    held.intention.brand.value_or(std::string()), content);
}

Status Universe::State::put(const StoredRequest& request, std::int64_t order) {
  boost::json::object content = record_of(request);
  content.emplace("order", order);
  return store->put(request.id, RecordKind::kRequest, request.brand, content);
}

Status Universe::State::put_settings(const Settings& next) {
  boost::json::object content;
  content.emplace("policy", name_of(next.policy));
  set(content, "last_day", next.last_day);
  set(content, "jumped_to", next.jumped_to);
  const Id id = settings_id.value_or(new_id());
  return store->put(id, RecordKind::kSettings, {}, content);
}

Status Universe::State::erase(const Id& id) {
  erased.push_back(id);
  return store->erase(id);
}

bool Universe::State::clock_jumped() const {
  if (!settings.last_day) return false;
  const int days = clock.today().since(*settings.last_day);
  return days > kClockJumpDays || days < -kClockJumpDays;
}

bool Universe::State::is_shown(const HeldIntention& held) const {
  if (held.doomed_at) return false;
  return !(held.intention.fades_on && clock_jumped());
}

bool Universe::State::is_due(const HeldIntention& held) const {
  if (held.doomed_at) return clock.steady_ms() >= held.erase_at_ms;
  return held.intention.stage == Stage::kNoticed && held.intention.fades_on &&
         *held.intention.fades_on <= clock.today() && !clock_jumped();
}

bool Universe::State::is_due(const HeldRequest& held) const {
  if (held.request.until >= clock.today() || clock_jumped()) return false;
  const RequestState state = held.request.state;
  return held.has_keys || state == RequestState::kSealed || state == RequestState::kSent ||
         state == RequestState::kUnknown;
}

bool Universe::State::is_due(const HeldDay& held) const {
  const int age = clock.today().since(held.day);
  return (age >= kAttemptDays || age < -kAttemptDays) && !clock_jumped();
}

bool Universe::State::anything_due() const {
  if (settings.last_day != clock.today()) {
    if (!clock_jumped()) return true;
    // A jump is looked at once a day.
    if (!settings.jumped_to || looked_on != clock.today()) return true;
  }
  const auto due = [&](const auto& entry) { return is_due(entry.second); };
  return std::any_of(intentions.begin(), intentions.end(), due) ||
         std::any_of(requests.begin(), requests.end(), due) ||
         std::any_of(attempts.begin(), attempts.end(), due);
}

bool Universe::State::may_be_due() const {
  if (look_again || looked_on != clock.today()) return true;
  if (store->pending_erasure() && clock.steady_ms() >= retry_at_ms) return true;
  return std::any_of(doomed.begin(), doomed.end(),
                     [&](const Id& id) { return is_due(intentions.at(id)); });
}

Status Universe::State::do_due() {
  const Day today = clock.today();
  if (settings.last_day != today) {
    Settings next = settings;
    if (!clock_jumped()) {
      next.last_day = today;
      next.jumped_to.reset();
    } else if (!next.jumped_to || today.since(*next.jumped_to) < 0 ||
               today.since(*next.jumped_to) > kClockJumpDays) {
      next.jumped_to = today;
    } else if (today.since(*next.jumped_to) >= 7) {
      // A date that has held for a week is the date.
      next.last_day = today;
      next.jumped_to.reset();
    }
    if (next.last_day != settings.last_day || next.jumped_to != settings.jumped_to) {
      const Status put = put_settings(next);
      if (!put) return put.error();
    }
    if (!clock_jumped()) {
      const Status pruned = store->op_log().prune(today, kOperationDays);
      if (!pruned) return pruned.error();
      store->touch();
    }
  }
  std::vector<Id> going;
  for (const auto& [id, held] : intentions) {
    if (is_due(held)) going.push_back(id);
  }
  // A request that came of an erased intention stays, and stands on its own.
  for (const Id& intention : going) {
    std::vector<Id> orphans;
    for (const auto& [id, held] : requests) {
      if (held.request.intention_id == intention) orphans.push_back(id);
    }
    for (const Id& id : orphans) {
      const Result<boost::json::object> content = store->read(id);
      if (!content) return content.error();
      Result<StoredRequest> request = request_from_json(id, *content);
      if (!request) return request.error();
      request->intention_id.reset();
      const Status put_back = put(*request, requests.at(id).order);
      if (!put_back) return put_back.error();
    }
  }
  for (const auto& [id, held] : attempts) {
    if (is_due(held)) going.push_back(id);
  }
  for (const Id& id : going) {
    const Status gone = erase(id);
    if (!gone) return gone.error();
  }
  std::vector<Id> expired;
  for (const auto& [id, held] : requests) {
    if (is_due(held)) expired.push_back(id);
  }
  for (const Id& id : expired) {
    const Result<boost::json::object> content = store->read(id);
    if (!content) return content.error();
    Result<StoredRequest> request = request_from_json(id, *content);
    if (!request) return request.error();
    request->keys.clear();
    const RequestState state = request->state;
    if (state == RequestState::kSealed || state == RequestState::kSent ||
        state == RequestState::kUnknown) {
      request->state = RequestState::kExpired;
    }
    const Status updated = put(*request, requests.at(id).order);
    if (!updated) return updated.error();
    dropped_keys = true;
  }
  return ok();
}

Status Universe::State::look_for_due() {
  const Day today = clock.today();
  if (anything_due()) {
    const Status done = write([&] { return do_due(); });
    if (!done) return done.error();
  }
  looked_on = today;
  look_again = false;
  return ok();
}

Result<std::int64_t> order_of_cursor(std::optional<std::string_view> cursor) {
  if (!cursor) return std::numeric_limits<std::int64_t>::max();
  std::int64_t order = 0;
  const char* end = cursor->data() + cursor->size();
  const auto [stop, failed] = std::from_chars(cursor->data(), end, order);
  if (failed != std::errc() || stop != end || order < 0) {
    return Error{ErrorCode::kInvalidParams, "cursor"};
  }
  return order;
}

}  // namespace volition::universe
