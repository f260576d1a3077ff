// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a Universe is made of: the store, and the decrypted picture that it keeps up to date.
// Internal to the room; universe.hpp is its surface.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "universe/likeness.hpp"
#include "universe/store.hpp"
#include "universe/universe.hpp"

namespace volition::universe {

struct HeldIntention {
  Intention intention;
  /// The name as a search sees it, so that recognising a thing among thousands folds nothing.
  std::string folded_name;
  /// Rises with every keep or first notice: the only order there is, since records have no times.
  std::int64_t order = 0;
  /// UTC seconds of a press on Forget.
  std::optional<std::int64_t> doomed_at;
  /// The same as a deadline of this host's steady clock.
  std::int64_t erase_at_ms = 0;
};

struct HeldRequest {
  /// Without content and keys, which stay in the file until asked for.
  StoredRequest request;
  std::int64_t order = 0;
  bool has_keys = false;
};

struct HeldDay {
  Day day;
  /// Company and kind.
  std::map<std::pair<std::string, std::string>, std::int64_t> counts;
  Counted counted = Counted::kAll;
};

struct Settings {
  Policy policy = Policy::kUnset;
  /// The last day on which the universe was used, to recognise a calendar that jumped.
  std::optional<Day> last_day;
  /// Where it jumped to, until that is believed.
  std::optional<Day> jumped_to;
};

struct Universe::State final : RecordListener {
  explicit State(const Clock& the_clock) : clock(the_clock) {}

  const Clock& clock;
  std::unique_ptr<Store> store;

  std::unordered_map<Id, HeldIntention, IdHash> intentions;
  /// Two views of `intentions`, so that no message costs a look at all of them: what makes them
  /// recognisable, and which are being forgotten.
  LikenessIndex likenesses;
  std::unordered_set<Id, IdHash> doomed;
  std::unordered_map<Id, HeldRequest, IdHash> requests;
  std::map<Id, HeldDay> attempts;
  Settings settings;
  std::optional<Id> settings_id;
  std::int64_t last_order = 0;

  /// Of the transaction that is open.
  std::vector<Id> erased;
  bool erased_all = false;
  /// A record was rewritten without its keys: the old bytes go as those of an erased one.
  bool dropped_keys = false;
  /// A record was doomed: on a full disk this may use the ballast, as an erasure may.
  bool dooms = false;
  /// The operation is to be remembered under its id.
  bool remember = false;
  /// The same, and its answer tells what the erasure came to.
  bool tells_erasure = false;
  /// What the last erasure came to.
  Erasure erasure = Erasure::kForgotten;
  std::int64_t retry_at_ms = 0;
  /// The day on which what is due was last looked for, and whether something came due by a change
  /// since.
  std::optional<Day> looked_on;
  bool look_again = true;

  // RecordListener
  Status on_record(const Id& id, RecordKind kind, const boost::json::object& content) override;
  void on_erased(const Id& id, RecordKind kind) override;
  void on_reset() override;

  /// Runs `change` in a transaction of its own, or in the one that once() holds. `change` answers a
  /// Result or Status; an error rolls back. On a full disk, an erasure is tried again after the
  /// ballast is given up.
  template <typename Change>
  auto write(Change change) -> decltype(change()) {
    if (store->writing()) return change();
    for (bool retried = false;; retried = true) {
      Status step = store->begin();
      if (!step) return step.error();
      start_transaction();
      auto changed = change();
      step = changed ? finish() : Status(changed.error());
      if (step) {
        const Status cleaned = after_commit();
        if (!cleaned) return cleaned.error();
        return changed;
      }
      if (!may_retry(step.error(), retried)) return step.error();
    }
  }
  void start_transaction();
  bool erases() const { return !erased.empty() || erased_all || dropped_keys; }
  /// Inside once() nothing is out of the file yet; once() puts the truth in the answer.
  Erasure erasure_so_far() const { return store->writing() ? Erasure::kPending : erasure; }
  /// Commits with everything that goes with an erasure; rolls back on an error.
  Status finish();
  /// Truncates the journal where something was erased.
  Status after_commit();
  bool may_retry(const Error& error, bool retried);
  /// Before everything is forgotten on a full disk: there is no room for a journal of the whole
  /// file, so it is emptied in small steps.
  void erase_in_steps();
  void roll_back();

  void hold(const Id& id, HeldIntention held);
  void let_go(const Id& id);
  Status put(const HeldIntention& held);
  Status put(const StoredRequest& request, std::int64_t order);
  Status put_settings(const Settings& next);
  Status erase(const Id& id);
  std::int64_t next_order() const { return last_order + 1; }

  /// What the person may see: not doomed, and not hidden because the calendar jumped.
  bool is_shown(const HeldIntention& held) const;
  bool is_due(const HeldIntention& held) const;
  bool is_due(const HeldRequest& held) const;
  bool is_due(const HeldDay& held) const;
  bool clock_jumped() const;
  bool anything_due() const;
  /// Whether tick() has something to do, by what this host knows.
  bool may_be_due() const;
  /// Fades, erases and expires what is due, inside a transaction.
  Status do_due();
  Status look_for_due();

  /// Any held intention, shown or not, that is the same thing.
  HeldIntention* find_same(const Identity& identity, Direction direction, IntentionKind kind);
  /// A shown intention. Errors: not_found.
  Result<HeldIntention> shown(const Id& id);
  /// Makes it stay, from today, at the price last seen.
  void make_stay(HeldIntention& held);
  Result<Intention> store_change(const HeldIntention& held);
};

/// Positions in lists. Errors: invalid_params.
Result<std::int64_t> order_of_cursor(std::optional<std::string_view> cursor);

}  // namespace volition::universe
