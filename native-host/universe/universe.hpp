// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The private universe: everything the person holds, encrypted in one SQLite file that several
// hosts may use at once. This is the room's whole public surface; README.md has the layout and the
// honest model.
//
// Every call sees what other hosts have committed, and leaves no transaction open. A writing call
// is durable when it returns, unless it runs inside once(), which is durable when once() returns.

#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "universe/id.hpp"
#include "universe/intention.hpp"
#include "universe/stored_request.hpp"

namespace volition::universe {

/// What forgetting came to. kPending: erased from the tables, but another program still reads the
/// file, so that its journal may hold the old bytes; tried again once a second and at every start.
enum class Erasure { kForgotten, kPending };
std::string_view name_of(Erasure value);

struct BrandSummary {
  std::string domain;
  std::size_t intentions = 0;
  std::size_t requests = 0;
};

struct BrandPage {
  /// By domain.
  std::vector<BrandSummary> items;
  std::optional<std::string> next;
};

struct BrandErasure {
  std::size_t forgotten = 0;
  Erasure state = Erasure::kForgotten;
};

/// Whether a day's counts are all that was tried, or more was tried than was told.
enum class Counted { kAll, kAtLeast };

/// Blocked attempts of one company and kind on one day. Nothing finer is kept.
struct AttemptCount {
  Day day;
  std::string company;
  /// "retargeting", "advertising", "analytics", "social" or "other".
  std::string kind;
  std::int64_t count = 0;
  Counted counted = Counted::kAll;
};

struct ExportItem {
  /// "intention", "request", "attempts" or "settings".
  std::string kind;
  Id id;
  boost::json::object record;
};

struct ExportPage {
  /// At most about 600 KB as JSON.
  std::vector<ExportItem> items;
  std::optional<std::string> next;
};

struct Summary {
  /// Intentions, requests and days of attempts that are shown.
  std::size_t records = 0;
  /// Something forgotten is not yet out of the file.
  bool pending_erasure = false;
  /// The calendar moved by more than 40 days: what fades is hidden, not erased, until
  /// accept_today() or until the new date has held for a week.
  bool clock_jumped = false;
  /// Differs from the last one if another connection (another browser's host) changed the file in
  /// between; SQLite's data_version, so only comparable within one open universe.
  std::int64_t revision = 0;
};

constexpr std::int64_t kUndoMs = 10'000;
constexpr int kFadeDays = 7;
constexpr int kAttemptDays = 30;
constexpr int kOperationDays = 7;
constexpr int kClockJumpDays = 40;
constexpr std::size_t kMaxListLimit = 200;

class Universe {
 public:
  /// Opens the universe in `folder`, or makes one there (folder 0700; universe.db and universe.key
  /// 0600; a ballast of 512 KiB that is given up when forgetting meets a full disk). Fades what is
  /// due and erases what was doomed before anything can be read. `clock` outlives the universe.
  /// Errors: storage_failed, storage_full, storage_read_only, storage_damaged (also: not a
  /// universe, a foreign or swapped row, a forged slot, a changed head), storage_newer,
  /// key_missing, key_refused, busy.
  static Result<Universe> open(const std::filesystem::path& folder, const Clock& clock);

  Universe(Universe&&) noexcept;
  Universe& operator=(Universe&&) noexcept;
  Universe(const Universe&) = delete;
  Universe& operator=(const Universe&) = delete;
  ~Universe();

  // --- One-time execution ---------------------------------------------------------------------

  using Operation = std::function<Result<boost::json::value>()>;
  /// Runs `operation` and keeps its result under `op_id`, in one transaction with every change it
  /// makes through this universe. A repeat with the same `method_and_params` (any bytes that are
  /// the same for a repeat) is answered with the first result and runs nothing. Where `operation`
  /// fails, nothing is changed and nothing remembered. Not to be nested.
  ///
  /// Where `operation` called forget_request, forget_brand, forget_attempts or forget_all, the
  /// member `state` of its result is set here, at the first time and at every repeat, to what the
  /// erasure has come to; what those calls answer inside is kPending always, since nothing is
  /// committed yet.
  ///
  /// A notice that made no new record is not remembered (it would be a log of visits; a repeat
  /// merges anyway). Errors: those of `operation`; op_id_reused (same id, other bytes); forgotten
  /// (the result showed a record that was since erased: nothing is done again); storage errors.
  Result<boost::json::value> once(const Id& op_id, std::string_view method_and_params,
                                  const Operation& operation);

