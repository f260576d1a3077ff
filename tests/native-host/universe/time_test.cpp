// SPDX-License-Identifier: GPL-3.0-or-later
// What fades, what is undone in time, and a calendar that jumps.

#include "catch/catch.hpp"
#include "universe_world.hpp"

using namespace volition;
using namespace volition::universe;
using namespace volition::test;

namespace {

struct Home {
  TempFolder folder;
  FakeClock clock;
  Result<Universe> universe = Universe::open(folder.path(), clock);

  void restart() { universe = Universe::open(folder.path(), clock); }
  std::size_t shown() { return universe->list({}, std::nullopt, 200)->items.size(); }
};

}  // namespace

TEST_CASE("what was noticed fades on its day, before anything is shown") {
  for (const bool restarted : {false, true}) {
    INFO("restarted " << restarted);
    Home home;
    REQUIRE(home.universe->set_policy(Policy::kSevenDays));
    const Id seen = home.universe->notice(shoes())->intention->id;
    const Id kept = home.universe->keep(thing_named("lamp"))->id;
    home.clock.pass_days(6);
    restarted ? home.restart() : static_cast<void>(home.universe->tick());
    CHECK(home.universe->get(seen));
    home.clock.pass_days(1);
    restarted ? home.restart() : static_cast<void>(home.universe->tick());
    REQUIRE(home.universe);
    CHECK(home.universe->get(seen).error().code == ErrorCode::kNotFound);
    CHECK(home.universe->get(kept));
    CHECK(home.shown() == 1);
    CHECK(home.universe->verify());
  }
}

