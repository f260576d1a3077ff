// SPDX-License-Identifier: GPL-3.0-or-later

// The part of Store that deals with keys: making a store, opening its slots, and replacing
// everything.
//
// The key file and the database are two files and cannot change in one step. So a new secret is
// written as universe.key.new, on the disk, before the transaction that needs it commits, and takes
// its place after. Whoever finds that universe.key does not fit tries the other. Both steps hold
// the write lock, so that no host can put a secret in place whose transaction was not committed.

#include <unistd.h>

#include <algorithm>

#include "crypto/random.hpp"
#include "universe/files.hpp"
#include "universe/store.hpp"

namespace volition::universe {

namespace {

constexpr std::size_t kBallastBytes = 512 * 1024;

constexpr const char* kSchema =
    "CREATE TABLE record(id BLOB PRIMARY KEY, kind INTEGER NOT NULL, brand_tag BLOB NOT NULL,"
    " version INTEGER NOT NULL, epoch INTEGER NOT NULL, wrapped_dek BLOB NOT NULL,"
    " body BLOB NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE op(op_id BLOB PRIMARY KEY, method_and_params_hash BLOB NOT NULL,"
    " sealed_result BLOB, day INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE slot(id BLOB PRIMARY KEY, kind INTEGER NOT NULL, params BLOB NOT NULL,"
    " public_key BLOB NOT NULL, sealed_master BLOB NOT NULL, mac BLOB NOT NULL,"
    " signature BLOB NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE head(one INTEGER PRIMARY KEY CHECK(one = 1), count INTEGER NOT NULL,"
    " multiset BLOB NOT NULL, generation INTEGER NOT NULL, epoch INTEGER NOT NULL,"
    " mac BLOB NOT NULL) STRICT;"
    "CREATE TABLE meta(name BLOB PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;"
    "PRAGMA application_id = 1448037461;"
    "PRAGMA user_version = 1;";
static_assert(kApplicationId == 1448037461 && kFormatVersion == 1);

Error damaged(const char* what) { return {ErrorCode::kStorageDamaged, what}; }

/// What SQLite's header says the file is: both 0 in a new one.
struct FormatMark {
  std::int64_t application = 0;
  std::int64_t version = 0;
};

Result<FormatMark> read_format_mark(sqlite::Database& database) {
  // In one transaction: between two looks another host may have made the file.
  const Result<sqlite::Transaction> looking =
      sqlite::Transaction::begin(database, sqlite::Access::kRead);
  if (!looking) return looking.error();
  const Result<std::int64_t> application = database.integer("PRAGMA application_id");
  if (!application) return application.error();
  const Result<std::int64_t> version = database.integer("PRAGMA user_version");
  if (!version) return version.error();
  return FormatMark{*application, *version};
}

bool is_there(const std::filesystem::path& file) {
  std::error_code failed;
  return std::filesystem::exists(std::filesystem::symlink_status(file, failed));
}

}  // namespace

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& folder,
                                           RecordListener& listener) {
  const Status made = ensure_folder(folder);
  if (!made) return made.error();
  std::error_code failed;
  const std::filesystem::path real = std::filesystem::canonical(folder, failed);
  if (failed) return Error{ErrorCode::kStorageFailed, "the data folder cannot be resolved"};
  const Status file = ensure_file(real / "universe.db");
  if (!file) return file.error();
  Result<sqlite::Database> database = sqlite::Database::open(real / "universe.db");
  if (!database) return database.error();
  std::unique_ptr<Store> store(new Store(real, std::move(*database), listener));
  Status step = store->check_format();
  if (!step) return step.error();
  step = store->refresh();
  if (!step) return step.error();
  if (is_there(store->next_key_file())) {
    step = store->settle();
    if (!step) return step.error();
  }
  if (store->pending_erasure()) {
    // Busy or not, the store opens: the mark stays, and tick() tries again.
    const Result<sqlite::Truncation> cleaned = store->clean();
    if (!cleaned && cleaned.error().code == ErrorCode::kStorageDamaged) return cleaned.error();
  }
  ensure_ballast(store->ballast(), kBallastBytes);
  return store;
}

Status Store::check_format() {
  Result<FormatMark> mark = read_format_mark(database_);
  if (mark && mark->application == 0 && mark->version == 0) {
    const Status made = create();
    if (!made) return made.error();
    mark = read_format_mark(database_);
  }
  if (!mark) return mark.error();
  if (mark->application != kApplicationId) return damaged("universe.db is another program's file");
  if (mark->version > kFormatVersion) {
    return Error{ErrorCode::kStorageNewer, "universe.db was written by a newer version"};
  }
  if (mark->version < 1) return damaged("universe.db has no format version");
  return ok();
}

