// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A transaction that rolls back unless it was committed.

#include <utility>

#include "base/result.hpp"
#include "sqlite/database.hpp"

namespace volition::sqlite {

enum class Access { kRead, kWrite };

/// Move-only. The Database outlives it.
class Transaction {
 public:
  /// kWrite is BEGIN IMMEDIATE: the write lock is taken at once, so that what is read inside cannot
  /// change before it is written. Errors: busy, storage errors.
  static Result<Transaction> begin(Database& database, Access access);

  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  /// Durable when it answers ok. On an error the transaction is rolled back.
  Status commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  void roll_back();

  Database* database_ = nullptr;
};

}  // namespace volition::sqlite
