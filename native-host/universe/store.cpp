// SPDX-License-Identifier: GPL-3.0-or-later
#include "universe/store.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "universe/files.hpp"

namespace volition::universe {

namespace {

constexpr std::string_view kSelectRecord =
    "SELECT id, kind, brand_tag, version, epoch, wrapped_dek, body FROM record";

Error damaged(const char* what) { return {ErrorCode::kStorageDamaged, what}; }

}  // namespace

std::size_t IdHash::operator()(const Id& id) const noexcept {
  std::size_t value = 0;  // The id is random already.
  std::memcpy(&value, id.bytes.data(), sizeof value);
  return value;
}

Status copy_exact(ByteView from, std::span<std::uint8_t> to) {
  if (from.size() != to.size()) return damaged("a column has a wrong length");
  std::copy(from.begin(), from.end(), to.begin());
  return ok();
}

Result<RecordView> record_of(const sqlite::Statement& row) {
  RecordView view;
  const Status id = copy_exact(row.blob(0), view.id.bytes);
  if (!id) return id.error();
  view.kind = static_cast<RecordKind>(row.integer(1));
  const Status tag = copy_exact(row.blob(2), view.brand_tag);
  if (!tag) return tag.error();
  view.version = row.integer(3);
  view.epoch = row.integer(4);
  view.wrapped_dek = row.blob(5);
  view.body = row.blob(6);
  return view;
}

Store::Store(std::filesystem::path folder, sqlite::Database database, RecordListener& listener)
    : folder_(std::move(folder)),
      database_(std::move(database)),
      listener_(listener),
      op_log_(database_, keys_) {}

Status Store::refresh() {
  if (writing()) return ok();  // begin() has done it, and nobody can have written since.
  // Taken before the version: what is committed between the two looks changes the next mark.
  const std::optional<sqlite::JournalMark> mark = database_.mark();
  if (loaded_ && mark && mark == mark_) return ok();
  const Result<std::int64_t> version = database_.integer("PRAGMA data_version");
  if (!version) return version.error();
  if (!loaded_ || *version != data_version_) {
    const Result<sqlite::Transaction> reading =
        sqlite::Transaction::begin(database_, sqlite::Access::kRead);
    if (!reading) return reading.error();
    const Status loaded = load();
    if (!loaded) return loaded.error();
  }
  mark_ = mark;
  return ok();
}

Status Store::load() {
  const bool complete = loaded_;
  loaded_ = false;  // Whatever fails below, the next call starts from nothing.
  const Result<std::int64_t> version = database_.integer("PRAGMA data_version");
  if (!version) return version.error();
  if (complete && *version == data_version_) {
    loaded_ = true;
    return ok();
  }
  Head head;
  Status step = read_head(head);
  if (!step) return step.error();
  step = read_meta();
  if (!step) return step.error();
  step = read_slots();
  if (!step) return step.error();
  const bool keys_changed = head.epoch != keys_.epoch;
  if (keys_changed || unlocked_frame_ != frame()) {
    unlocked_frame_.reset();
    keys_.epoch = head.epoch;
    step = unlock();
    if (!step) return step.error();
    unlocked_frame_ = frame();
  }
  if (!head_is_ours(head, keys_, frame())) {
    return damaged("the head is not sealed by this store");
  }
  if (head.generation < head_.generation) return damaged("the file went back to an older state");
  if (!complete || keys_changed) {
    rows_.clear();
    multiset_ = {};
    listener_.on_reset();
  }
  step = load_rows();
  if (!step) return step.error();
  step = compare_with_head(head);
  if (!step) return step.error();
  head_ = head;
  data_version_ = *version;
  loaded_ = true;
  return ok();
}

Status Store::load_rows() {
  ++scan_;
  if (rows_.empty()) {
    Result<sqlite::Statement> select = database_.prepare(kSelectRecord);
    if (!select) return select.error();
    return select->each([&](sqlite::Statement& row) -> Status {
      const Result<RecordView> view = record_of(row);
      if (!view) return view.error();
      return take_row(*view);
    });
  }
  // Only what changed is decrypted: every change raises a row's version.
  Result<sqlite::Statement> select = database_.prepare("SELECT id, version FROM record");
  if (!select) return select.error();
  std::vector<Id> changed;
  const Status listed = select->each([&](sqlite::Statement& row) -> Status {
    Id id;
    const Status copied = copy_exact(row.blob(0), id.bytes);
    if (!copied) return copied.error();
    const auto known = rows_.find(id);
    if (known != rows_.end() && known->second.version == row.integer(1)) {
      known->second.scan = scan_;
    } else {
      changed.push_back(id);
    }
    return ok();
  });
  if (!listed) return listed.error();
  Result<sqlite::Statement> one = database_.prepare(std::string(kSelectRecord) + " WHERE id = ?1");
  if (!one) return one.error();
  for (const Id& id : changed) {
    const Status taken = one->bind(1, id.bytes).each([&](sqlite::Statement& row) -> Status {
      const Result<RecordView> view = record_of(row);
      if (!view) return view.error();
      return take_row(*view);
    });
    if (!taken) return taken.error();
  }
  for (auto row = rows_.begin(); row != rows_.end();) {
    if (row->second.scan == scan_) {
      ++row;
      continue;
    }
    multiset_.remove(row->second.hash);
    listener_.on_erased(row->first, row->second.kind);
    row = rows_.erase(row);
  }
  return ok();
}

Status Store::take_row(const RecordView& row) {
  const Result<boost::json::object> content = open_record(keys_, row);
  if (!content) return content.error();
  const auto [known, fresh] = rows_.try_emplace(row.id);
  if (!fresh) multiset_.remove(known->second.hash);
  known->second = Row{row.kind, row.version, hash_row(keys_, row), scan_};
  multiset_.add(known->second.hash);
  return listener_.on_record(row.id, row.kind, *content);
}

Status Store::read_head(Head& head) {
  Result<sqlite::Statement> select =
      database_.prepare("SELECT count, multiset, generation, epoch, mac FROM head");
  if (!select) return select.error();
  int rows = 0;
  const Status read = select->each([&](sqlite::Statement& row) -> Status {
    ++rows;
    head.count = row.integer(0);
    head.generation = row.integer(2);
    head.epoch = row.integer(3);
    const Status multiset = copy_exact(row.blob(1), head.multiset);
    if (!multiset) return multiset.error();
    return copy_exact(row.blob(4), head.mac);
  });
  if (!read) return read.error();
  if (rows != 1) return damaged("the head is missing");
  return ok();
}

Status Store::compare_with_head(const Head& head) {
  if (head.count != static_cast<std::int64_t>(rows_.size()) || head.multiset != multiset_.bytes()) {
    return damaged("the records are not those that the head names");
  }
  return ok();
}

Result<boost::json::object> Store::read(const Id& id) {
  Result<sqlite::Statement> select =
      database_.prepare(std::string(kSelectRecord) + " WHERE id = ?1");
  if (!select) return select.error();
  std::optional<boost::json::object> found;
  const Status got = select->bind(1, id.bytes).each([&](sqlite::Statement& row) -> Status {
    const Result<RecordView> view = record_of(row);
    if (!view) return view.error();
    Result<boost::json::object> content = open_record(keys_, *view);
    if (!content) return content.error();
    found = std::move(*content);
    return ok();
  });
  if (!got) return got.error();
  if (!found) return Error{ErrorCode::kNotFound, "no such record"};
  return std::move(*found);
}

Status Store::begin() {
  Result<sqlite::Transaction> begun = sqlite::Transaction::begin(database_, sqlite::Access::kWrite);
  if (!begun) return begun.error();
  const Status loaded = load();
  if (!loaded) return loaded.error();
  transaction_.emplace(std::move(*begun));
  changed_ = false;
  touched_ = false;
  return ok();
}

Status Store::commit() {
  if (!changed_ && !touched_) {
    roll_back();
    return ok();
  }
  Head head = head_;
  if (changed_) {
    head.count = static_cast<std::int64_t>(rows_.size());
    head.multiset = multiset_.bytes();
    head.epoch = keys_.epoch;
    ++head.generation;
    seal_head(head, keys_, frame());
    const Result<sqlite::Statement*> update = database_.cached(
        "UPDATE head SET count = ?1, multiset = ?2, generation = ?3, epoch = ?4, mac = ?5");
    const Status written = update ? (*update)
                                        ->bind(1, head.count)
                                        .bind(2, head.multiset)
                                        .bind(3, head.generation)
                                        .bind(4, head.epoch)
                                        .bind(5, head.mac)
                                        .run()
                                  : Status(update.error());
    if (!written) {
      roll_back();
      return written.error();
    }
  }
  const Status committed = transaction_->commit();
  if (!committed) {
    roll_back();
    return committed.error();
  }
  transaction_.reset();
  head_ = head;
  changed_ = false;
  touched_ = false;
  return ok();
}

void Store::roll_back() {
  transaction_.reset();
  // The listener has seen changes that did not happen: everything is read again.
  if (changed_ || touched_) loaded_ = false;
  changed_ = false;
  touched_ = false;
}

Status Store::put(const Id& id, RecordKind kind, std::string_view domain,
                  const boost::json::object& content) {
  const auto known = rows_.find(id);
  const bool fresh = known == rows_.end();
  RecordRow row;
  row.id = id;
  row.kind = kind;
  row.brand_tag = brand_tag(keys_, domain, id);
  row.version = fresh ? 1 : known->second.version + 1;
  seal_record(keys_, row, content);
  changed_ = true;
  const Result<sqlite::Statement*> write = database_.cached(
      fresh ? "INSERT INTO record(id, kind, brand_tag, version, epoch, wrapped_dek, body) "
              "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"
            : "UPDATE record SET kind = ?2, brand_tag = ?3, version = ?4, epoch = ?5, "
              "wrapped_dek = ?6, body = ?7 WHERE id = ?1");
  if (!write) return write.error();
  const Status written = (*write)
                             ->bind(1, id.bytes)
                             .bind(2, static_cast<std::int64_t>(kind))
                             .bind(3, row.brand_tag)
                             .bind(4, row.version)
                             .bind(5, row.epoch)
                             .bind(6, row.wrapped_dek)
                             .bind(7, row.body)
                             .run();
  if (!written) return written.error();
  if (!fresh) multiset_.remove(known->second.hash);
  Row& held = fresh ? rows_[id] : known->second;
  held = Row{kind, row.version, hash_row(keys_, view_of(row)), scan_};
  multiset_.add(held.hash);
  return listener_.on_record(id, kind, content);
}

Status Store::erase(const Id& id) {
  const auto known = rows_.find(id);
  if (known == rows_.end()) return Error{ErrorCode::kNotFound, "no such record"};
  changed_ = true;
  Result<sqlite::Statement> erase = database_.prepare("DELETE FROM record WHERE id = ?1");
  if (!erase) return erase.error();
  const Status erased = erase->bind(1, id.bytes).run();
  if (!erased) return erased.error();
  multiset_.remove(known->second.hash);
  const RecordKind kind = known->second.kind;
  rows_.erase(known);
  listener_.on_erased(id, kind);
  return ok();
}

Status Store::mark_pending() {
  // The generation names this erasure, so that a host that has cleaned up after an earlier one does
  // not take the mark away.
  changed_ = true;
  return write_mark(Mark{head_.generation + 1, false});
}

Status Store::write_mark(const Mark& mark) {
  pending_ = mark;
  Bytes value;
  append_u64(value, static_cast<std::uint64_t>(mark.generation));
  value.push_back(mark.rebuilt ? 1 : 0);
  return write_meta("pending", value);
}

Result<sqlite::Truncation> Store::clean() {
  const auto with_ballast = [&](auto step) {
    auto done = step();
    if (!done && done.error().code == ErrorCode::kStorageFull && release_ballast()) done = step();
    return done;
  };
  std::optional<Mark> mark = pending_;
  if (mark && !mark->rebuilt) {
    // secure_delete zeroes freed cells and pages, but not what SQLite leaves behind in a page when
    // it moves rows to another (rebuildPage in btree.c; seen in 6 of 12 runs of forgetting_test
    // before this). Only a rebuilt file has no such remains.
    const Status rebuilt = with_ballast([&] { return database_.execute("VACUUM"); });
    if (!rebuilt) {
      if (rebuilt.error().code == ErrorCode::kBusy) return sqlite::Truncation::kBusy;
      return rebuilt.error();
    }
  }
  Result<sqlite::Truncation> emptied =
      with_ballast([&] { return database_.truncate_journal(kTruncateWaitMs); });
  if (!mark) return emptied;
  const bool done = emptied && *emptied == sqlite::Truncation::kDone;
  if (!done && mark->rebuilt) return emptied;
  // Another transaction, so it may fail: the mark then stays, and the next attempt begins anew.
  const Result<bool> changed =
      change_mark(*mark, done ? std::nullopt : std::optional(Mark{mark->generation, true}));
  if (!changed) return changed.error();
  if (done && !*changed) return sqlite::Truncation::kBusy;  // Another host erased meanwhile.
  return emptied;
}

Result<bool> Store::change_mark(const Mark& from, const std::optional<Mark>& to) {
  const Status begun = begin();
  if (!begun) return begun.error();
  if (pending_ != from) {
    const bool gone = !pending_;
    roll_back();
    return gone;
  }
  touched_ = true;
  Status written = ok();
  if (to) {
    written = write_mark(*to);
  } else {
    Result<sqlite::Statement> erase = database_.prepare("DELETE FROM meta WHERE name = ?1");
    written = erase ? erase->bind(1, as_bytes("pending")).run() : Status(erase.error());
    pending_.reset();
  }
  if (!written) {
    roll_back();
    return written.error();
  }
  const Status committed = commit();
  if (!committed) return committed.error();
  return true;
}

Status Store::settle() {
  const Status begun = begin();
  if (!begun) return begun.error();
  Status settled = settle_key_file();
  roll_back();
  return settled;
}

bool Store::release_ballast() {
  if (::unlink(ballast().c_str()) != 0) return false;
  // With that room the journal can be written into the file, which frees the journal's own.
  if (!writing()) empty_journal();
  return true;
}

Status Store::verify() {
  loaded_ = false;
  const Status read = refresh();
  if (!read) return read.error();
  Result<sqlite::Statement> check = database_.prepare("PRAGMA integrity_check(1)");
  if (!check) return check.error();
  bool sound = false;
  const Status checked = check->each([&](sqlite::Statement& row) {
    sound = row.text(0) == "ok";
    return ok();
  });
  if (!checked) return checked.error();
  if (!sound) return damaged("SQLite's own check found a fault");
  return ok();
}

}  // namespace volition::universe
