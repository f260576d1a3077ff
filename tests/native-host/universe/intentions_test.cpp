// SPDX-License-Identifier: GPL-3.0-or-later
// What a person meets: notice, keep, list, edit, done, and the price then and now.

#include "catch/catch.hpp"
#include "universe_world.hpp"

using namespace volition;
using namespace volition::universe;
using namespace volition::test;

namespace {

std::vector<std::string> names_of(const std::vector<Intention>& items) {
  std::vector<std::string> names;
  for (const Intention& item : items) names.push_back(item.name);
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("without a choice nothing is remembered, and the choice is offered") {
  TempFolder folder;
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  REQUIRE(universe);
  const auto noticed = universe->notice(shoes());
  REQUIRE(noticed);
  CHECK_FALSE(noticed->stored);
  CHECK_FALSE(noticed->intention);
  CHECK(noticed->offer_policy);
  CHECK(universe->list({}, std::nullopt, 10)->items.empty());
  CHECK(universe->summary()->records == 0);
}

TEST_CASE("only_keep remembers nothing and offers nothing") {
  TempFolder folder;
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  REQUIRE(universe->set_policy(Policy::kOnlyKeep));
  const auto noticed = universe->notice(shoes());
  CHECK_FALSE(noticed->stored);
  CHECK_FALSE(noticed->offer_policy);
  CHECK(*universe->policy() == Policy::kOnlyKeep);
  CHECK(universe->set_policy(Policy::kUnset).error().code == ErrorCode::kInvalidParams);
}

TEST_CASE("seven_days notices, without the address's query, and merges what is met again") {
  TempFolder folder;
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  REQUIRE(universe->set_policy(Policy::kSevenDays));
  const auto first = universe->notice(shoes());
  REQUIRE(first);
  REQUIRE(first->stored);
  CHECK(first->intention->stage == Stage::kNoticed);
  CHECK(first->intention->page == "https://shop.example/shoes/trail");
  CHECK(first->intention->price_seen == Money{14900, "EUR"});
  CHECK_FALSE(first->intention->price_kept);
  CHECK(format_day(*first->intention->fades_on) == "2026-11-10");

  clock.pass_days(3);
  NewIntention again = shoes();
  again.price = Money{12900, "EUR"};
  const auto second = universe->notice(again);
  CHECK(second->intention->id == first->intention->id);
  CHECK(second->intention->price_seen == Money{12900, "EUR"});
  // Neither the first day nor the fading moves: that would tell of a second visit.
  CHECK(second->intention->noticed_on == first->intention->noticed_on);
  CHECK(second->intention->fades_on == first->intention->fades_on);
  CHECK(universe->list({}, std::nullopt, 10)->total == 1);
}

TEST_CASE("a thing is recognised by gtin, sku, page or name of the same brand") {
  struct Row {
    const char* what;
    NewIntention thing;
    bool same;
  };
  const auto with = [](auto change) {
    NewIntention thing = shoes();
    change(thing);
    return thing;
  };
  const std::vector<Row> rows{
      {"all the same", shoes(), true},
      {"gtin, other name and page", with([](NewIntention& t) {
         t.name = "Chaussures";
         t.page = "https://shop.example/fr/x";
         t.sku.reset();
       }),
       true},
      {"sku alone", with([](NewIntention& t) {
         t.name = "x";
         t.page.reset();
         t.gtin.reset();
       }),
       true},
      {"page alone, without query", with([](NewIntention& t) {
         t = thing_named("renamed");
         t.page = "https://shop.example/shoes/trail";
       }),
       true},
      {"page alone, with a query that may tell things apart", with([](NewIntention& t) {
         t = thing_named("renamed");
         t.page = "https://shop.example/shoes/trail?id=2";
       }),
       false},
      {"name alone, other case and accents",
       with([](NewIntention& t) { t = thing_named("TRAIL SHOES ete"); }), true},
      {"another gtin", with([](NewIntention& t) { t.gtin = "12345678"; }), false},
      {"another sku without gtin", with([](NewIntention& t) {
         t.sku = "TS-43";
         t.gtin.reset();
       }),
       false},
      {"another brand", with([](NewIntention& t) { t.brand = "other.example"; }), false},
      {"to give", with([](NewIntention& t) { t.direction = Direction::kGive; }), false},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    TempFolder folder;
    FakeClock clock;
    auto universe = Universe::open(folder.path(), clock);
    const auto kept = universe->keep(shoes());
    REQUIRE(kept);
    const auto second = universe->keep(row.thing);
    REQUIRE(second);
    CHECK((second->id == kept->id) == row.same);
  }
}

TEST_CASE("keep makes a thing stay at the price of that day; later prices are told beside it") {
  TempFolder folder;
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  const auto kept = universe->keep(shoes());
  REQUIRE(kept);
  CHECK(kept->stage == Stage::kKept);
  CHECK(kept->price_kept == Money{14900, "EUR"});
  CHECK_FALSE(kept->fades_on);
  CHECK(kept->kept_on == clock.today());
  clock.pass_days(20);
  NewIntention cheaper = shoes();
  cheaper.price = Money{12900, "EUR"};
  REQUIRE(universe->notice(cheaper));
  const auto now = universe->get(kept->id);
  CHECK(now->price_kept == Money{14900, "EUR"});
  CHECK(now->price_seen == Money{12900, "EUR"});
  // A second press on Keep changes neither.
  const auto again = universe->keep(shoes());
  CHECK(again->id == kept->id);
  CHECK(again->price_kept == Money{14900, "EUR"});
  CHECK(again->kept_on == kept->kept_on);
}

TEST_CASE("find_known finds and stores nothing") {
  TempFolder folder;
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  const Identity identity{"shop.example", std::nullopt, "TS-42", std::nullopt, std::nullopt};
  CHECK_FALSE(*universe->find_known(identity));
  const auto kept = universe->keep(shoes());
  const auto found = universe->find_known(identity);
  REQUIRE(found);
  REQUIRE(*found);
  CHECK((*found)->id == kept->id);
  REQUIRE(universe->forget(kept->id));
  CHECK_FALSE(*universe->find_known(identity));
}

TEST_CASE("edit keeps what it touches; done, asked and answered follow the words") {
  TempFolder folder;
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  REQUIRE(universe->set_policy(Policy::kSevenDays));
  const Id id = universe->notice(shoes())->intention->id;
  Changes changes;
  changes.why = "my old ones leak";
  changes.budget = std::optional<Money>(Money{10000, "EUR"});
  const auto edited = universe->edit(id, changes);
  REQUIRE(edited);
  CHECK(edited->stage == Stage::kKept);
  CHECK_FALSE(edited->fades_on);
  CHECK(edited->why == "my old ones leak");
  Changes away;
  away.budget = std::optional<Money>();
  CHECK_FALSE(universe->edit(id, away)->budget);
  CHECK(universe->mark_asked(id)->stage == Stage::kAsked);
  CHECK(universe->mark_answered(id)->stage == Stage::kAnswered);
  // A further question leaves the answer where it is seen.
  CHECK(universe->mark_asked(id)->stage == Stage::kAnswered);
  const auto done = universe->done(id, DoneHow::kMended);
  CHECK(done->stage == Stage::kDone);
  CHECK(done->done == Done{DoneHow::kMended, clock.today()});
  // Wanted again: a press on Keep.
  const auto wanted = universe->keep(id);
  CHECK(wanted->stage == Stage::kKept);
  CHECK_FALSE(wanted->done);
  CHECK(universe->edit(new_id(), changes).error().code == ErrorCode::kNotFound);
  CHECK(universe->done(new_id(), DoneHow::kBought).error().code == ErrorCode::kNotFound);
}

TEST_CASE("what does not fit is refused by name and stores nothing") {
  TempFolder folder;
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  const std::vector<std::pair<const char*, NewIntention>> rows{
      {"empty name", thing_named("")},
      {"long name", thing_named(std::string(301, 'n'))},
      {"invalid UTF-8", thing_named("\xff\xfe")},
      {"NUL", thing_named(std::string("a\0b", 3))},
      {"short gtin",
       [] {
         auto t = thing_named("x");
         t.gtin = "123";
         return t;
       }()},
      {"negative price",
       [] {
         auto t = thing_named("x");
         t.price = Money{-1, "EUR"};
         return t;
       }()},
      {"no currency",
       [] {
         auto t = thing_named("x");
         t.budget = Money{1, "eur"};
         return t;
       }()},
  };
  for (const auto& [what, thing] : rows) {
    INFO(what);
    const auto kept = universe->keep(thing);
    REQUIRE_FALSE(kept);
    CHECK(kept.error().code == ErrorCode::kInvalidParams);
  }
  CHECK(universe->keep(thing_named(std::string(300, 'n'))));
  CHECK(universe->summary()->records == 1);
}

TEST_CASE("addresses that could carry more than a place are dropped") {
  const std::vector<std::pair<const char*, std::optional<std::string>>> rows{
      {"https://shop.example/a?b#c", "https://shop.example/a"},
      {"https://shop.example/a#c?d", "https://shop.example/a"},
      {"http://shop.example", "http://shop.example"},
      {"https://me:word@shop.example/a", std::nullopt},
      {"https://shop.example\\@evil.example/", std::nullopt},
      {"javascript:alert(1)", std::nullopt},
      {"file:///etc/passwd", std::nullopt},
      {"https://", std::nullopt},
      {"https:///path", "https:///path"},
      {"", std::nullopt},
  };
  for (const auto& [address, expected] : rows) {
    INFO(address);
    CHECK(page_of(address) == expected);
  }
  CHECK_FALSE(page_of("https://shop.example/" + std::string(2'000, 'a')));
}

TEST_CASE("the list by kind and by what fades soon, counted before it is paged") {
  TempFolder folder;
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  REQUIRE(universe->set_policy(Policy::kSevenDays));
  REQUIRE(universe->keep(thing_named("kept")));
  REQUIRE(universe->notice(thing_named("seen first")));
  clock.pass_days(2);
  NewIntention repair = thing_named("repair");
  repair.kind = IntentionKind::kService;
  REQUIRE(universe->notice(repair));
  REQUIRE(universe->notice(thing_named("seen second")));
  REQUIRE(universe->tick());

  IntentionFilter filter;
  filter.kind = IntentionKind::kService;
  CHECK(names_of(universe->list(filter, std::nullopt, 9)->items) == Names{"repair"});
  filter.kind = IntentionKind::kProduct;
  const auto page = universe->list(filter, std::nullopt, 1);
  REQUIRE(page);
  CHECK(names_of(page->items) == Names{"seen second"});
  CHECK(page->total == 3);
  REQUIRE(page->next);
  CHECK(names_of(universe->list(filter, *page->next, 9)->items) == Names{"seen first", "kept"});

  // The first fades in five days, the others in seven, and what was kept never.
  const std::vector<std::pair<int, Names>> rows{
      {0, {}},
      {4, {}},
      {5, {"seen first"}},
      {6, {"seen first"}},
      {7, {"seen second", "repair", "seen first"}},
  };
  filter = {};
  for (const auto& [days, expected] : rows) {
    INFO(days);
    filter.fades_by = clock.today().plus(days);
    const auto found = universe->list(filter, std::nullopt, 9);
    REQUIRE(found);
    CHECK(names_of(found->items) == expected);
    CHECK(found->total == expected.size());
  }
}

TEST_CASE("the list is newest first, in pages, by stage, direction, brand and words") {
  TempFolder folder;
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  REQUIRE(universe->set_policy(Policy::kSevenDays));
  for (const char* name : {"one", "two", "three", "four", "five"}) {
    REQUIRE(universe->keep(thing_named(name, name[0] == 't' ? "t.example" : "shop.example")));
  }
  NewIntention gift = thing_named("Vélo d'été");
  gift.direction = Direction::kGive;
  gift.kind = IntentionKind::kObjects;
  gift.brand.reset();
  gift.have = "Une sacoche";
  REQUIRE(universe->keep(gift));
  REQUIRE(universe->notice(thing_named("seen")));

  const auto first = universe->list({}, std::nullopt, 3);
  REQUIRE(first);
  CHECK(names_of(first->items) == Names{"seen", "Vélo d'été", "five"});
  CHECK(first->total == 7);
  REQUIRE(first->next);
  const auto second = universe->list({}, *first->next, 3);
  CHECK(names_of(second->items) == Names{"four", "three", "two"});
  const auto third = universe->list({}, *second->next, 3);
  CHECK(names_of(third->items) == Names{"one"});
  CHECK_FALSE(third->next);

  IntentionFilter filter;
  filter.stages = {Stage::kNoticed};
  CHECK(names_of(universe->list(filter, std::nullopt, 9)->items) == Names{"seen"});
  filter = {};
  filter.direction = Direction::kGive;
  CHECK(names_of(universe->list(filter, std::nullopt, 9)->items) == Names{"Vélo d'été"});
  filter = {};
  filter.brand = "t.example";
  CHECK(names_of(universe->list(filter, std::nullopt, 9)->items) == Names{"three", "two"});
  filter = {};
  filter.words = "VELO  SACOCHE";
  CHECK(names_of(universe->list(filter, std::nullopt, 9)->items) == Names{"Vélo d'été"});
  filter.words = "velo absent";
  CHECK(universe->list(filter, std::nullopt, 9)->items.empty());

  CHECK(universe->list({}, "x", 3).error().code == ErrorCode::kInvalidParams);
  CHECK(universe->list({}, "", 3).error().code == ErrorCode::kInvalidParams);
  CHECK(universe->list({}, std::nullopt, 0).error().code == ErrorCode::kInvalidParams);
  CHECK(universe->list({}, std::nullopt, 201).error().code == ErrorCode::kInvalidParams);
}

TEST_CASE("everything is there again after the host has gone") {
  TempFolder folder;
  FakeClock clock;
  Intention before;
  {
    auto universe = Universe::open(folder.path(), clock);
    NewIntention thing = shoes();
    thing.words = "🥾 pour l'automne";
    before = *universe->keep(thing);
  }
  auto universe = Universe::open(folder.path(), clock);
  REQUIRE(universe);
  CHECK(*universe->get(before.id) == before);
  CHECK(universe->verify());
}
