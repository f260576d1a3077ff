// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/lists.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <exception>
#include <utility>

#include "base/json.hpp"
#include "filters/parse.hpp"
#include "filters/refused_lines.hpp"
#include "lists/judge.hpp"
#include "url/url.hpp"

namespace volition::lists {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// Texts that come at the same time; each may hold kMaxTextBytes.
constexpr std::size_t kMaxUploads = 2;
constexpr std::size_t kTextPageBytes = 128U << 10U;
constexpr std::size_t kLineBytes = 4096;
constexpr std::size_t kTitleMax = 120;
constexpr std::size_t kVersionMax = 60;
constexpr std::string_view kNoDelta = "0000000000000000";

/// The first code points of a text.
std::string cut(std::string_view text, std::size_t max) {
  std::size_t end = 0;
  for (std::size_t points = 0; end < text.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U;
    if (begins && points++ == max) break;
  }
  return std::string(text.substr(0, end));
}

/// A position at or before `at` where a character begins.
std::size_t character_edge(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  return at;
}

std::optional<std::size_t> number_of(std::string_view text) {
  std::size_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// https, or a server on this very machine.
bool is_fetchable(std::string_view address) {
  const auto url = url::Url::parse(address);
  if (!url) return false;
  if (url->scheme() == "https") return true;
  return url->scheme() == "http" &&
         (url->host() == "127.0.0.1" || url->host() == "localhost" || url->host() == "[::1]");
}

std::uint64_t number_at(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_int64() && value->get_int64() > 0
             ? static_cast<std::uint64_t>(value->get_int64())
             : 0;
}

void add_refused(const json::object& list, Counts& counts) {
  const json::value* refused = list.if_contains("refused");
  if (refused == nullptr || !refused->is_object()) return;
  for (const json::key_value_pair& reason : refused->get_object()) {
    if (reason.value().is_int64() && reason.value().get_int64() > 0)
      counts.refused[std::string(reason.key())] +=
          static_cast<std::uint64_t>(reason.value().get_int64());
  }
}

/// The member "lists" of a report; none where the report does not read.
json::array reported(const fs::path& file) {
  constexpr std::size_t kMaxReport = 4U << 20U;
  const auto text = read_file(file, kMaxReport);
  if (!text) return {};
  auto read = parse_json(*text);
  if (!read || !read->is_object()) return {};
  json::value* lists = read->get_object().if_contains("lists");
  return lists != nullptr && lists->is_array() ? std::move(lists->get_array()) : json::array();
}

/// What the two reports beside an image say of its lists, in their order.
std::vector<Counts> counts_in(const fs::path& folder) {
  std::vector<Counts> out;
  for (const json::value& value : reported(folder / "report.json")) {
    Counts& counts = out.emplace_back();
    const json::object* list = value.if_object();
    if (list == nullptr) continue;
    if (const json::value* version = list->if_contains("version"); version && version->is_string())
      counts.version = cut(std::string_view(version->get_string()), kVersionMax);
    counts.lines = number_at(*list, "lines");
    counts.network = number_at(*list, "network");
    counts.in_effect = number_at(*list, "in_effect");
    add_refused(*list, counts);
  }
  std::size_t at = 0;
  for (const json::value& value : reported(folder / "cosmetics.json")) {
    if (at == out.size()) break;
    Counts& counts = out[at++];
    const json::object* list = value.if_object();
    if (list == nullptr) continue;
    counts.cosmetic = number_at(*list, "used");
    add_refused(*list, counts);
  }
  return out;
}

std::vector<std::string> ids_in(const fs::path& folder) {
  std::vector<std::string> ids;
  const auto text = read_file(folder / "ids.json", kMaxStateBytes);
  const auto read = text ? parse_json(*text) : Result<json::value>(text.error());
  if (!read || !read->is_array()) return ids;
  for (const json::value& id : read->get_array())
    ids.emplace_back(id.is_string() ? std::string_view(id.get_string()) : std::string_view());
  return ids;
}

Kind kind_of(std::string_view id) {
  if (id == kOwnId) return Kind::kOwn;
  return id.starts_with(kCustomPrefix) ? Kind::kCustom : Kind::kShipped;
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

Lists::Lists(const fs::path& data_folder, fs::path shipped_folder, const Clock& clock)
    : folders_{data_folder / "filters", std::move(shipped_folder)},
      clock_(clock),
      image_folder_(folders_.shipped) {}

/// Reads the state where another version of it stands there than the one that is known.
void Lists::look() {
  const Mark mark = mark_of(folders_.state_file());
  if (looked_ && mark == mark_) return;
  looked_ = true;
  mark_ = mark;
  images_refused_ = false;
  damaged_.reset();
  auto read = load_state(folders_);
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
  if (image_folder_ == folders_.shipped || images_refused_) return;
  images_refused_ = true;
  image_folder_ = folders_.shipped;
  constexpr int kMaxRefusals = 3;
  if (++refusals_ > kMaxRefusals) return;
  ensure_built(BuildOrder::Again::kYes);
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

void Lists::ensure_built(BuildOrder::Again again) {
  if (worker_.busy()) return;
  const auto key = wanted();
  if (!key) return;
  const bool failed_before = failed(*key) && tried_ == *key;
  const bool images = (*key != state_.built && !failed_before) || again == BuildOrder::Again::kYes;
  if (!images && wishes_.empty()) return;
  tried_ = *key;
  BuildOrder order{folders_, clock_.utc_seconds(), again, std::exchange(wishes_, {})};
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
  for (const fs::path& folder : {folders_.store, folders_.texts()}) {
    if (const Status made = ensure_folder(folder); !made) return made;
  }
  {
    const auto lock = Lock::take(folders_.state_lock(), Patience::kShort);
    if (!lock) return lock.error();
    auto state = load_state(folders_);
    if (!state) return state.error();
    if (const Status changed = change(*state); !changed) return changed;
    if (const Status written = write_file(folders_.state_file(), write_state(*state)); !written)
      return written;
    sweep(folders_, *state);
  }
  tried_.reset();
  look();
  return ok();
}

std::map<std::string, Counts> Lists::counts() {
  std::map<std::string, Counts> out;
  const auto put = [&](const std::vector<std::string>& ids, const std::vector<Counts>& counted) {
    for (std::size_t i = 0; i < ids.size() && i < counted.size(); ++i)
      out.insert_or_assign(ids[i], counted[i]);
  };
  std::vector<std::string> shipped;
  for (const CatalogueEntry& entry : *catalogue_) shipped.push_back(entry.id);
  put(shipped, counts_in(folders_.shipped));
  // A list with a text of its own is not what was shipped.
  for (const StoredList& list : state_.lists) {
    if (!list.text.empty()) out.erase(list.id);
  }
  if (!state_.built.empty()) {
    const fs::path folder = folders_.built(state_.built);
    put(ids_in(folder), counts_in(folder));
  }
  return out;
}

Result<Overview> Lists::overview() {
  look();
  if (damaged_) return *damaged_;
  const auto known = catalogue();
  if (!known) return known.error();
  ensure_built();
  const auto key = wanted();
  if (!key) return key.error();
  Overview out;
  // A built state may have failed too: a text that did not read was left out.
  const std::optional<std::string> failure =
      *key != state_.built || state_.has_failed(*key) ? failed(*key) : std::nullopt;
  out.building = *key != state_.built && !failure;
  out.failed = failure.value_or("");
  const std::map<std::string, Counts> counted = counts();
  const auto add = [&](StoredList stored, const CatalogueEntry* entry) {
    ListView& view = out.lists.emplace_back();
    view.kind = kind_of(stored.id);
    if (entry != nullptr) {
      view.catalogue = *entry;
      view.by_default = entry->on ? Switch::kOn : Switch::kOff;
      if (stored.title.empty()) stored.title = entry->title;
    }
    if (const auto found = counted.find(stored.id); found != counted.end())
      view.counts = found->second;
    if (stored.version.empty() && view.counts) stored.version = view.counts->version;
    if (stored.bytes == 0 && view.kind != Kind::kShipped) view.counts = Counts{};
    view.stored = std::move(stored);
  };
  for (const CatalogueEntry& entry : **known) {
    const StoredList* stored = state_.find(entry.id);
    StoredList shown = stored != nullptr ? *stored : StoredList{};
    shown.id = entry.id;
    if (stored == nullptr) shown.state = entry.on ? Switch::kOn : Switch::kOff;
    add(std::move(shown), &entry);
  }
  const StoredList* own = state_.find(kOwnId);
  StoredList shown = own != nullptr ? *own : StoredList{};
  shown.id = kOwnId;
  add(std::move(shown), nullptr);
  for (const StoredList& list : state_.lists) {
    if (kind_of(list.id) == Kind::kCustom) add(list, nullptr);
  }
  return out;
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
  if (const Status judged = judge(arrived); !judged) return judged;

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

Status Lists::set(std::string_view id, Switch wanted_state) {
  const auto known = catalogue();
  if (!known) return known.error();
  return change([&](State& state) -> Status {
    const bool shipped = std::any_of((*known)->begin(), (*known)->end(),
                                     [&](const CatalogueEntry& entry) { return entry.id == id; });
    if (!shipped && id != kOwnId && state.find(id) == nullptr)
      return Error(ErrorCode::kNotFound, "list");
    state.at(id).state = wanted_state;
    return ok();
  });
}

Status Lists::remove(std::string_view id) {
  if (kind_of(id) != Kind::kCustom) return Error(ErrorCode::kInvalidParams, "params.list");
  return change([&](State& state) -> Status {
    if (state.find(id) == nullptr) return Error(ErrorCode::kNotFound, "list");
    std::erase_if(state.lists, [&](const StoredList& list) { return list.id == id; });
    return ok();
  });
}

Result<std::string> Lists::text_of(std::string_view id) {
  look();
  if (damaged_) return *damaged_;
  const StoredList* stored = state_.find(id);
  if (stored != nullptr && !stored->text.empty()) {
    auto text = read_file(folders_.texts() / text_file(*stored), filters::kMaxListBytes);
    if (!text) return Error(ErrorCode::kListUnreadable, std::string(id));
    return text;
  }
  if (id == kOwnId) return std::string();
  const auto known = catalogue();
  if (!known) return known.error();
  for (std::size_t i = 0; i < (*known)->size(); ++i) {
    if ((**known)[i].id == id) return shipped_text(folders_.shipped, **known, i);
  }
  return Error(ErrorCode::kNotFound, "list");
}

Result<TextPage> Lists::text(std::string_view id, std::optional<std::string_view> cursor) {
  const auto whole = text_of(id);
  if (!whole) return whole.error();
  // "<digest>-<offset>": a text that was replaced meanwhile is not gone on with.
  const std::string digest = digest_of(*whole);
  std::size_t at = 0;
  if (cursor) {
    const bool of_this = cursor->starts_with(digest + "-");
    const auto offset =
        of_this ? number_of(cursor->substr(digest.size() + 1)) : std::optional<std::size_t>();
    if (!offset || *offset > whole->size() || character_edge(*whole, *offset) != *offset)
      return Error(ErrorCode::kInvalidParams, "params.cursor");
    at = *offset;
  }
  const std::size_t end = character_edge(*whole, at + kTextPageBytes);
  TextPage page{whole->substr(at, end - at), std::nullopt};
  if (end < whole->size()) page.next = digest + "-" + std::to_string(end);
  return page;
}

Result<RefusedPage> Lists::refused(std::string_view id, std::optional<std::string_view> reason,
                                   std::optional<std::string_view> cursor, std::size_t limit) {
  std::size_t first = 1;
  if (cursor) {
    const auto line = number_of(*cursor);
    constexpr std::size_t kMaxLine = 100'000'000;
    if (!line || *line < 1 || *line > kMaxLine)
      return Error(ErrorCode::kInvalidParams, "params.cursor");
    first = *line;
  }
  const auto text = text_of(id);
  if (!text) return text.error();
  const auto found = filters::refused_lines(*text, filters::Browser::kChromium, reason,
                                            static_cast<std::uint32_t>(first), limit + 1);
  RefusedPage page;
  for (const filters::RefusedLine& line : found) {
    if (page.lines.size() == limit) {
      page.next = std::to_string(line.line);
      break;
    }
    const std::size_t end = character_edge(line.text, kLineBytes);
    page.lines.push_back(
        {line.line, std::string(line.text.substr(0, end)), std::string(line.reason)});
  }
  return page;
}

/// The delta of lists that are as they shipped: nothing.
Result<DeltaPage> Lists::no_delta(filters::Browser browser, std::string_view baseline) {
  DeltaPage page;
  page.digest = kNoDelta;
  const std::string name = "baseline-" + std::string(filters::browser_name(browser)) + ".json";
  constexpr std::size_t kMaxBaseline = 64U << 10U;
  const auto text = read_file(folders_.shipped / name, kMaxBaseline);
  const auto read = text ? parse_json(*text) : Result<json::value>(text.error());
  const json::object* object = read ? read->if_object() : nullptr;
  const json::value* digest = object != nullptr ? object->if_contains("digest") : nullptr;
  if (digest != nullptr && digest->is_string() &&
      std::string_view(digest->get_string()) != baseline)
    page.match = filters::BaselineMatch::kOther;
  return page;
}

Result<std::optional<DeltaPage>> Lists::delta(filters::Browser browser, std::string_view baseline,
                                              std::optional<std::string_view> cursor,
                                              std::size_t max_bytes) {
  look();
  if (damaged_) return *damaged_;
  const auto key = wanted();
  if (!key) return key.error();
  const int delta_failed = failure_->delta.exchange(Failure::kNone);
  if (delta_failed != Failure::kNone) return Error(static_cast<ErrorCode>(delta_failed), "delta");
  if (key->empty()) {
    if (cursor) return Error(ErrorCode::kInvalidParams, "params.cursor");
    auto none = no_delta(browser, baseline);
    if (!none) return none.error();
    return std::optional<DeltaPage>(std::move(*none));
  }
  if (*key == state_.built) {
    auto page =
        read_delta(folders_.built(*key) / delta_file_name(browser), baseline, cursor, max_bytes);
    if (page) return std::optional<DeltaPage>(std::move(*page));
    if (page.error().code == ErrorCode::kInvalidParams) return page.error();
  } else if (failed(*key)) {
    return Error(ErrorCode::kListUnreadable, "the lists could not be built");
  }
  const bool wished = std::any_of(wishes_.begin(), wishes_.end(), [&](const DeltaWish& wish) {
    return wish.browser == browser && wish.baseline == baseline;
  });
  if (!wished && !worker_.busy()) wishes_.push_back({browser, std::string(baseline)});
  ensure_built();
  return std::optional<DeltaPage>();
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
      return written;
    sweep(folders_, State{});
  }
  look();
  return ok();
}

}  // namespace volition::lists
