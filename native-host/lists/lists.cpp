// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/lists.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "filters/parse.hpp"
#include "lists/characters.hpp"
#include "lists/judge.hpp"
#include "lists/restore.hpp"
#include "url/url.hpp"

namespace volition::lists {
namespace {

namespace fs = std::filesystem;

/// Texts that come at the same time; each may hold kMaxTextBytes.
constexpr std::size_t kMaxUploads = 2;
constexpr std::size_t kTitleMax = 120;
constexpr std::size_t kVersionMax = 60;

/// https, or a server on this very machine.
bool is_fetchable(std::string_view address) {
  const auto url = url::Url::parse(address);
  if (!url) return false;
  if (url->scheme() == "https") return true;
  return url->scheme() == "http" &&
         (url->host() == "127.0.0.1" || url->host() == "localhost" || url->host() == "[::1]");
}

}  // namespace

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::kShipped:
      return "shipped";
    case Kind::kCustom:
      return "custom";
    case Kind::kOwn:
      return "own";
  }
  return "shipped";
}

Kind kind_of(std::string_view id) {
  if (id == kOwnId) return Kind::kOwn;
  return id.starts_with(kCustomPrefix) ? Kind::kCustom : Kind::kShipped;
}

Lists::Lists(const fs::path& data_folder, fs::path shipped_folder, const Clock& clock)
    : folders_{data_folder / "filters", std::move(shipped_folder)},
      state_file_(folders_.state_file()),
      clock_(clock),
      image_folder_(folders_.shipped) {}

/// Reads the state where another version of it stands there than the one that is known.
void Lists::look() {
  const Mark mark = mark_of(state_file_);
  if (looked_ && mark == mark_) return;
  looked_ = true;
  ++revision_;
  mark_ = mark;
  images_refused_.clear();
  damaged_.reset();
  auto read = load_state(folders_);
  if (!read && read.error().code == ErrorCode::kListsDamaged) {
    const auto known = catalogue();
    const Status restored =
        known ? restore_state(folders_, **known, clock_.today()) : Status(known.error());
    if (restored) read = load_state(folders_);
    mark_ = mark_of(folders_.state_file());
  }
  if (read) {
    state_ = std::move(*read);
  } else {
    state_ = State{};
    damaged_ = read.error();
  }
  image_folder_ = state_.built.empty() ? folders_.shipped : folders_.built(state_.built);
  if (mark_.exists && !damaged_) ensure_built();
}

const fs::path& Lists::image_folder() {
  look();
  return image_folder_;
}

void Lists::refuse_images() {
  if (images_refused_ == image_folder_) return;
  images_refused_ = image_folder_;
  constexpr int kMaxRefusals = 3;
  if (++refusals_ > kMaxRefusals) return;
  if (image_folder_ == folders_.shipped) {
    BuildOrder order;
    order.shipped = BuildOrder::Shipped::kDamaged;
    start(std::move(order));
    return;
  }
  image_folder_ = folders_.shipped;
  BuildOrder order;
  order.again = BuildOrder::Again::kYes;
  start(std::move(order));
}

void Lists::look_through_images() {
  if (looked_through_ == image_folder_ || worker_.busy()) return;
  looked_through_ = image_folder_;
  BuildOrder order;
  order.looked_in = image_folder_;
  start(std::move(order));
}

Result<const std::vector<CatalogueEntry>*> Lists::catalogue() {
  if (!catalogue_) {
    auto read = read_catalogue(folders_.shipped);
    if (!read) return read.error();
    catalogue_ = std::move(*read);
    shipped_mark_ = shipped_mark(folders_.shipped);
  }
  return &*catalogue_;
}

Result<std::string> Lists::wanted() {
  const auto known = catalogue();
  if (!known) return known.error();
  return wanted_key(state_, **known, shipped_mark_);
}

std::optional<std::string> Lists::failed(std::string_view key) const {
  if (state_.has_failed(key)) return state_.failed_code;
  const int code = failure_->building.load();
  if (tried_ != key || worker_.busy() || code == Failure::kNone) return std::nullopt;
  return std::string(code_name(static_cast<ErrorCode>(code)));
}

void Lists::ensure_built() {
  if (worker_.busy()) return;
  const auto key = wanted();
  if (!key) return;
  const bool failed_before = failed(*key) && tried_ == *key;
  const bool images = *key != state_.built && !failed_before;
  if (images || !wishes_.empty()) start({});
}

