// SPDX-License-Identifier: GPL-3.0-or-later
// Requests kept, attempts counted, brands, and everything in pages.

#include <boost/json/serialize.hpp>
#include <set>

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
};

}  // namespace

TEST_CASE("a request comes back with its content, keys and replies") {
  Home home;
  StoredRequest request =
      request_to("shop.example", home.clock.today(), home.clock.today().plus(9));
  request.status = 202;
  request.state = RequestState::kSent;
  request.replies.push_back({"Offer", "We have it.", "Trail shoes", Money{11900, "EUR"},
                             "https://shop.example/offer", home.clock.today().plus(5),
                             home.clock.today(), std::nullopt});
  REQUIRE(home.universe->put_request(request));
  CHECK(home.universe->put_request(request).error().code == ErrorCode::kInvalidParams);
  auto other = Universe::open(home.folder.path(), home.clock);
  const auto back = other->get_request(request.id);
  REQUIRE(back);
  CHECK(record_of(*back) == record_of(request));
  CHECK(back->replies == request.replies);
  CHECK(to_json(*back) == to_json(request));
  // The list does not carry what it does not show.
  const auto list = other->list_requests(std::nullopt, std::nullopt, 50);
  REQUIRE(list->items.size() == 1);
  CHECK(list->items[0].keys.empty());
  CHECK(list->items[0].content.empty());
  CHECK(list->items[0].replies == request.replies);
  CHECK(other->get_request(new_id()).error().code == ErrorCode::kNotFound);
  CHECK(other->update_request(request_to("x.example", {}, {})).error().code ==
        ErrorCode::kNotFound);
  CHECK(other->forget_request(new_id()).error().code == ErrorCode::kNotFound);
}

TEST_CASE("requests are listed newest first, in pages, by intention") {
  Home home;
  const Id intention = home.universe->keep(shoes())->id;
  std::vector<Id> ids;
  for (int i = 0; i < 5; ++i) {
    StoredRequest request =
        request_to("shop.example", home.clock.today(), home.clock.today().plus(9));
    if (i % 2 == 0) request.intention_id = intention;
    ids.insert(ids.begin(), request.id);
    REQUIRE(home.universe->put_request(request));
  }
  std::vector<Id> seen;
  std::optional<std::string> cursor;
  do {
    const auto page = home.universe->list_requests(std::nullopt, cursor, 2);
    REQUIRE(page);
    for (const StoredRequest& request : page->items) seen.push_back(request.id);
    cursor = page->next;
  } while (cursor);
  CHECK(seen == ids);
  CHECK(home.universe->list_requests(intention, std::nullopt, 50)->items.size() == 3);
  CHECK(home.universe->list_requests({}, "-1", 50).error().code == ErrorCode::kInvalidParams);
  CHECK(home.universe->list_requests({}, std::nullopt, 51).error().code ==
        ErrorCode::kInvalidParams);
}

TEST_CASE("attempts are counted by company, kind and day, only where the person agreed") {
  Home home;
  const std::vector<AttemptCount> batch{{{}, "Meta", "retargeting", 2},
                                        {{}, "Criteo", "retargeting", 1},
                                        {{}, "Meta", "analytics", 1}};
  CHECK_FALSE(*home.universe->add_attempts(batch));
  REQUIRE(home.universe->set_policy(Policy::kOnlyKeep));
  CHECK_FALSE(*home.universe->add_attempts(batch));
  REQUIRE(home.universe->set_policy(Policy::kSevenDays));
  CHECK(*home.universe->add_attempts(batch));
  CHECK(*home.universe->add_attempts(batch));
  home.clock.pass_days(1);
  CHECK(*home.universe->add_attempts({{{}, "Meta", "retargeting", 5}}));
  const Day from = home.clock.today().plus(-1);
  const auto rows = home.universe->attempt_days(from, home.clock.today());
  REQUIRE(rows);
  std::string text;
  for (const AttemptCount& row : *rows) {
    text += format_day(row.day) + " " + row.company + " " + row.kind + " " +
            std::to_string(row.count) + "\n";
  }
  CHECK(text ==
        "2026-11-03 Criteo retargeting 2\n2026-11-03 Meta analytics 2\n"
        "2026-11-03 Meta retargeting 4\n2026-11-04 Meta retargeting 5\n");
  CHECK(home.universe->attempt_days(home.clock.today(), home.clock.today())->size() == 1);
  CHECK(home.universe->add_attempts({{{}, "", "x", 1}}).error().code == ErrorCode::kInvalidParams);
  CHECK(home.universe->add_attempts({{{}, "x", "x", 0}}).error().code == ErrorCode::kInvalidParams);

  home.clock.pass_days(28);
  REQUIRE(home.universe->tick());
  CHECK(home.universe->attempt_days(from, home.clock.today())->size() == 4);
  home.clock.pass_days(1);
  REQUIRE(home.universe->tick());
  CHECK(home.universe->attempt_days(from, home.clock.today())->size() == 1);
  CHECK(*home.universe->forget_attempts() == Erasure::kForgotten);
  CHECK(home.universe->attempt_days(from, home.clock.today())->empty());
  CHECK(*home.universe->forget_attempts() == Erasure::kForgotten);
}

