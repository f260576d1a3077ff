// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One-time execution: the table `op` (format.hpp). Kept for a week, so that a killed host, a
// restarted worker or a doubled click changes nothing twice; results that showed a forgotten record
// are erased, their ids stay, so that a late retry cannot bring it back.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"
#include "crypto/kdf.hpp"
#include "sqlite/database.hpp"
#include "universe/id.hpp"
#include "universe/keys.hpp"

namespace volition::universe {

/// What is known of an operation.
struct KnownOp {
  enum class State { kDone, kForgotten };
  State state = State::kDone;
  /// Whether it erased something, so that its answer says what became of that.
  bool erased = false;
  /// JSON.
  std::string result;
};

/// All calls inside a transaction of the caller. Keeps references: the database and the keys
/// outlive it.
class OpLog {
 public:
  OpLog(sqlite::Database& database, const Keys& keys) : database_(database), keys_(keys) {}

  /// nullopt: not run yet. Errors: op_id_reused (other method or parameters), storage_damaged.
  Result<std::optional<KnownOp>> find(const Id& op_id, std::string_view method_and_params);
  Status put(const Id& op_id, std::string_view method_and_params, const KnownOp& op, Day today);
  /// Erases every result that names one of the records, and the hash of its parameters.
  Status forget_mentions(const std::vector<Id>& records);
  /// Erases every result, and masks the days for new keys.
  Status forget_results(const Keys& next);
  /// Drops ids older than `days`, and those from a future that the calendar took back.
  Status prune(Day today, int days);

 private:
  crypto::Hash hash_of(const Id& op_id, std::string_view method_and_params) const;
  Bytes associated_data(const Id& op_id, ByteView hash, std::int64_t day) const;

  sqlite::Database& database_;
  const Keys& keys_;
};

}  // namespace volition::universe