/// Builds on the thread what `order` says; with its folders, its time and what is wished filled in.
void Lists::start(BuildOrder order) {
  const auto key = wanted();
  if (worker_.busy() || !key) return;
  tried_ = *key;
  order.folders = folders_;
  order.utc_seconds = clock_.utc_seconds();
  order.deltas = std::exchange(wishes_, {});
  failure_->building.store(Failure::kNone);
  worker_.start([order = std::move(order), failure = failure_] {
    ErrorCode code = ErrorCode::kInternal;
    bool good = false;
    try {
      const Status done = build_all(order);
      good = done.has_value();
      if (!good) code = done.error().code;
    } catch (const std::exception&) {
      good = false;
    }
    if (!good) failure->building.store(static_cast<int>(code));
    if (!good && !order.deltas.empty()) failure->delta.store(static_cast<int>(code));
    give_back_memory();
  });
}

template <typename Change>
Status Lists::change(Change change) {
  look();
  for (const fs::path& folder : {folders_.store, folders_.texts()}) {
    if (const Status made = ensure_folder(folder); !made) return made.error();
  }
  {
    const auto lock = Lock::take(folders_.state_lock(), Patience::kShort);
    if (!lock) return lock.error();
    auto state = load_state(folders_);
    if (!state) return state.error();
    if (const Status changed = change(*state); !changed) return changed.error();
    if (const Status written = write_file(folders_.state_file(), write_state(*state)); !written)
      return written.error();
    sweep(folders_, *state);
  }
  tried_.reset();
  look();
  return ok();
}

Result<std::uint64_t> Lists::take(const Part& part) {
  auto found = uploads_.find(part.upload);
  if (found == uploads_.end()) {
    if (part.number != 0) return Error(ErrorCode::kUnknownUpload);
    // Those that were begun and never ended make room.
    while (uploads_.size() >= kMaxUploads) uploads_.erase(uploads_.begin());
    found = uploads_.emplace(part.upload, Upload{}).first;
  }
  Upload& upload = found->second;
  if (upload.refused) return Error(*upload.refused);
  if (part.number > upload.parts) return Error(ErrorCode::kUnknownUpload);
  if (part.number == upload.parts) {
    if (upload.text.size() + part.text.size() > kMaxTextBytes) {
      upload.text = std::string();
      upload.refused = ErrorCode::kListTooLarge;
      return Error(ErrorCode::kListTooLarge);
    }
    upload.text += part.text;
    ++upload.parts;
  }
  return upload.text.size();
}

Status Lists::accept(const Put& put, State& state, std::string_view text, Accepted& accepted) {
  const auto known = catalogue();
  if (!known) return known.error();
  std::string id;
  if (put.list) {
    id = *put.list;
  } else if (put.address) {
    id = std::string(kCustomPrefix) + digest_of(*put.address).substr(0, 8);
  } else {
    id = std::string(kCustomPrefix) + digest_of(put.part.upload).substr(0, 8);
  }
  const Kind kind = kind_of(id);
  const StoredList* before = state.find(id);
  const auto entry = std::find_if((*known)->begin(), (*known)->end(),
                                  [&](const CatalogueEntry& one) { return one.id == id; });
  if (kind == Kind::kShipped && entry == (*known)->end())
    return Error(ErrorCode::kNotFound, "list");
  if (kind == Kind::kCustom && before == nullptr) {
    if (put.list) return Error(ErrorCode::kNotFound, "list");
    const auto custom =
        std::count_if(state.lists.begin(), state.lists.end(),
                      [](const StoredList& list) { return kind_of(list.id) == Kind::kCustom; });
    if (static_cast<std::size_t>(custom) >= kMaxCustomLists) return Error(ErrorCode::kListsFull);
  }

  std::string shipped;
  if (kind == Kind::kShipped) {
    auto read = shipped_text(folders_.shipped, **known,
                             static_cast<std::size_t>(entry - (*known)->begin()));
    if (read) shipped = std::move(*read);
  }
  const bool fetched = kind == Kind::kShipped || put.address.has_value() ||
                       (before != nullptr && before->address.has_value());
  Arrived arrived;
  arrived.text = text;
  arrived.source = kind == Kind::kOwn ? Source::kOwnRules : Source::kList;
  arrived.announced_bytes = put.announced_bytes;
  if (fetched) {
    arrived.bytes_before =
        before != nullptr && !before->text.empty() ? before->bytes : shipped.size();
  }
  if (const Status judged = judge(arrived); !judged) return judged.error();

  const std::string digest = digest_of(text);
  const bool is_shipped = !shipped.empty() && digest_of(shipped) == digest;
  accepted.list = id;
  accepted.bytes = text.size();
  const bool same =
      before != nullptr && !before->text.empty() ? before->text == digest : is_shipped;
  accepted.outcome = same ? Outcome::kSame : Outcome::kFresh;

  const bool is_new = before == nullptr;
  StoredList& list = state.at(id);
  if (is_new && kind == Kind::kShipped) list.state = entry->on ? Switch::kOn : Switch::kOff;
  if (is_new && kind == Kind::kCustom) list.address = put.address;
  list.etag = put.etag;
  list.last_modified = put.last_modified;
  if (fetched) list.fetched_on = clock_.today();
  list.text = is_shipped ? "" : digest;
  list.bytes = text.size();
  filters::ParsedList head = filters::parse_list(
      text.substr(0, std::min<std::size_t>(text.size(), 8192)), 0, filters::Target::kChromium);
  list.title =
      cut(head.title.empty() ? std::string_view(put.title.value_or(list.title)) : head.title,
          kTitleMax);
  list.version = cut(head.version, kVersionMax);
  if (list.text.empty()) return ok();
  return write_file(folders_.texts() / text_file(list), text);
}

