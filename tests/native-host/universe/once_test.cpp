// SPDX-License-Identifier: GPL-3.0-or-later
// One-time execution: a repeat is answered with the first result and changes nothing.

#include <boost/json/serialize.hpp>

#include "catch/catch.hpp"
#include "universe_world.hpp"

using namespace volition;
using namespace volition::universe;
using namespace volition::test;

namespace {

Result<boost::json::value> keep_once(Universe& universe, const Id& op, const NewIntention& thing,
                                     int* runs = nullptr) {
  return universe.once(op, "intentions.keep " + thing.name, [&]() -> Result<boost::json::value> {
    if (runs != nullptr) ++*runs;
    const auto kept = universe.keep(thing);
    if (!kept) return kept.error();
    return boost::json::value(to_json(*kept));
  });
}

}  // namespace

TEST_CASE("a repeat gives the first result, also from another host and after a restart") {
  TempFolder folder;
  FakeClock clock;
  const Id op = new_id();
  int runs = 0;
  std::string first;
  {
    auto universe = Universe::open(folder.path(), clock);
    first = boost::json::serialize(*keep_once(*universe, op, shoes(), &runs));
    CHECK(boost::json::serialize(*keep_once(*universe, op, shoes(), &runs)) == first);
    auto other = Universe::open(folder.path(), clock);
    CHECK(boost::json::serialize(*keep_once(*other, op, shoes(), &runs)) == first);
    // The first result, even when the record changed since.
    Changes changes;
    changes.words = "later";
    const auto id = parse_id(keep_once(*other, op, shoes())->at("id").as_string());
    REQUIRE(other->edit(*id, changes));
    CHECK(boost::json::serialize(*keep_once(*universe, op, shoes(), &runs)) == first);
  }
  auto universe = Universe::open(folder.path(), clock);
  CHECK(boost::json::serialize(*keep_once(*universe, op, shoes(), &runs)) == first);
  CHECK(runs == 1);
  CHECK(universe->list({}, std::nullopt, 10)->total == 1);
}

TEST_CASE("the same id with other parameters is refused") {
  TempFolder folder;
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  const Id op = new_id();
  REQUIRE(keep_once(*universe, op, shoes()));
  const auto other = keep_once(*universe, op, thing_named("something else"));
  REQUIRE_FALSE(other);
  CHECK(other.error().code == ErrorCode::kOpIdReused);
  CHECK(universe->list({}, std::nullopt, 10)->total == 1);
}

TEST_CASE("an operation that fails changes nothing and may be tried again") {
  TempFolder folder;
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  const Id op = new_id();
  const auto failed = universe->once(op, "x", [&]() -> Result<boost::json::value> {
    REQUIRE(universe->keep(shoes()));
    REQUIRE(universe->set_policy(Policy::kSevenDays));
    return Error{ErrorCode::kUnknownDraft, "no"};
  });
  REQUIRE_FALSE(failed);
  CHECK(failed.error().code == ErrorCode::kUnknownDraft);
  CHECK(universe->list({}, std::nullopt, 10)->total == 0);
  CHECK(*universe->policy() == Policy::kUnset);
  CHECK(keep_once(*universe, op, shoes()));
  CHECK(universe->list({}, std::nullopt, 10)->total == 1);
  CHECK(universe->verify());
}

TEST_CASE("a late retry cannot bring back what was forgotten") {
  TempFolder folder;
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  const Id op = new_id();
  const Id unrelated = new_id();
  const auto kept = keep_once(*universe, op, shoes());
  REQUIRE(keep_once(*universe, unrelated, thing_named("lamp")));
  REQUIRE(universe->forget(*parse_id(kept->at("id").as_string())));
  clock.pass_seconds(11);
  REQUIRE(universe->tick());
  const auto retry = keep_once(*universe, op, shoes());
  REQUIRE_FALSE(retry);
  CHECK(retry.error().code == ErrorCode::kForgotten);
  CHECK(universe->list({}, std::nullopt, 10)->total == 1);
  // Results that showed nothing of it are still answered.
  CHECK(keep_once(*universe, unrelated, thing_named("lamp")));

  clock.pass_days(kOperationDays);
  REQUIRE(universe->tick());
  CHECK(keep_once(*universe, op, shoes()).error().code == ErrorCode::kForgotten);
}

TEST_CASE("forgetting everything keeps the ids too") {
  TempFolder folder;
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  const Id op = new_id();
  REQUIRE(keep_once(*universe, op, shoes()));
  const Id everything = new_id();
  const auto forget = [&] {
    return universe->once(everything, "all", [&]() -> Result<boost::json::value> {
      const auto erased = universe->forget_all();
      if (!erased) return erased.error();
      boost::json::object answer;
      answer["state"] = name_of(*erased);
      return boost::json::value(std::move(answer));
    });
  };
  const auto first = forget();
  REQUIRE(first);
  CHECK(boost::json::serialize(*first) == R"({"state":"forgotten"})");
  CHECK(boost::json::serialize(*forget()) == R"({"state":"forgotten"})");
  CHECK(keep_once(*universe, op, shoes()).error().code == ErrorCode::kForgotten);
  CHECK(universe->summary()->records == 0);
  // And only for a week.
  clock.pass_days(kOperationDays + 1);
  REQUIRE(universe->tick());
  CHECK(keep_once(*universe, op, shoes()));
}

TEST_CASE("notices that make nothing new leave no trace of a visit") {
  TempFolder folder;
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  const auto notice = [&] {
    return universe->once(new_id(), "notice", [&]() -> Result<boost::json::value> {
      const auto noticed = universe->notice(shoes());
      if (!noticed) return noticed.error();
      return boost::json::value(noticed->stored);
    });
  };
  const auto generation = [&] { return read_file(folder / "universe.db-wal").size(); };
  REQUIRE(universe->set_policy(Policy::kOnlyKeep));
  std::size_t before = generation();
  for (int i = 0; i < 5; ++i) CHECK_FALSE(notice()->as_bool());
  CHECK(generation() == before);
  REQUIRE(universe->set_policy(Policy::kSevenDays));
  CHECK(notice()->as_bool());
  before = generation();
  for (int i = 0; i < 5; ++i) CHECK(notice()->as_bool());
  CHECK(generation() == before);
}
