// SPDX-License-Identifier: GPL-3.0-or-later
#include "universe/universe.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "universe/universe_state.hpp"

namespace volition::universe {

std::string_view name_of(Erasure value) {
  return value == Erasure::kForgotten ? "forgotten" : "pending";
}

Universe::Universe(std::unique_ptr<State> state) : state_(std::move(state)) {}
Universe::Universe(Universe&&) noexcept = default;
Universe& Universe::operator=(Universe&&) noexcept = default;
Universe::~Universe() = default;

Result<Universe> Universe::open(const std::filesystem::path& folder, const Clock& clock) {
  auto state = std::make_unique<State>(clock);
  Result<std::unique_ptr<Store>> store = Store::open(folder, *state);
  if (!store) return store.error();
  state->store = std::move(*store);
  const Status looked = state->look_for_due();
  if (!looked) return looked.error();
  return Universe(std::move(state));
}

namespace {

/// The answer to an operation that erased something says what became of it, at the first time and
/// at every repeat.
void tell_erasure(boost::json::value& result, bool pending) {
  if (boost::json::object* object = result.if_object()) {
    (*object)["state"] = name_of(pending ? Erasure::kPending : Erasure::kForgotten);
  }
}

}  // namespace

Result<boost::json::value> Universe::once(const Id& op_id, std::string_view method_and_params,
                                          const Operation& operation) {
  State& state = *state_;
  for (bool retried = false;; retried = true) {
    Status step = state.store->begin();
    if (!step) return step.error();
    state.start_transaction();
    const Result<std::optional<KnownOp>> known =
        state.store->op_log().find(op_id, method_and_params);
    if (!known || *known) {
      state.roll_back();
      if (!known) return known.error();
      if ((*known)->state == KnownOp::State::kForgotten) {
        return Error{ErrorCode::kForgotten, "what this operation did was forgotten since"};
      }
      boost::system::error_code failed;
      boost::json::value result = boost::json::parse((*known)->result, failed);
      if (failed) return Error{ErrorCode::kStorageDamaged, "an operation's result does not read"};
      if ((*known)->erased) tell_erasure(result, state.store->pending_erasure());
      return result;
    }
    Result<boost::json::value> result = operation();
    const bool tells = state.tells_erasure;
    step = result ? ok() : Status(result.error());
    if (step && (state.remember || tells)) {
      step = state.store->op_log().put(
          op_id, method_and_params,
          KnownOp{KnownOp::State::kDone, tells, boost::json::serialize(*result)},
          state.clock.today());
      state.store->touch();
    }
    if (step) step = state.finish();
    if (step) {
      step = state.after_commit();
      if (!step) return step.error();
      if (tells) tell_erasure(*result, state.erasure == Erasure::kPending);
      return result;
    }
    if (!state.may_retry(step.error(), retried)) return step.error();
  }
}

void Universe::remember_operation() { state_->remember = true; }

Result<Policy> Universe::policy() {
  const Status fresh = state_->store->refresh();
  if (!fresh) return fresh.error();
  return state_->settings.policy;
}

Status Universe::set_policy(Policy policy) {
  if (policy == Policy::kUnset) return Error{ErrorCode::kInvalidParams, "policy"};
  return state_->write([&]() -> Status {
    state_->remember = true;
    Settings next = state_->settings;
    next.policy = policy;
    if (!next.last_day) next.last_day = state_->clock.today();
    return state_->put_settings(next);
  });
}

Status Universe::accept_today() {
  return state_->write([&]() -> Status {
    state_->remember = true;
    Settings next = state_->settings;
    next.last_day = state_->clock.today();
    next.jumped_to.reset();
    const Status put = state_->put_settings(next);
    if (!put) return put.error();
    return state_->do_due();
  });
}

Status Universe::tick() {
  State& state = *state_;
  // Asked at every message: what another host changed is seen by the call that reads it.
  if (!state.may_be_due()) return ok();
  Status step = state.store->refresh();
  if (!step) return step.error();
  step = state.look_for_due();
  if (!step) return step.error();
  if (state.store->pending_erasure() && state.clock.steady_ms() >= state.retry_at_ms) {
    state.retry_at_ms = state.clock.steady_ms() + 1'000;
    const Result<sqlite::Truncation> cleaned = state.store->clean();
    // A full disk or a busy file is no fault of the next message: it stays pending.
    if (!cleaned && cleaned.error().code == ErrorCode::kStorageDamaged) return cleaned.error();
  }
  return ok();
}

std::optional<std::int64_t> Universe::next_due_ms() const {
  std::optional<std::int64_t> next;
  const auto consider = [&](std::int64_t at_ms) {
    const std::int64_t left = std::max<std::int64_t>(0, at_ms - state_->clock.steady_ms());
    if (!next || left < *next) next = left;
  };
  for (const Id& id : state_->doomed) consider(state_->intentions.at(id).erase_at_ms);
  if (state_->store->pending_erasure()) consider(state_->retry_at_ms);
  return next;
}

Result<Summary> Universe::summary() {
  const Status fresh = state_->store->refresh();
  if (!fresh) return fresh.error();
  Summary summary;
  summary.records = state_->requests.size() + state_->attempts.size();
  summary.clock_jumped = state_->clock_jumped();
  if (summary.clock_jumped) {
    for (const auto& [id, held] : state_->intentions) {
      if (state_->is_shown(held)) ++summary.records;
    }
  } else {
    // All but the doomed are shown, and an open page asks every few seconds.
    summary.records += state_->intentions.size() - state_->doomed.size();
  }
  summary.pending_erasure = state_->store->pending_erasure();
  summary.revision = state_->store->data_version();
  return summary;
}

Status Universe::verify() { return state_->store->verify(); }

Result<Erasure> Universe::forget_all() {
  const Status done = state_->write([&]() -> Status {
    state_->tells_erasure = true;
    state_->erased_all = true;
    const Status erased = state_->store->erase_everything();
    if (!erased) return erased.error();
    Settings fresh;
    fresh.last_day = state_->clock.today();
    return state_->put_settings(fresh);
  });
  if (!done) return done.error();
  return state_->erasure_so_far();
}

}  // namespace volition::universe
