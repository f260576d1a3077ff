// SPDX-License-Identifier: GPL-3.0-or-later
// What a tamperer may do to the files: each is refused by name, and nothing wrong is ever shown.

#include <sqlite3.h>

#include <functional>
#include <memory>

#include "catch/catch.hpp"
#include "universe_world.hpp"

using namespace volition;
using namespace volition::universe;
using namespace volition::test;

namespace {

void run_sql(const std::filesystem::path& file, const char* sql) {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &db) == SQLITE_OK);
  char* message = nullptr;
  const int code = sqlite3_exec(db, sql, nullptr, nullptr, &message);
  INFO(sql << ": " << (message != nullptr ? message : ""));
  sqlite3_free(message);
  sqlite3_close(db);
  REQUIRE(code == SQLITE_OK);
}

/// A universe with three intentions, closed, all of it in the one file.
struct Closed {
  TempFolder folder;
  FakeClock clock;

  Closed() {
    auto universe = Universe::open(folder.path(), clock);
    REQUIRE(universe->set_policy(Policy::kSevenDays));
    for (const char* name : {"one", "two", "three"}) REQUIRE(universe->keep(thing_named(name)));
  }
  std::filesystem::path file() const { return folder / "universe.db"; }
  Result<Universe> open() { return Universe::open(folder.path(), clock); }
};

constexpr const char* kFirst = "(SELECT id FROM record WHERE kind = 1 ORDER BY id LIMIT 1)";

std::string with_first(std::string sql) {
  const std::size_t at = sql.find("$1");
  return at == std::string::npos ? sql : sql.replace(at, 2, kFirst);
}

}  // namespace

TEST_CASE("a file that was not touched opens") {
  Closed closed;
  auto universe = closed.open();
  REQUIRE(universe);
  CHECK(universe->summary()->records == 3);
}

TEST_CASE("every column of every table is authenticated") {
  const std::vector<std::string> rows{
      // Two records change bodies, keys, or both.
      "UPDATE record SET body = (SELECT r.body FROM record r WHERE r.kind = 1 AND r.id <> $1 LIMIT "
      "1) "
      "WHERE id = (SELECT id FROM record WHERE kind = 1 ORDER BY id LIMIT 1)",
      "UPDATE record SET (body, wrapped_dek) = (SELECT r.body, r.wrapped_dek FROM record r "
      "WHERE r.kind = 1 AND r.id <> $1 LIMIT 1) "
      "WHERE id = (SELECT id FROM record WHERE kind = 1 ORDER BY id LIMIT 1)",
      "UPDATE record SET id = randomblob(16) WHERE id = $1",
      "UPDATE record SET kind = 2 WHERE id = $1",
      "UPDATE record SET kind = 5 WHERE id = $1",
      "UPDATE record SET brand_tag = randomblob(16) WHERE id = $1",
      "UPDATE record SET brand_tag = x'' WHERE id = $1",
      "UPDATE record SET version = version + 1 WHERE id = $1",
      "UPDATE record SET epoch = epoch + 1 WHERE id = $1",
      "UPDATE record SET wrapped_dek = randomblob(72) WHERE id = $1",
      "UPDATE record SET wrapped_dek = x'' WHERE id = $1",
      "UPDATE record SET body = randomblob(length(body)) WHERE id = $1",
      "UPDATE record SET body = substr(body, 1, length(body) - 1) WHERE id = $1",
      "UPDATE record SET body = zeroblob(5000000) WHERE id = $1",
      "DELETE FROM record WHERE id = $1",
      "DELETE FROM record",
      "INSERT INTO record SELECT randomblob(16), kind, brand_tag, version, epoch, wrapped_dek, "
      "body "
      "FROM record LIMIT 1",
      "UPDATE head SET count = count - 1",
      "UPDATE head SET count = count - 1; DELETE FROM record WHERE id = $1",
      "UPDATE head SET multiset = randomblob(32)",
      "UPDATE head SET multiset = x'00'",
      "UPDATE head SET generation = generation + 1",
      "UPDATE head SET epoch = epoch + 1",
      "UPDATE head SET mac = randomblob(32)",
      "DELETE FROM head",
      "DELETE FROM slot",
      "UPDATE slot SET mac = randomblob(32)",
      "UPDATE slot SET sealed_master = randomblob(80)",
      "UPDATE slot SET sealed_master = x''",
      "UPDATE slot SET signature = randomblob(64)",
      "UPDATE slot SET params = x'00'",
      "UPDATE slot SET kind = 2",
      "UPDATE slot SET id = randomblob(16)",
      "UPDATE slot SET public_key = randomblob(32)",
      // A slot of the tamperer's own beside ours.
      "INSERT INTO slot SELECT randomblob(16), 2, x'', randomblob(32), randomblob(80), mac, "
      "signature "
      "FROM slot",
      "INSERT INTO slot SELECT randomblob(16), kind, params, public_key, sealed_master, mac, "
      "signature "
      "FROM slot",
      "UPDATE meta SET value = randomblob(32) WHERE name = CAST('store_key' AS BLOB)",
      "UPDATE meta SET value = randomblob(72) WHERE name = CAST('secrets' AS BLOB)",
      "DELETE FROM meta WHERE name = CAST('secrets' AS BLOB)",
      "DELETE FROM meta",
      "DROP TABLE head",
      "DROP TABLE record",
      "PRAGMA application_id = 7",
  };
  for (const std::string& row : rows) {
    INFO(row);
    Closed closed;
    run_sql(closed.file(), with_first(row).c_str());
    const auto universe = closed.open();
    REQUIRE_FALSE(universe);
    INFO(universe.error().detail);
    const ErrorCode code = universe.error().code;
    const bool refused = code == ErrorCode::kStorageDamaged || code == ErrorCode::kKeyRefused ||
                         code == ErrorCode::kStorageFailed;
    CHECK(refused);
  }
}

