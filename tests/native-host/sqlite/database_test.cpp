// SPDX-License-Identifier: GPL-3.0-or-later
#include "sqlite/database.hpp"

#include <sqlite3.h>

#include "catch/catch.hpp"
#include "sqlite/transaction.hpp"
#include "temp_folder.hpp"

using namespace volition;
using namespace volition::sqlite;
using namespace volition::test;

namespace {

Database open_new(const TempFolder& folder) {
  write_file(folder / "test.db", "");
  auto database = Database::open(folder / "test.db");
  REQUIRE(bool(database));
  return std::move(*database);
}

}  // namespace

TEST_CASE("a connection is set up as the universe needs it") {
  TempFolder folder;
  Database database = open_new(folder);
  const std::pair<const char*, std::int64_t> rows[] = {
      {"PRAGMA synchronous", 2},    {"PRAGMA secure_delete", 1}, {"PRAGMA temp_store", 2},
      {"PRAGMA trusted_schema", 0}, {"PRAGMA mmap_size", 0},
  };
  for (const auto& [pragma, expected] : rows) {
    INFO(pragma);
    CHECK(*database.integer(pragma) == expected);
  }
  auto mode = database.prepare("PRAGMA journal_mode");
  REQUIRE(*mode->step());
  CHECK(mode->text(0) == "wal");
  mode->reset();
  // Defensive: the schema cannot be written by hand.
  REQUIRE(bool(database.execute("PRAGMA writable_schema=ON")));
  CHECK_FALSE(
      bool(database.execute("UPDATE sqlite_schema SET name = 'x'; DELETE FROM sqlite_schema")));
}

TEST_CASE("the mark tells whether anybody has committed") {
  TempFolder folder;
  Database ours = open_new(folder);
  REQUIRE(bool(ours.execute("CREATE TABLE t(a)")));
  auto theirs = Database::open(folder / "test.db");
  REQUIRE(bool(theirs));
  const auto before = ours.mark();
  REQUIRE(before.has_value());

  SECTION("reading and what is rolled back are no commits") {
    CHECK(*ours.integer("SELECT count(*) FROM t") == 0);
    REQUIRE(bool(theirs->execute("BEGIN IMMEDIATE; INSERT INTO t VALUES(1); ROLLBACK")));
    CHECK(ours.mark() == before);
  }
  SECTION("another connection's commit is one, before anything of it was read") {
    REQUIRE(bool(theirs->execute("INSERT INTO t VALUES(1)")));
    CHECK(ours.mark() != before);
  }
  SECTION("a journal that was emptied and filled again with as much is another") {
    REQUIRE(bool(theirs->execute("INSERT INTO t VALUES(1)")));
    const auto first = ours.mark();
    const auto emptied = theirs->truncate_journal(0);
    REQUIRE(bool(emptied));
    REQUIRE((*emptied == Truncation::kDone));
    REQUIRE(bool(theirs->execute("UPDATE t SET a = 1")));
    CHECK(ours.mark() != first);
  }
}

TEST_CASE("without a journal in memory there is no mark") {
  sqlite3* memory = nullptr;
  REQUIRE(sqlite3_open(":memory:", &memory) == SQLITE_OK);
  CHECK_FALSE(journal_mark(memory).has_value());
  sqlite3_close(memory);
}

TEST_CASE("what cannot be opened has a name") {
  TempFolder folder;
  CHECK(Database::open(folder / "absent.db").error().code == ErrorCode::kStorageFailed);
  CHECK_FALSE(std::filesystem::exists(folder / "absent.db"));
  write_file(folder / "text.db", std::string(4'096, 'x'));
  CHECK(Database::open(folder / "text.db").error().code == ErrorCode::kStorageDamaged);
  CHECK(read_file(folder / "text.db") == std::string(4'096, 'x'));
}

TEST_CASE("values go in and come out as they are") {
  TempFolder folder;
  Database database = open_new(folder);
  REQUIRE(bool(database.execute("CREATE TABLE t(a, b, c, d)")));
  auto insert = database.prepare("INSERT INTO t VALUES(?1, ?2, ?3, ?4)");
  const Bytes bytes{0, 1, 255};
  REQUIRE(
      bool(insert->bind(1, std::int64_t{-5}).bind(2, bytes).bind(3, Bytes{}).bind_null(4).run()));
  auto select = database.prepare("SELECT a, b, c, d FROM t");
  int rows = 0;
  REQUIRE(bool(select->each([&](Statement& row) {
    ++rows;
    CHECK(row.integer(0) == -5);
    CHECK(Bytes(row.blob(1).begin(), row.blob(1).end()) == bytes);
    CHECK(row.blob(2).empty());
    CHECK_FALSE(row.is_null(2));
    CHECK(row.is_null(3));
    return ok();
  })));
  CHECK(rows == 1);
  CHECK_FALSE(bool(insert->bind(9, std::int64_t{1}).run()));
  CHECK_FALSE(bool(database.prepare("SELECT nothing FROM nowhere")));
}

TEST_CASE("a transaction that is not committed leaves nothing") {
  TempFolder folder;
  Database database = open_new(folder);
  REQUIRE(bool(database.execute("CREATE TABLE t(a)")));
  {
    auto transaction = Transaction::begin(database, Access::kWrite);
    REQUIRE(bool(database.execute("INSERT INTO t VALUES(1)")));
    CHECK(database.in_transaction());
  }
  CHECK_FALSE(database.in_transaction());
  CHECK(*database.integer("SELECT count(*) FROM t") == 0);
  {
    auto transaction = Transaction::begin(database, Access::kWrite);
    REQUIRE(bool(database.execute("INSERT INTO t VALUES(1)")));
    REQUIRE(bool(transaction->commit()));
  }
  CHECK(*database.integer("SELECT count(*) FROM t") == 1);
}

TEST_CASE("the journal empties unless another connection reads") {
  TempFolder folder;
  Database database = open_new(folder);
  REQUIRE(bool(database.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1)")));
  auto reader = Database::open(folder / "test.db");
  {
    auto reading = Transaction::begin(*reader, Access::kRead);
    REQUIRE(*reader->integer("SELECT count(*) FROM t") == 1);
    REQUIRE(bool(database.execute("INSERT INTO t VALUES(2)")));
    CHECK(*database.truncate_journal(0) == Truncation::kBusy);
    CHECK(std::filesystem::file_size(folder / "test.db-wal") > 0);
  }
  CHECK(*database.truncate_journal(0) == Truncation::kDone);
  CHECK(std::filesystem::file_size(folder / "test.db-wal") == 0);
}
