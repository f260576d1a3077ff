// SPDX-License-Identifier: GPL-3.0-or-later
#include "sqlite/transaction.hpp"

namespace volition::sqlite {

Result<Transaction> Transaction::begin(Database& database, Access access) {
  const Result<Statement*> begin =
      database.cached(access == Access::kWrite ? "BEGIN IMMEDIATE" : "BEGIN");
  if (!begin) return begin.error();
  const Status begun = (*begin)->run();
  if (!begun) return begun.error();
  return Transaction(database);
}

Transaction::~Transaction() { roll_back(); }

Status Transaction::commit() {
  const Result<Statement*> commit = database_->cached("COMMIT");
  const Status committed = commit ? (*commit)->run() : Status(commit.error());
  if (!committed) {
    roll_back();
    return committed.error();
  }
  database_ = nullptr;
  return ok();
}

void Transaction::roll_back() {
  if (database_ == nullptr) return;
  // SQLite may have rolled back by itself (full disk, I/O error).
  if (database_->in_transaction()) static_cast<void>(database_->execute("ROLLBACK"));
  database_ = nullptr;
}

}  // namespace volition::sqlite