Status Store::create() {
  {
    Result<sqlite::Transaction> making =
        sqlite::Transaction::begin(database_, sqlite::Access::kWrite);
    if (!making) return making.error();
    const Result<std::int64_t> version = database_.integer("PRAGMA user_version");
    if (!version) return version.error();
    if (*version != 0) return ok();  // Another host was faster.
    const Result<std::int64_t> tables = database_.integer("SELECT count(*) FROM sqlite_schema");
    if (!tables) return tables.error();
    if (*tables != 0) return damaged("universe.db is another program's file");
    // Never start anew over a loss: the key is put in place after the first commit only.
    if (is_there(key_file())) return damaged("universe.db is empty although universe.key is there");

    Status step = database_.execute(kSchema);
    if (!step) return step.error();
    signing_ = crypto::SigningKey::generate();
    store_key_ = signing_->verifying_key();
    keys_ =
        derive_keys(store_id_of(store_key_), 1, crypto::SecretBuffer::random(crypto::kKdfKeyBytes));
    secret_ = crypto::SecretBuffer::random(kSlotSecretBytes);
    step = write_secret(next_key_file(), secret_.view());
    if (!step) return step.error();
    slots_ = {make_slot(SlotKind::kKeyFile, secret_.view(), {}, keys_, *signing_)};
    step = write_slot(slots_.front());
    if (!step) return step.error();
    step = write_meta("store_key", store_key_);
    if (!step) return step.error();
    sealed_signing_key_ = seal_signing_key(keys_, *signing_);
    step = write_meta("secrets", sealed_signing_key_);
    if (!step) return step.error();
    Head head;
    head.generation = 1;
    seal_head(head, keys_, frame());
    Result<sqlite::Statement> insert = database_.prepare(
        "INSERT INTO head(one, count, multiset, generation, epoch, mac) "
        "VALUES(1, 0, ?1, 1, 1, ?2)");
    if (!insert) return insert.error();
    step = insert->bind(1, head.multiset).bind(2, head.mac).run();
    if (!step) return step.error();
    step = making->commit();
    if (!step) return step.error();
  }
  // From the journal into the file, so that a lost journal is not a lost universe.
  const Result<sqlite::Truncation> truncated = database_.truncate_journal(0);
  if (!truncated) return truncated.error();
  return ok();
}

Status Store::read_meta() {
  Result<sqlite::Statement> select = database_.prepare("SELECT name, value FROM meta");
  if (!select) return select.error();
  bool has_key = false;
  sealed_signing_key_.clear();
  pending_.reset();
  const Status read = select->each([&](sqlite::Statement& row) -> Status {
    const std::string_view name = row.text(0);
    const ByteView value = row.blob(1);
    if (name == "store_key") {
      has_key = true;
      return copy_exact(value, store_key_);
    }
    if (name == "secrets") sealed_signing_key_.assign(value.begin(), value.end());
    if (name == "pending" && value.size() == 9) {
      std::uint64_t generation = 0;
      for (std::size_t i = 8; i-- > 0;) generation = (generation << 8U) | value[i];
      pending_ = Mark{static_cast<std::int64_t>(generation), value[8] != 0};
    }
    return ok();
  });
  if (!read) return read.error();
  if (!has_key || sealed_signing_key_.empty()) return damaged("the store's keys are missing");
  keys_.store_id = store_id_of(store_key_);
  return ok();
}

Status Store::read_slots() {
  Result<sqlite::Statement> select = database_.prepare(
      "SELECT id, kind, params, public_key, sealed_master, mac, signature FROM slot ORDER BY id");
  if (!select) return select.error();
  slots_.clear();
  return select->each([&](sqlite::Statement& row) -> Status {
    Slot slot;
    slot.kind = row.integer(1);
    slot.params.assign(row.blob(2).begin(), row.blob(2).end());
    slot.sealed_master.assign(row.blob(4).begin(), row.blob(4).end());
    for (const auto& [column, bytes] :
         std::initializer_list<std::pair<int, std::span<std::uint8_t>>>{
             {0, slot.id.bytes}, {3, slot.public_key}, {5, slot.mac}, {6, slot.signature}}) {
      const Status copied = copy_exact(row.blob(column), bytes);
      if (!copied) return copied.error();
    }
    slots_.push_back(std::move(slot));
    return ok();
  });
}

crypto::Hash Store::frame() const {
  Bytes text;
  append(text, store_key_);
  append_u64(text, sealed_signing_key_.size());
  append(text, sealed_signing_key_);
  append_u64(text, slots_.size());
  // In the order of their ids, as read_slots() has them, so that every host seals the same.
  std::vector<const Slot*> ordered;
  for (const Slot& slot : slots_) ordered.push_back(&slot);
  std::sort(ordered.begin(), ordered.end(),
            [](const Slot* a, const Slot* b) { return a->id < b->id; });
  for (const Slot* slot : ordered) {
    append(text, slot->id.bytes);
    append(text, slot->mac);
    append(text, slot->signature);  // Which signs all the rest of the row.
  }
  return crypto::hash({text});
}