TEST_CASE("a day on which more was tried than was told says so, and only that day") {
  Home home;
  REQUIRE(home.universe->set_policy(Policy::kSevenDays));
  const std::vector<AttemptCount> batch{{{}, "Meta", "retargeting", 2},
                                        {{}, "Criteo", "retargeting", 1}};
  REQUIRE(*home.universe->add_attempts(batch));
  home.clock.pass_days(1);
  REQUIRE(*home.universe->add_attempts(batch));
  CHECK(*home.universe->add_attempts({}, Counted::kAtLeast));
  CHECK(*home.universe->add_attempts(batch));
  auto other = Universe::open(home.folder.path(), home.clock);
  const auto rows = other->attempt_days(home.clock.today().plus(-1), home.clock.today());
  REQUIRE(rows);
  REQUIRE(rows->size() == 4);
  for (std::size_t at = 0; at < 4; ++at) {
    CHECK((*rows)[at].counted == (at < 2 ? Counted::kAll : Counted::kAtLeast));
  }
}

TEST_CASE("a page that invents companies cannot fill the store") {
  Home home;
  REQUIRE(home.universe->set_policy(Policy::kSevenDays));
  std::vector<AttemptCount> batch;
  for (int i = 0; i < 1'500; ++i) batch.push_back({{}, "c" + std::to_string(i), "other", 1});
  REQUIRE(home.universe->add_attempts(batch));
  CHECK(home.universe->attempt_days(home.clock.today(), home.clock.today())->size() == 1'000);
}

TEST_CASE("brands are those that some record names, in pages that survive a forgetting") {
  Home home;
  for (const char* brand : {"c.example", "a.example", "b.example", "d.example"}) {
    REQUIRE(home.universe->keep(thing_named("thing", brand)));
  }
  REQUIRE(home.universe->keep(thing_named("second", "a.example")));
  REQUIRE(home.universe->put_request(
      request_to("a.example", home.clock.today(), home.clock.today().plus(1))));
  const auto first = home.universe->brands(std::nullopt, 2);
  REQUIRE(first);
  REQUIRE(first->items.size() == 2);
  CHECK(first->items[0].domain == "a.example");
  CHECK(first->items[0].intentions == 2);
  CHECK(first->items[0].requests == 1);
  REQUIRE(first->next);
  CHECK(first->next->size() <= 128);
  SECTION("nothing happened") {
    const auto second = home.universe->brands(*first->next, 2);
    CHECK(second->items[0].domain == "c.example");
    CHECK(second->items[1].domain == "d.example");
    CHECK_FALSE(second->next);
  }
  SECTION("the last one shown was forgotten") {
    CHECK(home.universe->forget_brand("b.example")->forgotten == 1);
    const auto second = home.universe->brands(*first->next, 2);
    REQUIRE_FALSE(second->items.empty());
    CHECK(second->items.back().domain == "d.example");
  }
  CHECK(home.universe->brands("zz", 2).error().code == ErrorCode::kInvalidParams);
  CHECK(home.universe->forget_brand("nobody.example")->forgotten == 0);
  CHECK(home.universe->forget_brand("nobody.example")->state == Erasure::kForgotten);
}

TEST_CASE("the export holds everything readable, no keys, in pages that fit an answer") {
  Home home;
  REQUIRE(home.universe->set_policy(Policy::kSevenDays));
  std::set<Id> expected;
  for (int i = 0; i < 40; ++i) {
    NewIntention thing = thing_named("thing " + std::to_string(i));
    thing.words = std::string(2'000, 'w');
    expected.insert(home.universe->keep(thing)->id);
  }
  for (int i = 0; i < 30; ++i) {
    StoredRequest request =
        request_to("shop.example", home.clock.today(), home.clock.today().plus(9));
    request.content["exact"] = std::string(50'000, 'e');
    expected.insert(request.id);
    REQUIRE(home.universe->put_request(request));
  }
  REQUIRE(home.universe->add_attempts({{{}, "Meta", "retargeting", 2}}));
  std::set<Id> seen;
  std::set<std::string> kinds;
  std::optional<std::string> cursor;
  int pages = 0;
  do {
    const auto page = home.universe->export_page(cursor);
    REQUIRE(page);
    ++pages;
    std::size_t bytes = 0;
    for (const ExportItem& item : page->items) {
      bytes += boost::json::serialize(item.record).size();
      CHECK(seen.insert(item.id).second);
      kinds.insert(item.kind);
      CHECK_FALSE(item.record.contains("keys"));
    }
    CHECK(bytes < 700'000);
    cursor = page->next;
  } while (cursor);
  CHECK(pages >= 3);
  CHECK(kinds == std::set<std::string>{"attempts", "intention", "request", "settings"});
  CHECK(std::includes(seen.begin(), seen.end(), expected.begin(), expected.end()));
  CHECK(seen.size() == expected.size() + 2);
  CHECK(home.universe->export_page("nonsense").error().code == ErrorCode::kInvalidParams);
}

TEST_CASE("a state of a request and a stage have one name each, both ways") {
  for (const auto state :
       {RequestState::kSealed, RequestState::kSent, RequestState::kUnknown, RequestState::kRefused,
        RequestState::kAnswered, RequestState::kWithdrawn, RequestState::kExpired}) {
    CHECK(parse_request_state(name_of(state)) == state);
  }
  for (const auto stage :
       {Stage::kNoticed, Stage::kKept, Stage::kAsked, Stage::kAnswered, Stage::kDone}) {
    CHECK(parse_stage(name_of(stage)) == stage);
  }
  CHECK_FALSE(parse_stage("Noticed"));
  CHECK_FALSE(parse_request_state(""));
}

TEST_CASE("an intention's JSON is that of the schema, and reads back") {
  Home home;
  NewIntention thing = shoes();
  thing.budget = Money{1, "JPY"};
  const auto kept = home.universe->keep(thing);
  const auto done = home.universe->done(kept->id, DoneHow::kBorrowed);
  const boost::json::object json = to_json(*done);
  CHECK(json.size() == 21);
  CHECK(*intention_from_json(done->id, json) == *done);
  CHECK(*intention_from_json(done->id, record_of(*done)) == *done);
  for (const char* member : {"direction", "stage", "name", "noticed_on"}) {
    INFO(member);
    boost::json::object harmed = json;
    harmed[member] = 5;
    CHECK(intention_from_json(done->id, harmed).error().code == ErrorCode::kStorageDamaged);
    harmed.erase(member);
    CHECK_FALSE(intention_from_json(done->id, harmed));
  }
}

TEST_CASE("what another host changed is seen in the revision, what this one changed is not") {
  Home home;
  auto other = Universe::open(home.folder.path(), home.clock);
  REQUIRE(other);
  const std::int64_t before = home.universe->summary()->revision;
  REQUIRE(home.universe->put_request(
      request_to("shop.example", home.clock.today(), home.clock.today().plus(9))));
  CHECK(home.universe->summary()->revision == before);
  REQUIRE(other->put_request(
      request_to("lamps.example", home.clock.today(), home.clock.today().plus(9))));
  const std::int64_t after = home.universe->summary()->revision;
  CHECK(after != before);
  CHECK(home.universe->summary()->revision == after);
}