Result<Accepted> Lists::put(const Put& put) {
  if (put.address && !is_fetchable(*put.address))
    return Error(ErrorCode::kInvalidParams, "params.address");
  if (const auto taken = take(put.part); !taken) return taken.error();
  const std::string& text = uploads_.at(put.part.upload).text;
  Accepted accepted;
  const Status done = change([&](State& state) { return accept(put, state, text, accepted); });
  if (!done) return done.error();
  uploads_.erase(put.part.upload);
  give_back_memory();
  return accepted;
}

Result<Switch> Lists::set(std::string_view id, Switch wanted_state, Chooser by) {
  const auto known = catalogue();
  if (!known) return known.error();
  Switch stands = wanted_state;
  const Status done = change([&](State& state) -> Status {
    const bool shipped = std::any_of((*known)->begin(), (*known)->end(),
                                     [&](const CatalogueEntry& entry) { return entry.id == id; });
    const StoredList* stored = state.find(id);
    if (!shipped && id != kOwnId && stored == nullptr) return Error(ErrorCode::kNotFound, "list");
    // What stands in the state was chosen, by the person or by a browser before.
    if (by == Chooser::kLanguage && stored != nullptr)
      stands = stored->state;
    else
      state.at(id).state = wanted_state;
    return ok();
  });
  if (!done) return done.error();
  return stands;
}

Status Lists::remove(std::string_view id) {
  if (kind_of(id) != Kind::kCustom) return Error(ErrorCode::kInvalidParams, "params.list");
  return change([&](State& state) -> Status {
    if (state.find(id) == nullptr) return Error(ErrorCode::kNotFound, "list");
    std::erase_if(state.lists, [&](const StoredList& list) { return list.id == id; });
    return ok();
  });
}

Result<std::vector<StoredList>> Lists::belongings() {
  look();
  if (damaged_) return *damaged_;
  std::vector<StoredList> out;
  for (const StoredList& list : state_.lists) out.push_back(list);
  return out;
}

Status Lists::forget() {
  uploads_.clear();
  wishes_.clear();
  if (!mark_of(folders_.store).exists) return ok();
  {
    const auto lock = Lock::take(folders_.state_lock(), Patience::kShort);
    if (!lock) return lock.error();
    // Not a state that names nothing: a damaged one is gone with the rest.
    if (const Status written = write_file(folders_.state_file(), write_state(State{})); !written)
      return written.error();
    std::error_code ignored;
    erase_file(folders_.store / kAsideFile);
    fs::remove_all(folders_.store / kAsideFile, ignored);
    sweep(folders_, State{});
  }
  look();
  return ok();
}

}  // namespace volition::lists
