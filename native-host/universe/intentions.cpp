// SPDX-License-Identifier: GPL-3.0-or-later

// The part of Universe that deals with intentions.

#include <algorithm>

#include "universe/text_fold.hpp"
#include "universe/universe_state.hpp"

namespace volition::universe {

namespace {

bool contains_all(const Intention& intention, const std::vector<std::string>& words) {
  if (words.empty()) return true;
  std::string text = intention.name;
  for (const std::optional<std::string>* field :
       {&intention.maker, &intention.brand, &intention.sku, &intention.gtin}) {
    if (*field) text.append("\n").append(**field);
  }
  text.append("\n").append(intention.words).append("\n").append(intention.why);
  text.append("\n").append(intention.have);
  text = fold(text);
  return std::all_of(words.begin(), words.end(),
                     [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

bool matches(const IntentionFilter& filter, const std::vector<std::string>& words,
             const Intention& intention) {
  if (!filter.stages.empty() && std::find(filter.stages.begin(), filter.stages.end(),
                                          intention.stage) == filter.stages.end()) {
    return false;
  }
  if (filter.direction && *filter.direction != intention.direction) return false;
  if (filter.kind && *filter.kind != intention.kind) return false;
  if (filter.fades_by && (!intention.fades_on || *intention.fades_on > *filter.fades_by)) {
    return false;
  }
  if (filter.brand && intention.brand != filter.brand) return false;
  return contains_all(intention, words);
}

/// What a page adds to a thing that is known: the price of now, and identifiers it lacked. Answers
/// whether anything changed.
bool learn(Intention& held, const NewIntention& thing) {
  const Intention before = held;
  if (thing.price) held.price_seen = thing.price;
  if (!held.gtin) held.gtin = thing.gtin;
  if (!held.sku) held.sku = thing.sku;
  if (!held.maker) held.maker = thing.maker;
  if (!held.page && thing.page) held.page = page_of(*thing.page);
  return held != before;
}

Identity identity_of(const NewIntention& thing) {
  return {thing.brand.value_or(""), thing.page, thing.sku, thing.gtin, thing.name};
}

HeldIntention held_of(const NewIntention& thing, Day today, std::int64_t order) {
  HeldIntention held;
  held.order = order;
  Intention& intention = held.intention;
  intention.id = new_id();
  intention.direction = thing.direction;
  intention.kind = thing.kind;
  intention.name = thing.name;
  intention.maker = thing.maker;
  intention.sku = thing.sku;
  intention.gtin = thing.gtin;
  intention.brand = thing.brand;
  if (thing.page) intention.page = page_of(*thing.page);
  intention.price_seen = thing.price;
  intention.noticed_on = today;
  intention.fades_on = today.plus(kFadeDays);
  intention.words = thing.words;
  intention.why = thing.why;
  intention.have = thing.have;
  intention.budget = thing.budget;
  return held;
}

}  // namespace

HeldIntention* Universe::State::find_same(const Identity& identity, Direction direction,
                                          IntentionKind kind) {
  if (identity.brand.empty()) return nullptr;
  const Sought sought = sought_of(identity);
  HeldIntention* best = nullptr;
  Likeness how = Likeness::kNo;
  for (const Id& id : likenesses.candidates(sought)) {
    HeldIntention& held = intentions.at(id);
    if (held.intention.direction != direction || held.intention.kind != kind) continue;
    const Likeness likely = likeness(sought, held.intention, held.folded_name);
    if (likely == Likeness::kNo) continue;
    // Of two as likely, the newer.
    if (best == nullptr || likely < how || (likely == how && held.order > best->order)) {
      best = &held;
      how = likely;
    }
  }
  return best;
}

Result<HeldIntention> Universe::State::shown(const Id& id) {
  const auto found = intentions.find(id);
  if (found == intentions.end() || !is_shown(found->second)) {
    return Error{ErrorCode::kNotFound, "no such intention"};
  }
  return found->second;
}

void Universe::State::make_stay(HeldIntention& held) {
  Intention& intention = held.intention;
  held.doomed_at.reset();
  intention.forgetting = false;
  intention.fades_on.reset();
  if (intention.stage == Stage::kDone) intention.done.reset();
  if (intention.stage == Stage::kNoticed || intention.stage == Stage::kDone) {
    intention.stage = Stage::kKept;
    intention.kept_on = clock.today();
    intention.price_kept = intention.price_seen;
    held.order = next_order();
  }
}

Result<Intention> Universe::State::store_change(const HeldIntention& held) {
  remember = true;
  const auto known = intentions.find(held.intention.id);
  const bool same = known != intentions.end() && known->second.intention == held.intention &&
                    known->second.order == held.order && known->second.doomed_at == held.doomed_at;
  if (!same) {
    const Status stored = put(held);
    if (!stored) return stored.error();
  }
  return held.intention;
}

Result<Noticed> Universe::notice(const NewIntention& thing) {
  if (!is_valid(thing) || !thing.brand) return Error{ErrorCode::kInvalidParams, "thing"};
  State& state = *state_;
  const Status fresh = state.store->refresh();
  if (!fresh) return fresh.error();
  if (state.clock_jumped()) return Error{ErrorCode::kClockJumped, "the calendar jumped"};
  Noticed noticed;
  noticed.offer_policy = state.settings.policy == Policy::kUnset;
  {
    // Most pages change nothing: no write lock for them.
    const HeldIntention* known = state.find_same(identity_of(thing), thing.direction, thing.kind);
    if (known == nullptr && state.settings.policy != Policy::kSevenDays) return noticed;
    if (known != nullptr) {
      if (known->doomed_at) return noticed;
      Intention learned = known->intention;
      if (!learn(learned, thing)) {
        noticed.intention = known->intention;
        noticed.stored = true;
        return noticed;
      }
    }
  }
  return state.write([&]() -> Result<Noticed> {
    const HeldIntention* known = state.find_same(identity_of(thing), thing.direction, thing.kind);
    HeldIntention held;
    if (known != nullptr) {
      if (known->doomed_at) return noticed;
      held = *known;
      learn(held.intention, thing);
    } else {
      if (state.settings.policy != Policy::kSevenDays) return noticed;
      held = held_of(thing, state.clock.today(), state.next_order());
      state.remember = true;
    }
    const Status put = state.put(held);
    if (!put) return put.error();
    noticed.intention = held.intention;
    noticed.stored = true;
    return noticed;
  });
}

Result<Intention> Universe::keep(const Id& id) {
  return state_->write([&]() -> Result<Intention> {
    const auto found = state_->intentions.find(id);
    if (found == state_->intentions.end()) {
      return Error{ErrorCode::kNotFound, "no such intention"};
    }
    HeldIntention held = found->second;
    state_->make_stay(held);
    return state_->store_change(held);
  });
}

Result<Intention> Universe::keep(const NewIntention& thing) {
  if (!is_valid(thing)) return Error{ErrorCode::kInvalidParams, "thing"};
  return state_->write([&]() -> Result<Intention> {
    const HeldIntention* known = state_->find_same(identity_of(thing), thing.direction, thing.kind);
    HeldIntention held =
        known != nullptr ? *known : held_of(thing, state_->clock.today(), state_->next_order());
    Intention& intention = held.intention;
    if (known != nullptr) {
      learn(intention, thing);
      if (intention.words.empty()) intention.words = thing.words;
      if (intention.why.empty()) intention.why = thing.why;
      if (intention.have.empty()) intention.have = thing.have;
      if (!intention.budget) intention.budget = thing.budget;
    }
    state_->make_stay(held);
    return state_->store_change(held);
  });
}

Result<Intention> Universe::get(const Id& id) {
  const Status fresh = state_->store->refresh();
  if (!fresh) return fresh.error();
  const auto found = state_->intentions.find(id);
  // One that is being forgotten can be asked for by name, so that its undo can be shown.
  if (found == state_->intentions.end() ||
      (!found->second.doomed_at && !state_->is_shown(found->second))) {
    return Error{ErrorCode::kNotFound, "no such intention"};
  }
  return found->second.intention;
}

Result<IntentionPage> Universe::list(const IntentionFilter& filter,
                                     std::optional<std::string_view> cursor, std::size_t limit) {
  const Result<std::int64_t> before = order_of_cursor(cursor);
  if (!before) return before.error();
  if (limit < 1 || limit > kMaxListLimit) return Error{ErrorCode::kInvalidParams, "limit"};
  const Status fresh = state_->store->refresh();
  if (!fresh) return fresh.error();
  const std::vector<std::string> words = fold_words(filter.words);
  std::vector<const HeldIntention*> found;
  IntentionPage page;
  for (const auto& [id, held] : state_->intentions) {
    if (!state_->is_shown(held) || !matches(filter, words, held.intention)) continue;
    ++page.total;
    if (held.order < *before) found.push_back(&held);
  }
  const std::size_t shown = std::min(limit, found.size());
  std::partial_sort(
      found.begin(), found.begin() + static_cast<std::ptrdiff_t>(shown), found.end(),
      [](const HeldIntention* a, const HeldIntention* b) { return a->order > b->order; });
  for (std::size_t i = 0; i < shown; ++i) page.items.push_back(found[i]->intention);
  if (found.size() > shown) page.next = std::to_string(found[shown - 1]->order);
  return page;
}

Result<std::optional<Intention>> Universe::find_known(const Identity& identity) {
  const Status fresh = state_->store->refresh();
  if (!fresh) return fresh.error();
  std::optional<Intention> found;
  for (const IntentionKind kind :
       {IntentionKind::kProduct, IntentionKind::kService, IntentionKind::kCause}) {
    const HeldIntention* same = state_->find_same(identity, Direction::kWant, kind);
    if (same != nullptr && state_->is_shown(*same)) {
      found = same->intention;
      break;
    }
  }
  return found;
}

Result<Intention> Universe::edit(const Id& id, const Changes& changes) {
  if (!is_valid(changes)) return Error{ErrorCode::kInvalidParams, "changes"};
  return state_->write([&]() -> Result<Intention> {
    Result<HeldIntention> held = state_->shown(id);
    if (!held) return held.error();
    if (held->intention.stage == Stage::kNoticed) state_->make_stay(*held);
    Intention& intention = held->intention;
    if (changes.name) intention.name = *changes.name;
    if (changes.words) intention.words = *changes.words;
    if (changes.why) intention.why = *changes.why;
    if (changes.have) intention.have = *changes.have;
    if (changes.budget) intention.budget = *changes.budget;
    return state_->store_change(*held);
  });
}

Result<Intention> Universe::done(const Id& id, DoneHow how) {
  return state_->write([&]() -> Result<Intention> {
    Result<HeldIntention> held = state_->shown(id);
    if (!held) return held.error();
    if (held->intention.stage == Stage::kNoticed) state_->make_stay(*held);
    held->intention.stage = Stage::kDone;
    held->intention.done = Done{how, state_->clock.today()};
    return state_->store_change(*held);
  });
}

Result<Intention> Universe::mark_asked(const Id& id) {
  return state_->write([&]() -> Result<Intention> {
    Result<HeldIntention> held = state_->shown(id);
    if (!held) return held.error();
    if (held->intention.stage == Stage::kNoticed) state_->make_stay(*held);
    // An answer that is there to read is not hidden by a further question.
    const bool open =
        held->intention.stage != Stage::kDone && held->intention.stage != Stage::kAnswered;
    if (open) held->intention.stage = Stage::kAsked;
    return state_->store_change(*held);
  });
}

Result<Intention> Universe::mark_answered(const Id& id) {
  return state_->write([&]() -> Result<Intention> {
    Result<HeldIntention> held = state_->shown(id);
    if (!held) return held.error();
    if (held->intention.stage == Stage::kNoticed) state_->make_stay(*held);
    if (held->intention.stage != Stage::kDone) held->intention.stage = Stage::kAnswered;
    return state_->store_change(*held);
  });
}

Result<std::int64_t> Universe::forget(const Id& id) {
  return state_->write([&]() -> Result<std::int64_t> {
    const auto found = state_->intentions.find(id);
    if (found == state_->intentions.end()) {
      return Error{ErrorCode::kNotFound, "no such intention"};
    }
    HeldIntention held = found->second;
    state_->dooms = true;
    if (!held.doomed_at) {
      held.doomed_at = state_->clock.utc_seconds();
      held.intention.forgetting = true;
    }
    const Result<Intention> stored = state_->store_change(held);
    if (!stored) return stored.error();
    const std::int64_t left = state_->intentions.at(id).erase_at_ms - state_->clock.steady_ms();
    return std::clamp<std::int64_t>(left, 0, kUndoMs);
  });
}

Result<Intention> Universe::unforget(const Id& id) {
  return state_->write([&]() -> Result<Intention> {
    const auto found = state_->intentions.find(id);
    if (found == state_->intentions.end()) {
      return Error{ErrorCode::kForgotten, "it is too late to undo"};
    }
    HeldIntention held = found->second;
    if (held.doomed_at && state_->clock.steady_ms() >= held.erase_at_ms) {
      return Error{ErrorCode::kForgotten, "it is too late to undo"};
    }
    held.doomed_at.reset();
    held.intention.forgetting = false;
    return state_->store_change(held);
  });
}

}  // namespace volition::universe
