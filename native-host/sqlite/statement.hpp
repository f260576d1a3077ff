// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A prepared statement. Values are bound, never written into SQL. A statement that stands on a row
// holds a read transaction, so each use ends in run(), each() or reset().

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "base/encoding.hpp"
#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace volition::sqlite {

/// Move-only. Must not outlive its Database.
class Statement {
 public:
  Statement() = default;
  /// Errors: as error_of.
  static Result<Statement> prepare(sqlite3* db, std::string_view sql);

  Statement(Statement&& other) noexcept
      : db_(other.db_), statement_(std::exchange(other.statement_, nullptr)) {}
  Statement& operator=(Statement&& other) noexcept;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  /// Parameters count from 1. Bytes are not copied: they live until the statement is run or reset.
  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, ByteView bytes);
  Statement& bind_null(int index);

  /// Runs to the end and resets; rows are passed over.
  Status run();
  /// The next row; false at the end, where the statement is reset. Columns count from 0, and their
  /// bytes live until the next step.
  Result<bool> step();
  void reset();

  std::int64_t integer(int column) const;
  ByteView blob(int column) const;
  std::string_view text(int column) const;
  bool is_null(int column) const;

  /// Calls `use(statement)` for each row; it answers a Status, and an error ends the walk. Always
  /// leaves the statement reset.
  template <typename Use>
  Status each(Use use) {
    while (true) {
      const Result<bool> row = step();
      if (!row) return row.error();
      if (!*row) return ok();
      const Status used = use(*this);
      if (!used) {
        reset();
        return used.error();
      }
    }
  }

 private:
  Statement(sqlite3* db, sqlite3_stmt* statement) : db_(db), statement_(statement) {}

  sqlite3* db_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
  int bind_code_ = 0;
};

}  // namespace volition::sqlite
