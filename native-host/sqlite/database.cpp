// SPDX-License-Identifier: GPL-3.0-or-later
#include "sqlite/database.hpp"

#include <sqlite3.h>

#include "sqlite/error_map.hpp"

namespace volition::sqlite {

namespace {

// `PRAGMA journal_mode=WAL`, and the first reading of a journal that a killed process left, can
// answer SQLITE_BUSY without asking the busy handler: 45 of 10,000 concurrent starts failed without
// a loop of our own. 500 × 10 ms is more than any of them needed.
constexpr int kBusyTries = 500;
constexpr int kBusyPauseMs = 10;

template <typename Step>
Status with_patience(Step step) {
  for (int tries = 0;; ++tries) {
    Status done = step();
    if (done || done.error().code != ErrorCode::kBusy || tries == kBusyTries) return done;
    sqlite3_sleep(kBusyPauseMs);
  }
}

}  // namespace

void seed_randomness() {
  unsigned char byte = 0;
  sqlite3_randomness(1, &byte);
}

Result<Database> Database::open(const std::filesystem::path& file) {
  sqlite3* handle = nullptr;
  const int code =
      sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(handle);  // A failed open still gives a handle to close.
  if (code != SQLITE_OK) {
    return error_of(handle != nullptr ? sqlite3_extended_errcode(handle) : code, "open");
  }
  const Status set = with_patience([&] { return database.set_up(); });
  if (!set) return set.error();
  return database;
}

Status Database::set_up() {
  sqlite3_extended_result_codes(db_, 1);
  sqlite3_busy_timeout(db_, kBusyTimeoutMs);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(db_, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  const Status entered = enter_wal();
  if (!entered) return entered.error();
  // The journal goes into the file every 50 pages (200 KB): when the disk is full, what it can then
  // still hold fits into the room that the universe sets aside for forgetting.
  return execute(
      "PRAGMA wal_autocheckpoint=50; PRAGMA synchronous=FULL; PRAGMA fullfsync=ON; PRAGMA "
      "checkpoint_fullfsync=ON;"
      "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;"
      "PRAGMA cell_size_check=ON;");
}

Status Database::enter_wal() {
  Result<Statement> pragma = prepare("PRAGMA journal_mode=WAL");
  if (!pragma) return pragma.error();
  const Result<bool> row = pragma->step();
  if (!row) return row.error();
  const bool wal = *row && pragma->text(0) == "wal";
  pragma->reset();
  if (!wal) return Error{ErrorCode::kStorageFailed, "the file cannot use a write-ahead log"};
  return ok();
}

Database& Database::operator=(Database&& other) noexcept {
  if (this != &other) {
    cache_ = std::move(other.cache_);
    sqlite3_close_v2(db_);
    db_ = std::exchange(other.db_, nullptr);
  }
  return *this;
}

// close_v2: statements that are destroyed after the connection finalize it then.
Database::~Database() { sqlite3_close_v2(db_); }

Status Database::execute(const char* sql) {
  if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return ok();
  return error_of(sqlite3_extended_errcode(db_), "execute");
}

Result<Statement*> Database::cached(std::string_view sql) {
  std::unique_ptr<Statement>& kept = cache_[std::string(sql)];
  if (kept == nullptr) {
    Result<Statement> statement = prepare(sql);
    if (!statement) return statement.error();
    kept = std::make_unique<Statement>(std::move(*statement));
  }
  return kept.get();
}

Result<std::int64_t> Database::integer(std::string_view sql) {
  const Result<Statement*> statement = cached(sql);
  if (!statement) return statement.error();
  const Result<bool> row = (*statement)->step();
  if (!row) return row.error();
  const std::int64_t value = *row ? (*statement)->integer(0) : 0;
  (*statement)->reset();
  return value;
}

bool Database::in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }

Result<Truncation> Database::truncate_journal(int wait_ms) {
  sqlite3_busy_timeout(db_, wait_ms);
  const int code =
      sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  const int extended = sqlite3_extended_errcode(db_);
  sqlite3_busy_timeout(db_, kBusyTimeoutMs);
  if (code == SQLITE_OK) return Truncation::kDone;
  if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED) return Truncation::kBusy;
  return error_of(extended, "checkpoint");
}

}  // namespace volition::sqlite