TEST_CASE("forget hides at once, can be undone for ten seconds, and then erases") {
  Home home;
  const Id id = home.universe->keep(shoes())->id;
  const auto left = home.universe->forget(id);
  REQUIRE(left);
  CHECK(*left == kUndoMs);
  CHECK(home.shown() == 0);
  CHECK(home.universe->get(id)->forgetting);
  CHECK(home.universe->summary()->records == 0);
  CHECK(home.universe->export_page(std::nullopt)->items.size() == 1);  // The settings.
  REQUIRE(home.universe->next_due_ms());
  CHECK(*home.universe->next_due_ms() == kUndoMs);

  home.clock.pass_seconds(9);
  REQUIRE(home.universe->tick());
  CHECK(*home.universe->forget(id) == 1'000);  // A second press does not start anew.
  const auto back = home.universe->unforget(id);
  REQUIRE(back);
  CHECK_FALSE(back->forgetting);
  CHECK(home.shown() == 1);
  CHECK_FALSE(home.universe->next_due_ms());

  REQUIRE(home.universe->forget(id));
  home.clock.pass_seconds(10);
  CHECK(*home.universe->next_due_ms() == 0);
  CHECK(home.universe->unforget(id).error().code == ErrorCode::kForgotten);
  REQUIRE(home.universe->tick());
  CHECK(home.universe->get(id).error().code == ErrorCode::kNotFound);
  CHECK(home.universe->unforget(id).error().code == ErrorCode::kForgotten);
  CHECK(home.universe->forget(id).error().code == ErrorCode::kNotFound);
  CHECK_FALSE(home.universe->next_due_ms());
}

TEST_CASE("what was doomed is erased at the next start, once its ten seconds have passed") {
  Home home;
  const Id id = home.universe->keep(shoes())->id;
  REQUIRE(home.universe->forget(id));
  home.clock.pass_seconds(4);
  home.restart();  // A browser restarts its worker, and with it the host.
  REQUIRE(home.universe);
  CHECK(home.shown() == 0);
  CHECK(*home.universe->next_due_ms() == 6'000);
  CHECK(home.universe->unforget(id));
  REQUIRE(home.universe->forget(id));
  home.clock.pass_seconds(10);
  home.restart();
  CHECK(home.universe->get(id).error().code == ErrorCode::kNotFound);
}

TEST_CASE("a calendar set back does not keep a doomed thing") {
  Home home;
  const Id id = home.universe->keep(shoes())->id;
  REQUIRE(home.universe->forget(id));
  home.clock.pass_days(-2);
  home.restart();
  CHECK(home.universe->get(id).error().code == ErrorCode::kNotFound);
}

TEST_CASE("keep takes a doomed thing back; a notice does not") {
  Home home;
  REQUIRE(home.universe->set_policy(Policy::kSevenDays));
  const Id id = home.universe->keep(shoes())->id;
  REQUIRE(home.universe->forget(id));
  const auto noticed = home.universe->notice(shoes());
  CHECK_FALSE(noticed->stored);
  CHECK(home.shown() == 0);
  const auto kept = home.universe->keep(shoes());
  CHECK(kept->id == id);
  CHECK(home.shown() == 1);
}

TEST_CASE("a calendar that jumps by more than forty days hides what fades and erases nothing") {
  for (const int jump : {41, -41, 4'000}) {
    INFO("jump " << jump);
    Home home;
    REQUIRE(home.universe->set_policy(Policy::kSevenDays));
    const Id seen = home.universe->notice(shoes())->intention->id;
    REQUIRE(home.universe->keep(thing_named("lamp")));
    REQUIRE(home.universe->add_attempts({{{}, "Criteo", "retargeting", 1}}));
    home.clock.pass_days(jump);
    home.restart();
    REQUIRE(home.universe);
    CHECK(home.universe->summary()->clock_jumped);
    CHECK(home.shown() == 1);
    CHECK(home.universe->get(seen).error().code == ErrorCode::kNotFound);
    CHECK(home.universe->notice(thing_named("x")).error().code == ErrorCode::kClockJumped);
    CHECK_FALSE(*home.universe->add_attempts({{{}, "Criteo", "retargeting", 1}}));

    SECTION("the calendar comes back") {
      home.clock.pass_days(-jump);
      REQUIRE(home.universe->tick());
      CHECK_FALSE(home.universe->summary()->clock_jumped);
      CHECK(home.universe->get(seen));
    }
    SECTION("the person says that the date is right") {
      REQUIRE(home.universe->accept_today());
      CHECK_FALSE(home.universe->summary()->clock_jumped);
      // Set back, nothing is due yet.
      CHECK(bool(home.universe->get(seen)) == (jump < 0));
      CHECK(home.universe->notice(thing_named("x")));
    }
    SECTION("the date holds for a week") {
      for (int day = 0; day < 7; ++day) {
        CHECK(home.universe->summary()->clock_jumped);
        home.clock.pass_days(1);
        REQUIRE(home.universe->tick());
      }
      CHECK_FALSE(home.universe->summary()->clock_jumped);
    }
    SECTION("it jumps again: the week starts anew") {
      home.clock.pass_days(3);
      REQUIRE(home.universe->tick());
      home.clock.pass_days(100);
      REQUIRE(home.universe->tick());
      home.clock.pass_days(6);
      REQUIRE(home.universe->tick());
      CHECK(home.universe->summary()->clock_jumped);
      home.clock.pass_days(1);
      REQUIRE(home.universe->tick());
      CHECK_FALSE(home.universe->summary()->clock_jumped);
    }
  }
}

TEST_CASE("forty days away are no jump") {
  Home home;
  REQUIRE(home.universe->set_policy(Policy::kSevenDays));
  const Id seen = home.universe->notice(shoes())->intention->id;
  home.clock.pass_days(40);
  home.restart();
  CHECK_FALSE(home.universe->summary()->clock_jumped);
  CHECK(home.universe->get(seen).error().code == ErrorCode::kNotFound);
}

TEST_CASE("an idle host looks at the calendar when it is asked") {
  Home home;
  REQUIRE(home.universe->set_policy(Policy::kSevenDays));
  const Id seen = home.universe->notice(shoes())->intention->id;
  for (int day = 0; day < 8; ++day) {
    home.clock.pass_days(1);
    REQUIRE(home.universe->tick());
  }
  CHECK(home.universe->get(seen).error().code == ErrorCode::kNotFound);
}
