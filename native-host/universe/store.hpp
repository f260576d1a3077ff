// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Encrypted rows in one SQLite file that several processes share. It knows kinds and ids, not what
// a record means: what it reads it hands to a RecordListener, which keeps the decrypted picture.
// Layout: format.hpp. No call leaves a transaction open, except between begin() and commit() or
// roll_back().

#include <boost/json/object.hpp>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "sqlite/database.hpp"
#include "sqlite/transaction.hpp"
#include "universe/format.hpp"
#include "universe/head.hpp"
#include "universe/keys.hpp"
#include "universe/op_log.hpp"

namespace volition::universe {

struct IdHash {
  std::size_t operator()(const Id& id) const noexcept;
};

/// Follows what the store holds.
class RecordListener {
 public:
  virtual ~RecordListener() = default;
  /// A record is new or has changed. Errors: storage_damaged.
  virtual Status on_record(const Id& id, RecordKind kind, const boost::json::object& content) = 0;
  virtual void on_erased(const Id& id, RecordKind kind) = 0;
  /// Forget everything: all that exists follows by on_record.
  virtual void on_reset() = 0;
};

class Store {
 public:
  /// Opens or makes the store of `folder` and reads all of it. `listener` outlives it.
  static Result<std::unique_ptr<Store>> open(const std::filesystem::path& folder,
                                             RecordListener& listener);

  /// Takes up what other processes have committed. Errors: storage_damaged, busy, …
  Status refresh();
  /// One record as it stands in the file. Errors: not_found, storage_damaged.
  Result<boost::json::object> read(const Id& id);

  /// BEGIN IMMEDIATE, then refresh().
  Status begin();
  bool writing() const { return transaction_.has_value(); }
  /// Seals the new head and commits; where nothing was changed it only ends.
  Status commit();
  void roll_back();

  // Between begin() and commit():
  Status put(const Id& id, RecordKind kind, std::string_view domain,
             const boost::json::object& content);
  Status erase(const Id& id);
  /// Erases every record and every result, and makes a new master key and a new key file.
  Status erase_everything();
  /// The file may hold what this transaction erases, until clean() has had its way.
  Status mark_pending();
  OpLog& op_log() { return op_log_; }
  /// A change that op_log() made, so that commit() has something to do.
  void touch() { touched_ = true; }

  bool pending_erasure() const { return pending_.has_value(); }
  /// SQLite's data_version as refresh() last read it: differs when another connection wrote.
  std::int64_t data_version() const { return data_version_; }
  /// Takes the remains of erased rows out of the file and empties the journal. kBusy: another
  /// process was in the way; nothing is lost, try again.
  Result<sqlite::Truncation> clean();
  /// Puts a new key file in its place after erase_everything() was committed.
  Status settle();
  /// Writes the journal into the file as far as other processes let it.
  void empty_journal() { static_cast<void>(database_.truncate_journal(kTruncateWaitMs)); }
  /// Gives up the space that was set aside for forgetting on a full disk; false if there is none.
  bool release_ballast();

  std::size_t size() const { return rows_.size(); }
  /// Reads everything again, from nothing.
  Status verify();

 private:
  // Readers of other hosts hold the file for less than this; one that holds it longer makes the
  // answer "pending".
  static constexpr int kTruncateWaitMs = 200;

  struct Row {
    RecordKind kind = RecordKind::kIntention;
    std::int64_t version = 0;
    crypto::Hash hash{};
    std::uint64_t scan = 0;
  };
  /// Of an erasure that the file may still hold: the head's generation that names it, and whether
  /// only the journal is left to be emptied.
  struct Mark {
    std::int64_t generation = 0;
    bool rebuilt = false;
    friend bool operator==(const Mark&, const Mark&) = default;
  };

  Store(std::filesystem::path folder, sqlite::Database database, RecordListener& listener);

  // store_keys.cpp
  Status create();
  Status check_format();
  Status unlock();
  Status read_slots();
  Status write_mark(const Mark& mark);
  Result<bool> change_mark(const Mark& from, const std::optional<Mark>& to);
  Status read_meta();
  Result<bool> try_secret(crypto::SecretBuffer secret);
  Status write_slot(const Slot& slot);
  Status write_meta(std::string_view name, ByteView value);
  Status settle_key_file();
  crypto::Hash frame() const;
  std::filesystem::path key_file() const { return folder_ / "universe.key"; }
  std::filesystem::path next_key_file() const { return folder_ / "universe.key.new"; }
  std::filesystem::path ballast() const { return folder_ / "ballast"; }

  // store.cpp
  Status load();
  Status load_rows();
  Status read_head(Head& head);
  Status take_row(const RecordView& row);
  Status compare_with_head(const Head& head);

  std::filesystem::path folder_;
  sqlite::Database database_;
  RecordListener& listener_;
  std::optional<sqlite::Transaction> transaction_;

  Keys keys_;
  crypto::SecretBuffer secret_;
  std::optional<crypto::SigningKey> signing_;
  crypto::VerifyingKey store_key_{};
  Bytes sealed_signing_key_;
  std::vector<Slot> slots_;
  std::optional<crypto::Hash> unlocked_frame_;  // What frame() was when the keys last opened.
  std::optional<Mark> pending_;
  OpLog op_log_;

  Head head_;
  Multiset multiset_;
  std::unordered_map<Id, Row, IdHash> rows_;
  std::int64_t data_version_ = 0;
  /// Of the journal when refresh() last found everything loaded.
  std::optional<sqlite::JournalMark> mark_;
  std::uint64_t scan_ = 0;
  bool loaded_ = false;
  bool changed_ = false;  // Records, slots or meta: the head is sealed anew.
  bool touched_ = false;  // Anything at all: there is something to commit.
};

/// A row of the current select: id, kind, brand_tag, version, epoch, wrapped_dek, body.
Result<RecordView> record_of(const sqlite::Statement& row);
/// Copies a blob of exactly that length. Errors: storage_damaged.
Status copy_exact(ByteView from, std::span<std::uint8_t> to);

}  // namespace volition::universe