TEST_CASE("a host that is open notices too") {
  Closed closed;
  auto universe = closed.open();
  run_sql(closed.file(), with_first("UPDATE record SET version = version + 1, body = "
                                    "randomblob(length(body)) WHERE id = $1")
                             .c_str());
  CHECK(universe->list({}, std::nullopt, 9).error().code == ErrorCode::kStorageDamaged);
  CHECK(universe->keep(shoes()).error().code == ErrorCode::kStorageDamaged);
  CHECK(universe->verify().error().code == ErrorCode::kStorageDamaged);
}

TEST_CASE("a host that is open notices a file that went back") {
  Closed closed;
  auto universe = closed.open();
  run_sql(closed.file(),
          "CREATE TABLE old AS SELECT * FROM record;"
          "CREATE TABLE old_head AS SELECT * FROM head;");
  REQUIRE(universe->keep(thing_named("four")));
  run_sql(closed.file(),
          "DELETE FROM record; INSERT INTO record SELECT * FROM old;"
          "DELETE FROM head; INSERT INTO head SELECT * FROM old_head;");
  CHECK(universe->list({}, std::nullopt, 9).error().code == ErrorCode::kStorageDamaged);
}

TEST_CASE("another store's rows, file or key are foreign") {
  Closed mine;
  Closed theirs;
  const std::string attach = "ATTACH '" + theirs.file().string() + "' AS theirs;";
  SECTION("its records") {
    run_sql(mine.file(), (attach + "INSERT INTO record SELECT * FROM theirs.record;").c_str());
    CHECK(mine.open().error().code == ErrorCode::kStorageDamaged);
  }
  SECTION("its records and head") {
    run_sql(mine.file(),
            (attach + "DELETE FROM record; INSERT INTO record SELECT * FROM theirs.record;"
                      "DELETE FROM head; INSERT INTO head SELECT * FROM theirs.head;")
                .c_str());
    CHECK(mine.open().error().code == ErrorCode::kStorageDamaged);
  }
  SECTION("its whole file under my key") {
    std::filesystem::copy_file(theirs.file(), mine.file(),
                               std::filesystem::copy_options::overwrite_existing);
    CHECK(mine.open().error().code == ErrorCode::kKeyRefused);
  }
  SECTION("my slot in its file: a store of theirs cannot be passed off as mine") {
    run_sql(theirs.file(),
            ("ATTACH '" + mine.file().string() +
             "' AS mine; DELETE FROM slot; INSERT INTO slot SELECT * FROM mine.slot;")
                .c_str());
    std::filesystem::copy_file(theirs.file(), mine.file(),
                               std::filesystem::copy_options::overwrite_existing);
    CHECK(mine.open().error().code == ErrorCode::kStorageDamaged);
  }
  SECTION("its key") {
    std::filesystem::copy_file(theirs.folder / "universe.key", mine.folder / "universe.key",
                               std::filesystem::copy_options::overwrite_existing);
    CHECK(mine.open().error().code == ErrorCode::kKeyRefused);
  }
}

