// SPDX-License-Identifier: GPL-3.0-or-later
// Forgotten means gone from every file: not a marker, which ciphertext hides anyway, but the very
// bytes of the old body, the old wrapped key and the old sealed box.

#include <sqlite3.h>

#include <boost/json/serialize.hpp>
#include <memory>

#include "catch/catch.hpp"
#include "universe_world.hpp"

using namespace volition;
using namespace volition::universe;
using namespace volition::test;

namespace {

struct CloseDatabase {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
};
using Reader = std::unique_ptr<sqlite3, CloseDatabase>;

/// Another program that reads the file.
Reader open_reader(const TempFolder& folder) {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open((folder / "universe.db").c_str(), &db) == SQLITE_OK);
  return Reader(db);
}

struct Cells {
  std::vector<std::string> bytes;
};

void collect(Reader& reader, const char* sql, Cells& cells) {
  sqlite3_stmt* statement = nullptr;
  REQUIRE(sqlite3_prepare_v2(reader.get(), sql, -1, &statement, nullptr) == SQLITE_OK);
  while (sqlite3_step(statement) == SQLITE_ROW) {
    for (int column = 0; column < sqlite3_column_count(statement); ++column) {
      const auto* data = static_cast<const char*>(sqlite3_column_blob(statement, column));
      const int size = sqlite3_column_bytes(statement, column);
      // A middle piece: the ends of a cell may be cut by page borders.
      if (size >= 32) cells.bytes.emplace_back(data + size / 2 - 12, 24);
      if (size >= 1'000) cells.bytes.emplace_back(data + 100, 24);
    }
  }
  sqlite3_finalize(statement);
}

std::size_t found(const TempFolder& folder, const Cells& cells) {
  std::size_t count = 0;
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    files.push_back(read_file(entry.path()));
  }
  for (const std::string& piece : cells.bytes) {
    for (const std::string& file : files) {
      if (file.find(piece) != std::string::npos) {
        ++count;
        break;
      }
    }
  }
  return count;
}

Cells cells_of(const TempFolder& folder, const char* sql) {
  Reader reader = open_reader(folder);
  Cells cells;
  collect(reader, sql, cells);
  return cells;
}

}  // namespace

