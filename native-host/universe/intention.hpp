// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One thing wanted or to be given, as the universe holds it (vision.md, "The words of this
// project"; protocol/schema/common.json, Intention). Nothing here says when within a day or how
// often a thing was looked at: the universe holds intentions, not visits.

#include <boost/json/object.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/money.hpp"
#include "base/result.hpp"
#include "universe/id.hpp"

namespace volition::universe {

enum class Direction { kWant, kGive };
enum class IntentionKind { kProduct, kService, kCause, kObjects, kTime, kSkill };
enum class Stage { kNoticed, kKept, kAsked, kAnswered, kDone };
enum class DoneHow { kBought, kMade, kMended, kBorrowed, kGiven, kNoLongerWanted };
/// What is remembered without a press. kUnset behaves as kOnlyKeep.
enum class Policy { kUnset, kOnlyKeep, kSevenDays };

/// Names on the wire and in records; parse_* answers nullopt for an unknown name.
std::string_view name_of(Direction value);
std::string_view name_of(IntentionKind value);
std::string_view name_of(Stage value);
std::string_view name_of(DoneHow value);
std::string_view name_of(Policy value);
std::optional<Direction> parse_direction(std::string_view name);
std::optional<IntentionKind> parse_intention_kind(std::string_view name);
std::optional<Stage> parse_stage(std::string_view name);
std::optional<DoneHow> parse_done_how(std::string_view name);
std::optional<Policy> parse_policy(std::string_view name);

/// Bounds in code points, as the schema counts them.
constexpr std::size_t kMaxName = 300;
constexpr std::size_t kMaxMaker = 120;
constexpr std::size_t kMaxSku = 120;
constexpr std::size_t kMaxDomain = 253;
constexpr std::size_t kMaxPage = 2'000;
constexpr std::size_t kMaxWords = 2'000;

struct Done {
  DoneHow how = DoneHow::kBought;
  Day on;

  friend bool operator==(const Done&, const Done&) = default;
};

struct Intention {
  Id id;
  Direction direction = Direction::kWant;
  IntentionKind kind = IntentionKind::kProduct;
  Stage stage = Stage::kNoticed;
  std::string name;
  std::optional<std::string> maker;
  std::optional<std::string> sku;
  std::optional<std::string> gtin;
  /// The domain the person may address.
  std::optional<std::string> brand;
  /// Without query and fragment.
  std::optional<std::string> page;
  std::optional<Money> price_kept;
  std::optional<Money> price_seen;
  Day noticed_on;
  std::optional<Day> kept_on;
  std::optional<Day> fades_on;
  std::string words;
  std::string why;
  std::string have;
  std::optional<Money> budget;
  std::optional<Done> done;
  /// Forget was pressed less than ten seconds ago.
  bool forgetting = false;

  friend bool operator==(const Intention&, const Intention&) = default;
};

/// What a page or the person says about a new thing (common.json, NewIntention).
struct NewIntention {
  Direction direction = Direction::kWant;
  IntentionKind kind = IntentionKind::kProduct;
  std::string name;
  std::optional<std::string> maker;
  std::optional<std::string> sku;
  std::optional<std::string> gtin;
  std::optional<std::string> brand;
  /// Query and fragment are dropped by the universe, whoever calls; an address that is not http(s),
  /// carries user info or is too long without them is dropped whole.
  std::optional<std::string> page;
  /// Becomes price_seen, and price_kept when kept.
  std::optional<Money> price;
  std::string words;
  std::string why;
  std::string have;
  std::optional<Money> budget;
};

/// Changes to the person's own words. What is nullopt stays. `budget`: set, or taken away.
struct Changes {
  std::optional<std::string> name;
  std::optional<std::string> words;
  std::optional<std::string> why;
  std::optional<std::string> have;
  std::optional<std::optional<Money>> budget;
};

/// What a list shows; empty means all.
struct IntentionFilter {
  std::vector<Stage> stages;
  std::optional<Direction> direction;
  std::optional<IntentionKind> kind;
  /// Only what fades on this day or before; what stays is left out.
  std::optional<Day> fades_by;
  std::optional<std::string> brand;
  /// All words must occur, in any field the person can read; case and accents do not count.
  std::string words;
};

struct IntentionPage {
  /// Newest first: what was kept or noticed last.
  std::vector<Intention> items;
  /// Where the next page begins.
  std::optional<std::string> next;
  /// How many the filter finds in all.
  std::size_t total = 0;
};

/// What is known of a thing when it is met again. Matched by brand and, in this order: gtin, sku,
/// page, name.
struct Identity {
  std::string brand;
  std::optional<std::string> page;
  std::optional<std::string> sku;
  std::optional<std::string> gtin;
  std::optional<std::string> name;
};

struct Noticed {
  /// The stored or already known intention; nullopt where the policy stores nothing.
  std::optional<Intention> intention;
  /// Whether the universe holds it (newly or already).
  bool stored = false;
  /// The person has not yet chosen what is remembered.
  bool offer_policy = false;
};

/// Exactly the members of common.json's Intention.
boost::json::object to_json(const Intention& intention);
/// The same without `id` and `forgetting`, and without members that are null or empty: as a record
/// holds it.
boost::json::object record_of(const Intention& intention);
/// From either form. Errors: storage_damaged, naming the member and nothing of its content.
Result<Intention> intention_from_json(const Id& id, const boost::json::object& object);

/// {"minor":12900,"currency":"EUR"}.
boost::json::object to_json(const Money& money);

/// An address as records hold it: without query and fragment; nullopt where it is not http(s),
/// carries user info, or is longer than kMaxPage.
std::optional<std::string> page_of(std::string_view address);

/// Whether every text keeps within its bound and is valid UTF-8, and money is money.
bool is_valid(const NewIntention& thing);
bool is_valid(const Changes& changes);

}  // namespace volition::universe