TEST_CASE("files that are missing, cut, or not ours have names, and lose nothing") {
  struct Row {
    const char* what;
    std::function<void(Closed&)> harm;
    ErrorCode code;
  };
  const std::vector<Row> rows{
      {"no key", [](Closed& c) { std::filesystem::remove(c.folder / "universe.key"); },
       ErrorCode::kKeyMissing},
      {"short key", [](Closed& c) { write_file(c.folder / "universe.key", "short"); },
       ErrorCode::kKeyRefused},
      {"other key", [](Closed& c) { write_file(c.folder / "universe.key", std::string(32, 'k')); },
       ErrorCode::kKeyRefused},
      {"key is a folder",
       [](Closed& c) {
         std::filesystem::remove(c.folder / "universe.key");
         std::filesystem::create_directory(c.folder / "universe.key");
       },
       ErrorCode::kKeyRefused},
      {"database gone", [](Closed& c) { std::filesystem::remove(c.file()); },
       ErrorCode::kStorageDamaged},
      {"database empty", [](Closed& c) { write_file(c.file(), ""); }, ErrorCode::kStorageDamaged},
      {"not a database", [](Closed& c) { write_file(c.file(), std::string(5'000, 'x')); },
       ErrorCode::kStorageDamaged},
      {"cut in the middle",
       [](Closed& c) {
         std::filesystem::resize_file(c.file(), std::filesystem::file_size(c.file()) / 2);
       },
       ErrorCode::kStorageDamaged},
      {"another program's database",
       [](Closed& c) {
         std::filesystem::remove(c.file());
         run_sql(c.file(), "CREATE TABLE notes(text)");
       },
       ErrorCode::kStorageDamaged},
      {"a newer version's", [](Closed& c) { run_sql(c.file(), "PRAGMA user_version = 2"); },
       ErrorCode::kStorageNewer},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    Closed closed;
    const std::string bytes = read_file(closed.file());
    const std::string key = read_file(closed.folder / "universe.key");
    row.harm(closed);
    const auto universe = closed.open();
    REQUIRE_FALSE(universe);
    INFO(universe.error().detail);
    CHECK(universe.error().code == row.code);
    // Put right, it is all there: refusing has destroyed nothing.
    write_file(closed.file(), bytes);
    std::filesystem::remove_all(closed.folder / "universe.key");
    write_file(closed.folder / "universe.key", key);
    auto again = closed.open();
    REQUIRE(again);
    CHECK(again->summary()->records == 3);
  }
}

TEST_CASE("a deleted journal leaves an older state or an error, never a wrong one") {
  TempFolder folder;
  TempFolder copy;
  FakeClock clock;
  auto universe = Universe::open(folder.path(), clock);
  std::vector<Intention> kept;
  const auto keep = [&](int number) {
    kept.push_back(*universe->keep(thing_named(std::to_string(number))));
  };
  for (int i = 0; i < 17; ++i) keep(i);
  // What comes after this reader's look cannot leave the journal for the file.
  sqlite3* reader = nullptr;
  REQUIRE(sqlite3_open((folder / "universe.db").c_str(), &reader) == SQLITE_OK);
  REQUIRE(sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM record;", nullptr, nullptr, nullptr) ==
          SQLITE_OK);
  for (int i = 17; i < 20; ++i) keep(i);
  // As a killed host leaves them, without the journal.
  for (const char* name : {"universe.db", "universe.key"}) {
    std::filesystem::copy_file(folder / name, copy / name);
  }
  sqlite3_close(reader);
  auto old = Universe::open(copy.path(), clock);
  REQUIRE(old);
  const auto list = old->list({}, std::nullopt, 200);
  REQUIRE(list);
  CHECK(list->total <= 17);
  for (const Intention& intention : list->items) {
    CHECK(std::find(kept.begin(), kept.end(), intention) != kept.end());
  }
}

TEST_CASE("flipped bits give an error or the truth") {
  Closed closed;
  const std::string bytes = read_file(closed.file());
  std::vector<Intention> truth;
  {
    auto universe = closed.open();
    truth = universe->list({}, std::nullopt, 9)->items;
  }
  std::size_t errors = 0;
  for (std::size_t i = 0; i < 400; ++i) {
    std::string harmed = bytes;
    const std::size_t at = (i * 7'919) % harmed.size();
    harmed[at] = static_cast<char>(harmed[at] ^ (1 << (i % 8)));
    std::filesystem::remove(closed.folder / "universe.db-wal");
    std::filesystem::remove(closed.folder / "universe.db-shm");
    write_file(closed.file(), harmed);
    auto universe = closed.open();
    if (!universe) {
      ++errors;
      continue;
    }
    const auto list = universe->list({}, std::nullopt, 9);
    if (!list) {
      ++errors;
      continue;
    }
    INFO("byte " << at);
    CHECK(list->items == truth);
  }
  CHECK(errors > 0);
}
