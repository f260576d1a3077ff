// SPDX-License-Identifier: GPL-3.0-or-later
#include "universe/op_log.hpp"

#include <algorithm>

#include "crypto/aead.hpp"
#include "universe/format.hpp"

namespace volition::universe {

namespace {

constexpr std::string_view kOpTable{"op\0\0\0\0\0\0", 8};
constexpr std::uint8_t kErasedFlag = 1;

/// 48 bits, so that the column never holds a negative number or a day one could recognise.
std::int64_t day_mask(const Keys& keys, const Id& op_id) {
  const crypto::Hash digest =
      crypto::keyed_hash(keys.op_hash.view(), {as_bytes("day:"), op_id.bytes});
  std::int64_t mask = 0;
  for (std::size_t i = 0; i < 6; ++i) mask = (mask << 8) | digest[i];
  return mask;
}

Result<Id> id_column(const sqlite::Statement& row, int column) {
  const ByteView bytes = row.blob(column);
  Id id;
  if (bytes.size() != id.bytes.size()) {
    return Error{ErrorCode::kStorageDamaged, "an operation's id has a wrong length"};
  }
  std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
  return id;
}

}  // namespace

crypto::Hash OpLog::hash_of(const Id& op_id, std::string_view method_and_params) const {
  return crypto::keyed_hash(keys_.op_hash.view(),
                            {as_bytes("op:"), op_id.bytes, as_bytes(method_and_params)});
}

Bytes OpLog::associated_data(const Id& op_id, ByteView hash, std::int64_t day) const {
  Bytes text;
  append(text, keys_.store_id.bytes);
  append(text, as_bytes(kOpTable));
  append(text, op_id.bytes);
  append(text, hash);
  append_u64(text, static_cast<std::uint64_t>(day));
  return text;
}

Result<std::optional<KnownOp>> OpLog::find(const Id& op_id, std::string_view method_and_params) {
  const Result<sqlite::Statement*> select = database_.cached(
      "SELECT method_and_params_hash, sealed_result, day FROM op WHERE op_id = ?1");
  if (!select) return select.error();
  std::optional<KnownOp> known;
  const Status read = (*select)->bind(1, op_id.bytes).each([&](sqlite::Statement& row) -> Status {
    KnownOp op;
    if (row.is_null(1)) {
      op.state = KnownOp::State::kForgotten;
      known = std::move(op);
      return ok();
    }
    const crypto::Hash expected = hash_of(op_id, method_and_params);
    if (!crypto::equal_secret(row.blob(0), expected)) {
      return Error{ErrorCode::kOpIdReused, "the same op_id came with other parameters"};
    }
    const Result<Bytes> opened = crypto::aead_open(
        keys_.op_seal.view(), associated_data(op_id, expected, row.integer(2)), row.blob(1));
    if (!opened || opened->empty()) {
      return Error{ErrorCode::kStorageDamaged, "an operation's result does not open"};
    }
    op.erased = (opened->front() & kErasedFlag) != 0;
    op.result = as_text(ByteView(*opened).subspan(1));
    known = std::move(op);
    return ok();
  });
  if (!read) return read.error();
  return known;
}

Status OpLog::put(const Id& op_id, std::string_view method_and_params, const KnownOp& op,
                  Day today) {
  const crypto::Hash hash = hash_of(op_id, method_and_params);
  const std::int64_t day = today.number ^ day_mask(keys_, op_id);
  Bytes plaintext;
  plaintext.push_back(op.erased ? kErasedFlag : 0);
  append(plaintext, as_bytes(op.result));
  const Bytes sealed =
      crypto::aead_seal(keys_.op_seal.view(), associated_data(op_id, hash, day), plaintext);
  const Result<sqlite::Statement*> insert = database_.cached(
      "INSERT INTO op(op_id, method_and_params_hash, sealed_result, day) VALUES(?1, ?2, ?3, ?4)");
  if (!insert) return insert.error();
  return (*insert)->bind(1, op_id.bytes).bind(2, hash).bind(3, sealed).bind(4, day).run();
}

Status OpLog::forget_mentions(const std::vector<Id>& records) {
  std::vector<std::string> names;
  names.reserve(records.size());
  for (const Id& record : records) names.push_back(format_id(record));
  Result<sqlite::Statement> select = database_.prepare(
      "SELECT op_id, method_and_params_hash, sealed_result, day FROM op "
      "WHERE sealed_result IS NOT NULL");
  if (!select) return select.error();
  std::vector<Id> hits;
  const Status read = select->each([&](sqlite::Statement& row) -> Status {
    const Result<Id> op_id = id_column(row, 0);
    if (!op_id) return op_id.error();
    const Result<Bytes> opened = crypto::aead_open(
        keys_.op_seal.view(), associated_data(*op_id, row.blob(1), row.integer(3)), row.blob(2));
    // One that does not open is of no use to a repeat and may hold anything: it goes too.
    const bool hit = !opened || std::any_of(names.begin(), names.end(), [&](const auto& name) {
      return as_text(*opened).find(name) != std::string_view::npos;
    });
    if (hit) hits.push_back(*op_id);
    return ok();
  });
  if (!read) return read.error();
  Result<sqlite::Statement> update = database_.prepare(
      "UPDATE op SET sealed_result = NULL, method_and_params_hash = zeroblob(32) "
      "WHERE op_id = ?1");
  if (!update) return update.error();
  for (const Id& hit : hits) {
    const Status done = update->bind(1, hit.bytes).run();
    if (!done) return done.error();
  }
  return ok();
}

Status OpLog::forget_results(const Keys& next) {
  Result<sqlite::Statement> select = database_.prepare("SELECT op_id, day FROM op");
  if (!select) return select.error();
  std::vector<std::pair<Id, std::int64_t>> days;
  const Status read = select->each([&](sqlite::Statement& row) -> Status {
    const Result<Id> op_id = id_column(row, 0);
    if (!op_id) return op_id.error();
    days.emplace_back(*op_id, row.integer(1) ^ day_mask(keys_, *op_id) ^ day_mask(next, *op_id));
    return ok();
  });
  if (!read) return read.error();
  Result<sqlite::Statement> update = database_.prepare(
      "UPDATE op SET sealed_result = NULL, method_and_params_hash = zeroblob(32), day = ?2 "
      "WHERE op_id = ?1");
  if (!update) return update.error();
  for (const auto& [op_id, day] : days) {
    const Status done = update->bind(1, op_id.bytes).bind(2, day).run();
    if (!done) return done.error();
  }
  return ok();
}

Status OpLog::prune(Day today, int days) {
  Result<sqlite::Statement> select = database_.prepare("SELECT op_id, day FROM op");
  if (!select) return select.error();
  std::vector<Id> old;
  const Status read = select->each([&](sqlite::Statement& row) -> Status {
    const Result<Id> op_id = id_column(row, 0);
    if (!op_id) return op_id.error();
    const std::int64_t age = today.number - (row.integer(1) ^ day_mask(keys_, *op_id));
    if (age > days || age < -days) old.push_back(*op_id);
    return ok();
  });
  if (!read) return read.error();
  Result<sqlite::Statement> erase = database_.prepare("DELETE FROM op WHERE op_id = ?1");
  if (!erase) return erase.error();
  for (const Id& op_id : old) {
    const Status done = erase->bind(1, op_id.bytes).run();
    if (!done) return done.error();
  }
  return ok();
}

}  // namespace volition::universe