Status Store::unlock() {
  if (!secret_.empty()) {
    const Result<bool> fits = try_secret(secret_.clone());
    if (!fits) return fits.error();
    if (*fits) return ok();
  }
  bool any_file = false;
  // The first again, because another host may put the second in its place between the two looks.
  for (const std::filesystem::path& file : {key_file(), next_key_file(), key_file()}) {
    Result<crypto::SecretBuffer> secret = read_secret(file, kSlotSecretBytes);
    if (!secret) {
      if (secret.error().code == ErrorCode::kKeyMissing) continue;
      if (secret.error().code == ErrorCode::kKeyRefused) {
        any_file = true;
        continue;
      }
      return secret.error();
    }
    any_file = true;
    const Result<bool> fits = try_secret(std::move(*secret));
    if (!fits) return fits.error();
    if (*fits) return ok();
  }
  if (!any_file) return Error{ErrorCode::kKeyMissing, "universe.key is not there"};
  return Error{ErrorCode::kKeyRefused, "universe.key does not open this universe"};
}

Result<bool> Store::try_secret(crypto::SecretBuffer secret) {
  const auto slot = std::find_if(slots_.begin(), slots_.end(), [&](const Slot& candidate) {
    return candidate.kind == static_cast<std::int64_t>(SlotKind::kKeyFile) &&
           slot_is_for(candidate, secret.view());
  });
  if (slot == slots_.end()) return false;
  Result<crypto::SecretBuffer> master = open_slot(*slot, secret.view(), keys_.store_id);
  if (!master) return master.error();
  Keys keys = derive_keys(keys_.store_id, keys_.epoch, std::move(*master));
  Result<crypto::SigningKey> signing = open_signing_key(keys, sealed_signing_key_);
  if (!signing) return signing.error();
  if (signing->verifying_key() != store_key_) return damaged("the store's keys do not match");
  for (const Slot& each : slots_) {
    const Status signed_by_us = verify_slot(each, keys_.store_id, keys_.epoch, store_key_);
    if (!signed_by_us) return signed_by_us.error();
  }
  keys_ = std::move(keys);
  signing_ = std::move(*signing);
  secret_ = std::move(secret);
  return true;
}

Status Store::write_slot(const Slot& slot) {
  Result<sqlite::Statement> insert = database_.prepare(
      "INSERT INTO slot(id, kind, params, public_key, sealed_master, mac, signature) "
      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  if (!insert) return insert.error();
  return insert->bind(1, slot.id.bytes)
      .bind(2, slot.kind)
      .bind(3, slot.params)
      .bind(4, slot.public_key)
      .bind(5, slot.sealed_master)
      .bind(6, slot.mac)
      .bind(7, slot.signature)
      .run();
}

Status Store::write_meta(std::string_view name, ByteView value) {
  Result<sqlite::Statement> write = database_.prepare(
      "INSERT INTO meta(name, value) VALUES(?1, ?2) "
      "ON CONFLICT(name) DO UPDATE SET value = excluded.value");
  if (!write) return write.error();
  return write->bind(1, as_bytes(name)).bind(2, value).run();
}

Status Store::settle_key_file() {
  const auto fits = [&](const std::filesystem::path& file) {
    const Result<crypto::SecretBuffer> secret = read_secret(file, kSlotSecretBytes);
    return secret && std::any_of(slots_.begin(), slots_.end(), [&](const Slot& slot) {
             return slot_is_for(slot, secret->view());
           });
  };
  if (fits(key_file())) {
    // What is left of a replacement that did not commit.
    ::unlink(next_key_file().c_str());
    return ok();
  }
  if (fits(next_key_file())) return replace_secret(next_key_file(), key_file());
  return Error{ErrorCode::kKeyRefused, "universe.key does not open this universe"};
}

Status Store::erase_everything() {
  Status step = settle_key_file();
  if (!step) return step.error();
  changed_ = true;
  step = database_.execute("DELETE FROM record; DELETE FROM slot;");
  if (!step) return step.error();
  rows_.clear();
  multiset_ = {};
  listener_.on_reset();

  Keys next = derive_keys(keys_.store_id, keys_.epoch + 1,
                          crypto::SecretBuffer::random(crypto::kKdfKeyBytes));
  step = op_log_.forget_results(next);
  if (!step) return step.error();
  keys_ = std::move(next);
  secret_ = crypto::SecretBuffer::random(kSlotSecretBytes);
  step = write_secret(next_key_file(), secret_.view());
  if (!step) return step.error();
  // Slots whose secret is not at hand keep their key pair and their MAC.
  std::erase_if(slots_, [](const Slot& slot) {
    return slot.kind == static_cast<std::int64_t>(SlotKind::kKeyFile);
  });
  for (Slot& slot : slots_) reseal_slot(slot, keys_, *signing_);
  slots_.push_back(make_slot(SlotKind::kKeyFile, secret_.view(), {}, keys_, *signing_));
  for (const Slot& slot : slots_) {
    step = write_slot(slot);
    if (!step) return step.error();
  }
  sealed_signing_key_ = seal_signing_key(keys_, *signing_);
  return write_meta("secrets", sealed_signing_key_);
}

}  // namespace volition::universe