TEST_CASE("forgetting everything leaves no byte of the old bodies, keys, results and boxes") {
  TempFolder folder;
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  REQUIRE(universe->set_policy(Policy::kSevenDays));
  for (int i = 0; i < 150; ++i) {
    const std::string name = "thing " + std::to_string(i);
    NewIntention thing = thing_named(name);
    // Some of a size that SQLite moves to overflow pages.
    if (i % 7 == 0) thing.words = std::string(2'000, 'w');
    REQUIRE(universe->once(new_id(), name, [&]() -> Result<boost::json::value> {
      const auto kept = universe->keep(thing);
      if (!kept) return kept.error();
      return boost::json::value(to_json(*kept));
    }));
  }
  REQUIRE(universe->put_request(request_to("shop.example", clock.today(), clock.today().plus(9))));
  REQUIRE(universe->add_attempts({{{}, "Criteo", "retargeting", 4}}));

  const Cells old = cells_of(folder,
                             "SELECT wrapped_dek, body FROM record UNION ALL "
                             "SELECT sealed_result, method_and_params_hash FROM op UNION ALL "
                             "SELECT sealed_master, mac FROM slot UNION ALL "
                             "SELECT value, NULL FROM meta WHERE name = CAST('secrets' AS BLOB)");
  const std::string old_key = read_file(folder / "universe.key");
  REQUIRE(old.bytes.size() > 600);
  CHECK(found(folder, old) == old.bytes.size());  // The search itself can find.

  SECTION("alone") {
    const auto erased = universe->forget_all();
    REQUIRE(erased);
    CHECK(*erased == Erasure::kForgotten);
    CHECK(found(folder, old) == 0);
    CHECK(files_with(folder.path(), old_key).empty());
    CHECK_FALSE(universe->summary()->pending_erasure);
    CHECK(universe->summary()->records == 0);
    CHECK(*universe->policy() == Policy::kUnset);
    CHECK_FALSE(std::filesystem::exists(folder / "universe.key.new"));
    // The universe goes on, and so does another host that was open.
    CHECK(universe->keep(thing_named("new")));
    CHECK(universe->verify());
    CHECK(Universe::open(folder.path(), clock)->summary()->records == 1);
  }
  SECTION("while another program reads: pending, and then done") {
    Reader reader = open_reader(folder);
    REQUIRE(sqlite3_exec(reader.get(), "BEGIN; SELECT count(*) FROM record;", nullptr, nullptr,
                         nullptr) == SQLITE_OK);
    const auto erased = universe->forget_all();
    REQUIRE(erased);
    CHECK(*erased == Erasure::kPending);
    CHECK(universe->summary()->pending_erasure);
    CHECK(universe->summary()->records == 0);
    CHECK(found(folder, old) > 0);  // The negative control: the bytes are still there.
    REQUIRE(universe->next_due_ms());
    CHECK(*universe->next_due_ms() <= 1'000);
    clock.pass_seconds(1);
    REQUIRE(universe->tick());
    CHECK(universe->summary()->pending_erasure);

    SECTION("by the same host") {
      reader.reset();
      clock.pass_seconds(1);
      REQUIRE(universe->tick());
      CHECK_FALSE(universe->summary()->pending_erasure);
      CHECK_FALSE(universe->next_due_ms());
    }
    SECTION("by another host that is open") {
      auto other = Universe::open(folder.path(), clock);
      CHECK(other->summary()->pending_erasure);
      reader.reset();
      clock.pass_seconds(1);
      REQUIRE(other->tick());
      CHECK_FALSE(other->summary()->pending_erasure);
      CHECK_FALSE(universe->summary()->pending_erasure);
    }
    SECTION("at the next start") {
      reader.reset();
      auto other = Universe::open(folder.path(), clock);
      CHECK_FALSE(other->summary()->pending_erasure);
    }
    CHECK(found(folder, old) == 0);
  }
}

TEST_CASE("forgetting one of many leaves no byte of it, wherever SQLite moved it") {
  TempFolder folder;
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  std::vector<Id> ids;
  // Enough rows and rewritings for pages to split, merge and move cells about.
  for (int i = 0; i < 300; ++i) {
    NewIntention thing = thing_named("thing " + std::to_string(i));
    thing.words = std::string(static_cast<std::size_t>((i * 37) % 1'900), 'w');
    const auto kept = universe->once(new_id(), thing.name, [&]() -> Result<boost::json::value> {
      return boost::json::value(to_json(*universe->keep(thing)));
    });
    ids.push_back(*parse_id(kept->at("id").as_string()));
  }
  // Every result there is: those of the forgotten half must go, and those of the other half move
  // too.
  const std::size_t results = 300;
  const Cells all_results = cells_of(folder, "SELECT sealed_result FROM op");
  REQUIRE(all_results.bytes.size() >= results);
  Cells old;
  for (int i = 0; i < 300; i += 2) {
    const Id& id = ids[static_cast<std::size_t>(i)];
    const std::string sql =
        "SELECT wrapped_dek, body FROM record WHERE id = x'" + format_id(id) + "'";
    const Cells before = cells_of(folder, sql.c_str());
    Changes changes;
    changes.words = std::string(static_cast<std::size_t>((i * 53) % 1'900), 'v');
    REQUIRE(universe->edit(id, changes));
    const Cells after = cells_of(folder, sql.c_str());
    old.bytes.insert(old.bytes.end(), before.bytes.begin(), before.bytes.end());
    old.bytes.insert(old.bytes.end(), after.bytes.begin(), after.bytes.end());
    REQUIRE(universe->forget(id));
  }
  clock.pass_seconds(10);
  REQUIRE(universe->tick());
  CHECK(universe->list({}, std::nullopt, 1)->total == 150);
  CHECK_FALSE(universe->summary()->pending_erasure);
  CHECK(found(folder, old) == 0);
  const Cells left = cells_of(folder, "SELECT sealed_result FROM op");
  CHECK(found(folder, all_results) == left.bytes.size());
  CHECK(universe->verify());
}

TEST_CASE("a brand, a request, attempts: each erased from the file") {
  struct Row {
    const char* what;
    std::function<Result<Erasure>(Universe&, const Id&)> forget;
  };
  const std::vector<Row> rows{
      {"brand",
       [](Universe& universe, const Id&) -> Result<Erasure> {
         const auto erased = universe.forget_brand("shop.example");
         if (!erased) return erased.error();
         CHECK(erased->forgotten == 2);
         return erased->state;
       }},
      {"request", [](Universe& universe, const Id& id) { return universe.forget_request(id); }},
      {"attempts", [](Universe& universe, const Id&) { return universe.forget_attempts(); }},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    TempFolder folder;
    FakeClock clock;
    auto universe = Universe::open(folder.path(), clock);
    REQUIRE(universe->set_policy(Policy::kSevenDays));
    REQUIRE(universe->keep(thing_named("lamp", "other.example")));
    const Cells before = cells_of(folder, "SELECT wrapped_dek, body FROM record");
    const StoredRequest request = request_to("shop.example", clock.today(), clock.today().plus(3));
    if (std::string_view(row.what) != "attempts") {
      REQUIRE(universe->put_request(request));
    } else {
      REQUIRE(universe->add_attempts({{{}, "Criteo", "retargeting", 4}}));
    }
    if (std::string_view(row.what) == "brand") REQUIRE(universe->keep(shoes()));
    const Cells all = cells_of(folder, "SELECT wrapped_dek, body FROM record");
    REQUIRE(found(folder, all) > before.bytes.size());
    const auto erased = row.forget(*universe, request.id);
    REQUIRE(erased);
    CHECK(*erased == Erasure::kForgotten);
    // What stays is what was there before.
    CHECK(found(folder, all) == before.bytes.size());
    CHECK(universe->list({}, std::nullopt, 9)->total == 1);
  }
}

TEST_CASE("a request's keys leave the file when they are dropped, and on the day after its end") {
  for (const bool by_day : {true, false}) {
    INFO("by day " << by_day);
    TempFolder folder;
    FakeClock clock;
    auto universe = Universe::open(folder.path(), clock);
    StoredRequest request = request_to("shop.example", clock.today(), clock.today().plus(3));
    REQUIRE(universe->put_request(request));
    const Cells old = cells_of(folder, "SELECT wrapped_dek, body FROM record WHERE kind = 2");
    REQUIRE(found(folder, old) == 2);
    if (by_day) {
      clock.pass_days(3);
      REQUIRE(universe->tick());
      CHECK_FALSE(universe->get_request(request.id)->keys.empty());
      CHECK(found(folder, old) == 2);
      clock.pass_days(1);
      REQUIRE(universe->tick());
      CHECK(universe->get_request(request.id)->state == RequestState::kExpired);
    } else {
      request.keys.clear();
      request.state = RequestState::kAnswered;
      REQUIRE(universe->update_request(request));
      CHECK(universe->get_request(request.id)->state == RequestState::kAnswered);
    }
    CHECK(universe->get_request(request.id)->keys.empty());
    CHECK_FALSE(universe->get_request(request.id)->content.empty());
    CHECK(found(folder, old) == 0);
  }
}

TEST_CASE("nothing of the person's stands readable in any file") {
  TempFolder folder;
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  REQUIRE(universe->set_policy(Policy::kSevenDays));
  NewIntention thing = shoes();
  thing.words = "PlaintextMarkerWords";
  REQUIRE(universe->once(new_id(), "PlaintextMarkerMethod", [&]() -> Result<boost::json::value> {
    const auto kept = universe->keep(thing);
    return boost::json::value(to_json(*kept));
  }));
  REQUIRE(universe->put_request(request_to("shop.example", clock.today(), clock.today().plus(3))));
  REQUIRE(universe->add_attempts({{{}, "Criteo", "retargeting", 4}}));
  for (const char* marker : {"PlaintextMarkerWords", "PlaintextMarkerMethod", "shop.example",
                             "Oiselle", "Trail", "EUR", "14900", "seven_days", "Criteo", "Shop SAS",
                             "Is 42 back", "c2VjcmV0", "2026", "noticed", "want", "TS-42"}) {
    INFO(marker);
    CHECK(files_with(folder.path(), marker).empty());
  }
  // The search can find: the schema is readable, as the README says.
  CHECK_FALSE(files_with(folder.path(), "wrapped_dek").empty());
  // Nor as a number: neither the day nor the hour is in the file.
  const auto little_endian = [](std::int64_t number, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text.push_back(static_cast<char>(number >> (8 * i)));
    return text;
  };
  const auto big_endian = [&](std::int64_t number, int bytes) {
    std::string text = little_endian(number, bytes);
    std::reverse(text.begin(), text.end());
    return text;
  };
  CHECK(files_with(folder.path(), little_endian(clock.utc_seconds(), 4)).empty());
  CHECK(files_with(folder.path(), big_endian(clock.utc_seconds(), 4)).empty());
}

TEST_CASE("an erased intention's request stays and stands on its own") {
  TempFolder folder;
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  const Id id = universe->keep(shoes())->id;
  StoredRequest request = request_to("shop.example", clock.today(), clock.today().plus(3));
  request.intention_id = id;
  REQUIRE(universe->put_request(request));
  CHECK(universe->list_requests(id, std::nullopt, 9)->items.size() == 1);
  REQUIRE(universe->forget(id));
  clock.pass_seconds(10);
  REQUIRE(universe->tick());
  const auto kept = universe->get_request(request.id);
  REQUIRE(kept);
  CHECK_FALSE(kept->intention_id);
  CHECK(kept->keys == request.keys);
}
