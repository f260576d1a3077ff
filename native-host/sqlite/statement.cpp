// SPDX-License-Identifier: GPL-3.0-or-later
#include "sqlite/statement.hpp"

#include <sqlite3.h>

#include "sqlite/error_map.hpp"

namespace volition::sqlite {

Result<Statement> Statement::prepare(sqlite3* db, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return error_of(sqlite3_extended_errcode(db), "prepare");
  return Statement(db, statement);
}

Statement& Statement::operator=(Statement&& other) noexcept {
  if (this != &other) {
    sqlite3_finalize(statement_);
    db_ = other.db_;
    statement_ = std::exchange(other.statement_, nullptr);
  }
  return *this;
}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement& Statement::bind(int index, std::int64_t value) {
  const int code = sqlite3_bind_int64(statement_, index, value);
  if (code != SQLITE_OK) bind_code_ = code;
  return *this;
}

Statement& Statement::bind(int index, ByteView bytes) {
  // SQLite makes NULL of a null pointer, whatever the length says.
  const void* data = bytes.empty() ? static_cast<const void*>("") : bytes.data();
  const int code = sqlite3_bind_blob64(statement_, index, data, bytes.size(), SQLITE_STATIC);
  if (code != SQLITE_OK) bind_code_ = code;
  return *this;
}

Statement& Statement::bind_null(int index) {
  const int code = sqlite3_bind_null(statement_, index);
  if (code != SQLITE_OK) bind_code_ = code;
  return *this;
}

Result<bool> Statement::step() {
  if (bind_code_ != SQLITE_OK) {
    const int code = std::exchange(bind_code_, SQLITE_OK);
    reset();
    return error_of(code, "bind");
  }
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    reset();
    return false;
  }
  const int extended = sqlite3_extended_errcode(db_);
  reset();
  return error_of(extended, "step");
}

Status Statement::run() {
  return each([](Statement&) { return ok(); });
}

void Statement::reset() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

ByteView Statement::blob(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view Statement::text(int column) const { return as_text(blob(column)); }

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

}  // namespace volition::sqlite