  /// Inside once(): the operation did something outside the universe, so that a repeat must be
  /// known even though no record changed.
  void remember_operation();

  // --- Intentions -----------------------------------------------------------------------------

  /// A page shows `thing` (brand and name set). Known already: price_seen is refreshed. Unknown:
  /// recorded to fade in seven days if the policy is kSevenDays. Never call it for a private
  /// window.
  Result<Noticed> notice(const NewIntention& thing);
  /// Makes an intention stay. Errors: not_found.
  Result<Intention> keep(const Id& id);
  /// The same for a new thing; a known one is kept and returned, with words, why, have and budget
  /// added where it had none. Errors: invalid_params.
  Result<Intention> keep(const NewIntention& thing);
  Result<Intention> get(const Id& id);
  /// `limit` 1 to 200. Errors: invalid_params for a cursor that is not one.
  Result<IntentionPage> list(const IntentionFilter& filter, std::optional<std::string_view> cursor,
                             std::size_t limit);
  /// The shown intention that matches, if any. Stores nothing.
  Result<std::optional<Intention>> find_known(const Identity& identity);
  /// Keeps the intention too: what was edited stays. Errors: not_found, invalid_params.
  Result<Intention> edit(const Id& id, const Changes& changes);
  /// Errors: not_found.
  Result<Intention> done(const Id& id, DoneHow how);
  Result<Intention> mark_asked(const Id& id);
  Result<Intention> mark_answered(const Id& id);
  /// Hides the intention; it is erased after kUndoMs, or at the first start after that. Answers the
  /// milliseconds left for undoing. Errors: not_found.
  Result<std::int64_t> forget(const Id& id);
  /// Errors: forgotten (too late), not_found.
  Result<Intention> unforget(const Id& id);

  Result<Policy> policy();
  /// Errors: invalid_params for kUnset.
  Status set_policy(Policy policy);

  // --- Requests -------------------------------------------------------------------------------

  /// A new request (its id is set by the caller, see new_id()). Errors: invalid_params (id known).
  Status put_request(const StoredRequest& request);
  /// With content and keys. Errors: not_found.
  Result<StoredRequest> get_request(const Id& id);
  /// Newest first; `limit` 1 to 50.
  Result<RequestPage> list_requests(std::optional<Id> intention_id,
                                    std::optional<std::string_view> cursor, std::size_t limit);
  /// Replaces a request. Errors: not_found.
  Status update_request(const StoredRequest& request);
  /// Erases a request, its keys and its replies. Errors: not_found.
  Result<Erasure> forget_request(const Id& id);

  // --- Attempts -------------------------------------------------------------------------------

  /// Counts attempts of today, if the policy is kSevenDays. `day` and `counted` of the counts are
  /// ignored; kAtLeast makes it so for the whole day, since nobody knows whom the others called.
  /// Answers whether they were stored.
  Result<bool> add_attempts(const std::vector<AttemptCount>& counts,
                            Counted counted = Counted::kAll);
  /// By day, then company, then kind; both ends included; at most 5,000 rows, the newest.
  Result<std::vector<AttemptCount>> attempt_days(Day from, Day to);
  Result<Erasure> forget_attempts();

  // --- Brands and the whole --------------------------------------------------------------------

  Result<BrandPage> brands(std::optional<std::string_view> cursor, std::size_t limit);
  /// Erases every intention and request of a brand, at once.
  Result<BrandErasure> forget_brand(std::string_view domain);
  Result<ExportPage> export_page(std::optional<std::string_view> cursor);
  /// Erases every record and setting, makes a new master key and a new key file.
  Result<Erasure> forget_all();
  Result<Summary> summary();
  /// Reads and authenticates every row. Errors: storage_damaged.
  Status verify();
  /// The person says that the date is right: fades what is due.
  Status accept_today();

  // --- Time -----------------------------------------------------------------------------------

  /// Does what is due: erasures, the retry of a pending one, a new day's fading. Call it before
  /// each message and when next_due_ms() has passed.
  Status tick();
  /// Milliseconds until tick() has something to do that cannot wait for the next message; nullopt:
  /// nothing, so the host may sleep.
  std::optional<std::int64_t> next_due_ms() const;

 private:
  struct State;
  explicit Universe(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace volition::universe
