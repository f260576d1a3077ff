// SPDX-License-Identifier: GPL-3.0-or-later
// A durable keep against plain SQLite: the same pragmas, the same folder, the same run,
// alternating. Plain means: the same JSON and the same operation's answer, unencrypted and
// unsigned, one row each in one transaction. Prints JSON with medians in microseconds. Usage:
// bench_keep [KEEPS] [FOLDER]

#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "crypto/random.hpp"
#include "universe/universe.hpp"

namespace {

using namespace volition;
using namespace volition::universe;

double micros(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start)
      .count();
}

double quantile(std::vector<double> values, double part) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

[[noreturn]] void fail(const std::string& what) {
  std::cerr << "bench_keep: " << what << "\n";
  std::exit(1);
}

class Plain {
 public:
  explicit Plain(const std::filesystem::path& file) {
    if (sqlite3_open(file.c_str(), &db_) != SQLITE_OK) fail("plain open");
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
        "PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=50;"
        "CREATE TABLE record(id BLOB PRIMARY KEY, body TEXT) WITHOUT ROWID;"
        "CREATE TABLE op(op_id BLOB PRIMARY KEY, result TEXT) WITHOUT ROWID;");
    record_ = prepare("INSERT INTO record VALUES(?1, ?2)");
    op_ = prepare("INSERT INTO op VALUES(?1, ?2)");
  }
  Plain(const Plain&) = delete;
  Plain& operator=(const Plain&) = delete;
  ~Plain() {
    sqlite3_finalize(record_);
    sqlite3_finalize(op_);
    sqlite3_close(db_);
  }

  void keep(const std::string& json) {
    run("BEGIN IMMEDIATE");
    insert(record_, json);
    insert(op_, json);
    run("COMMIT");
  }

 private:
  void run(const char* sql) {
    if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(sqlite3_errmsg(db_));
  }
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr) != SQLITE_OK) fail("prepare");
    return statement;
  }
  static void insert(sqlite3_stmt* statement, const std::string& json) {
    const auto id = crypto::random_bytes<16>();
    sqlite3_bind_blob(statement, 1, id.data(), 16, SQLITE_STATIC);
    sqlite3_bind_text(statement, 2, json.data(), static_cast<int>(json.size()), SQLITE_STATIC);
    if (sqlite3_step(statement) != SQLITE_DONE) fail("insert");
    sqlite3_reset(statement);
  }

  sqlite3* db_ = nullptr;
  sqlite3_stmt* record_ = nullptr;
  sqlite3_stmt* op_ = nullptr;
};

NewIntention thing_number(int number) {
  NewIntention thing;
  thing.name = "Trail shoes " + std::to_string(number);
  thing.maker = "Oiselle";
  thing.sku = "TS-" + std::to_string(number);
  thing.brand = "shop.example";
  thing.page = "https://shop.example/shoes/" + std::to_string(number);
  thing.price = Money{14900, "EUR"};
  return thing;
}

}  // namespace

int main(int argc, char** argv) {
  const int keeps = argc > 1 ? std::atoi(argv[1]) : 500;
  if (keeps < 1) fail("KEEPS is a positive number");
  const std::filesystem::path parent =
      argc > 2 ? std::filesystem::path(argv[2]) : std::filesystem::temp_directory_path();
  std::string name = (parent / "volition-bench-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) fail("no folder");
  const std::filesystem::path folder = name;

  const SystemClock clock;
  std::vector<double> ours;
  std::vector<double> plain;
  std::vector<double> opens;
  std::vector<double> searches;
  {
    Plain baseline(folder / "plain.db");
    auto universe = Universe::open(folder / "universe", clock);
    if (!universe) fail(universe.error().detail);
    for (int i = 0; i < keeps; ++i) {
      const NewIntention thing = thing_number(i);
      std::string json;
      const auto keep_ours = [&] {
        const auto kept = universe->once(new_id(), thing.name, [&]() -> Result<boost::json::value> {
          const auto done = universe->keep(thing);
          if (!done) return done.error();
          return boost::json::value(to_json(*done));
        });
        if (!kept) fail(kept.error().detail);
        json = boost::json::serialize(*kept);
      };
      // Which of the two goes first alternates, so that neither always pays for the other's pages.
      if (i % 2 == 0) {
        ours.push_back(micros(keep_ours));
        plain.push_back(micros([&] { baseline.keep(json); }));
      } else {
        json = boost::json::serialize(to_json(Intention{}));
        json.resize(540, ' ');
        plain.push_back(micros([&] { baseline.keep(json); }));
        ours.push_back(micros(keep_ours));
      }
    }
    for (int i = 0; i < 9; ++i) {
      searches.push_back(micros([&] {
        IntentionFilter filter;
        filter.words = "trail 7";
        if (!universe->list(filter, std::nullopt, 50)) fail("search");
      }));
    }
  }
  for (int i = 0; i < 9; ++i) {
    const std::filesystem::path small = folder / "small";
    auto first = Universe::open(small, clock);
    if (!first || !first->keep(thing_number(i))) fail("small");
    first = Universe::open(small, clock);  // The other host of a person with one browser is gone.
    opens.push_back(micros([&] {
      auto universe = Universe::open(small, clock);
      if (!universe) fail(universe.error().detail);
    }));
  }
  std::vector<double> large;
  for (int i = 0; i < 3; ++i) {
    large.push_back(micros([&] {
      auto universe = Universe::open(folder / "universe", clock);
      if (!universe) fail(universe.error().detail);
    }));
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);

  boost::json::object out;
  out["name"] = "durable intentions.keep";
  out["unit"] = "us";
  out["runs"] = keeps;
  out["median"] = quantile(ours, 0.5);
  out["base_median"] = quantile(plain, 0.5);
  out["ratio"] = quantile(ours, 0.5) / quantile(plain, 0.5);
  out["target_ratio"] = 1.5;
  out["universe_keep_p95_us"] = quantile(ours, 0.95);
  out["plain_keep_p95_us"] = quantile(plain, 0.95);
  out["open_small_us"] = quantile(opens, 0.5);
  out["open_all_us"] = quantile(large, 0.5);
  out["search_all_us"] = quantile(searches, 0.5);
  std::cout << boost::json::serialize(out) << "\n";
  return 0;
}
