// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One connection to a SQLite file that several processes share, set up once and for all as
// universe.md asks: WAL, synchronous=FULL, secure_delete=ON, temp_store=MEMORY, defensive, no
// extensions, schema not trusted. Nothing here knows what is stored.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/result.hpp"
#include "sqlite/journal_mark.hpp"
#include "sqlite/statement.hpp"

struct sqlite3;

namespace volition::sqlite {

/// Seeds SQLite's own randomness (WAL salts, nothing secret) while /dev/urandom can still be
/// opened: inside the cage it falls back to the time. Call it before the cage closes.
void seed_randomness();

/// What a truncating checkpoint came to. kBusy: a reader or writer of another connection was in the
/// way, and the journal still holds old pages.
enum class Truncation { kDone, kBusy };

/// Move-only.
class Database {
 public:
  /// How long a statement waits for another process before `busy`.
  static constexpr int kBusyTimeoutMs = 10'000;

  /// Opens an existing file (an empty one is a new database) and sets the connection up.
  /// Errors: storage_damaged (not a database), storage_read_only, storage_full, storage_failed,
  /// busy.
  static Result<Database> open(const std::filesystem::path& file);

  Database(Database&& other) noexcept
      : db_(std::exchange(other.db_, nullptr)), cache_(std::move(other.cache_)) {}
  Database& operator=(Database&& other) noexcept;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  Result<Statement> prepare(std::string_view sql) { return Statement::prepare(db_, sql); }
  /// A statement that is kept and used again: preparing costs more than running most of them. Not
  /// to be used while it still stands on a row. Lives as long as the database.
  Result<Statement*> cached(std::string_view sql);
  /// Statements without parameters, separated by semicolons; rows are passed over.
  Status execute(const char* sql);
  /// The first column of the first row, 0 where there is none.
  Result<std::int64_t> integer(std::string_view sql);
  /// Equal to an earlier one: nobody has committed since. Costs no statement and no system call.
  std::optional<JournalMark> mark() const { return journal_mark(db_); }
  /// Whether a transaction is open on this connection.
  bool in_transaction() const;

  /// wal_checkpoint(TRUNCATE). Waits at most `wait_ms` for other connections.
  Result<Truncation> truncate_journal(int wait_ms);

 private:
  explicit Database(sqlite3* db) : db_(db) {}
  Status set_up();
  Status enter_wal();

  sqlite3* db_ = nullptr;
  std::unordered_map<std::string, std::unique_ptr<Statement>> cache_;
};

}  // namespace volition::sqlite
