// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/build.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <set>
#include <utility>

#include "filters/cosmetic_image.hpp"
#include "filters/delta.hpp"
#include "filters/image.hpp"
#include "filters/image_files.hpp"
#include "lists/delta_file.hpp"
#include "lists/files.hpp"

namespace volition::lists {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// Changes when what is built from the same texts would be laid out otherwise.
constexpr std::string_view kBuilder = "2";

Switch state_of(const State& state, const CatalogueEntry& entry) {
  const StoredList* stored = state.find(entry.id);
  if (stored != nullptr) return stored->state;
  return entry.on ? Switch::kOn : Switch::kOff;
}

bool is_added(const StoredList& list) {
  return list.id == kOwnId || list.id.starts_with(kCustomPrefix);
}

/// Own rules first, then what the person added, in their order: those that are on and say
/// something.
std::vector<const StoredList*> added_lists(const State& state) {
  std::vector<const StoredList*> added;
  for (const StoredList& list : state.lists) {
    if (is_added(list) && list.state == Switch::kOn && !list.text.empty() && list.bytes > 0)
      added.push_back(&list);
  }
  std::stable_partition(added.begin(), added.end(),
                        [](const StoredList* list) { return list->id == kOwnId; });
  return added;
}

/// A stored text, whole. Error: list_unreadable.
Result<std::string> stored_text(const Folders& folders, const StoredList& list) {
  auto text = read_file(folders.texts() / text_file(list), filters::kMaxListBytes);
  if (!text || digest_of(*text) != list.text) return Error(ErrorCode::kListUnreadable, list.id);
  return text;
}

filters::Standing standing_of(const StoredList& list) {
  return list.id == kOwnId ? filters::Standing::kOwn : filters::Standing::kList;
}

std::string name_of(const StoredList& list) { return list.title.empty() ? list.id : list.title; }

struct Sources {
  std::vector<std::string> ids;
  std::vector<filters::ListSource> lists;
  /// A text that did not read: the shipped one stands in, or nothing does.
  bool lacking = false;
};

Result<Sources> sources_of(const Folders& folders, const State& state,
                           const std::vector<CatalogueEntry>& catalogue) {
  auto shipped = ShippedTexts::open(folders.shipped, catalogue);
  if (!shipped) return shipped.error();
  Sources sources;
  const auto add = [&](std::string id, filters::ListSource source) {
    sources.ids.push_back(std::move(id));
    sources.lists.push_back(std::move(source));
  };
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    const CatalogueEntry& entry = catalogue[i];
    if (state_of(state, entry) == Switch::kOff) continue;
    const StoredList* stored = state.find(entry.id);
    std::string text;
    if (stored != nullptr && !stored->text.empty()) {
      auto fresh = stored_text(folders, *stored);
      sources.lacking |= !fresh.has_value();
      if (fresh) text = std::move(*fresh);
    }
    if (text.empty()) {
      const auto whole = shipped->at(i);
      sources.lacking |= !whole.has_value();
      if (!whole) continue;
      text = std::string(*whole);
    }
    add(entry.id, {entry.title, std::move(text)});
  }
  for (const StoredList* list : added_lists(state)) {
    auto text = stored_text(folders, *list);
    sources.lacking |= !text.has_value();
    if (!text) continue;
    filters::ListSource source{name_of(*list), std::move(*text)};
    source.standing = standing_of(*list);
    add(list->id, std::move(source));
  }
  // Images of nothing would say that nothing is stopped.
  if (sources.lists.empty() && sources.lacking)
    return Error(ErrorCode::kImageDamaged, "every text");
  return sources;
}

enum class Whole { kYes, kLacking };

/// Writes built-<key>/, whole or not at all.
Result<Whole> build_images(const BuildOrder& order, const State& state,
                           const std::vector<CatalogueEntry>& catalogue, std::string_view key) {
  const Folders& folders = order.folders;
  const auto sources = sources_of(folders, state, catalogue);
  if (!sources) return sources.error();
  const auto compiled = filters::compile_image(sources->lists, order.utc_seconds);
  if (!compiled) return compiled.error();
  const auto cosmetics = filters::compile_cosmetics(sources->lists);
  if (!cosmetics) return cosmetics.error();
  json::array ids;
  for (const std::string& id : sources->ids) ids.emplace_back(id);

  const fs::path fresh = folders.store / "building";
  std::error_code ignored;
  fs::remove_all(fresh, ignored);
  if (const Status made = ensure_folder(fresh); !made) return made.error();
  const std::vector<std::pair<std::string_view, std::string>> small = {
      {"ids.json", json::serialize(ids)},
      {"report.json", compiled->report_json},
      {"cosmetics.json", cosmetics->report_json()}};
  for (const auto& [name, content] : small) {
    if (const Status done = write_file(fresh / name, content); !done) return done.error();
  }
  const filters::ImageParts parts = filters::cut_image(compiled->image);
  Status done = write_file(fresh / filters::kTextsFile, as_text(parts.texts));
  if (done) done = write_file(fresh / filters::kImageFile, as_text(parts.matching));
  if (done) done = write_file(fresh / filters::kCosmeticFile, as_text(cosmetics->image));
  if (done)
    done = write_file(fresh / filters::kChecksumsFile,
                      filters::write_checksums(compiled->image, cosmetics->image, sources->lists));
  if (!done) return done.error();
  fs::remove_all(folders.built(key), ignored);
  std::error_code failed;
  fs::rename(fresh, folders.built(key), failed);
  if (failed) return Error(ErrorCode::kStorageFailed, "built folder");
  return sources->lacking ? Whole::kLacking : Whole::kYes;
}

std::string counts_of(const filters::Delta& delta) {
  json::array lists;
  for (const filters::DeltaList& list : delta.lists) {
    // Shipped lists of an extension of another version are counted in that one.
    const bool added = list.id == kOwnId || list.id.starts_with(kCustomPrefix);
    if (!added && delta.match == filters::BaselineMatch::kOther) continue;
    json::object refused;
    for (std::size_t i = 0; i < filters::kRefusalCount; ++i) {
      const auto reason = static_cast<filters::Refusal>(i);
      if (list.refused.of(reason) > 0)
        refused[filters::refusal_name(reason)] = list.refused.of(reason);
    }
    lists.push_back(
        {{"id", list.id}, {"in_effect", list.in_effect}, {"refused", std::move(refused)}});
  }
  return json::serialize(json::object{{"lists", std::move(lists)}}) + "\n";
}

Status build_delta(const Folders& folders, const State& state,
                   const std::vector<CatalogueEntry>& catalogue, const DeltaWish& wish) {
  auto shipped = ShippedTexts::open(folders.shipped, catalogue);
  if (!shipped) return shipped.error();
  std::vector<std::unique_ptr<std::string>> held;
  const auto text_of = [&](const StoredList& list) -> std::optional<std::string_view> {
    auto text = stored_text(folders, list);
    if (!text) return std::nullopt;
    return *held.emplace_back(std::make_unique<std::string>(std::move(*text)));
  };
  filters::DeltaInput input;
  input.browser = wish.browser;
  input.baseline = wish.baseline;
  for (std::size_t i = 0; i < catalogue.size(); ++i) {
    filters::ShippedList list;
    list.id = catalogue[i].id;
    // A text that is not as it shipped gives other rules, so another baseline: then what the person
    // added is all that is changed.
    const auto whole = shipped->at(i);
    if (whole) list.shipped = *whole;
    list.enabled = catalogue[i].on ? filters::Shipped::kEnabled : filters::Shipped::kDisabled;
    list.state = state_of(state, catalogue[i]) == Switch::kOn ? filters::ListState::kOn
                                                              : filters::ListState::kOff;
    const StoredList* stored = state.find(catalogue[i].id);
    if (stored != nullptr && !stored->text.empty()) list.fresh = text_of(*stored);
    input.shipped.push_back(list);
  }
  for (const StoredList* list : added_lists(state)) {
    const auto text = text_of(*list);
    if (text) input.added.push_back({list->id, *text, standing_of(*list)});
  }
  const auto delta = filters::make_delta(input);
  if (!delta) return delta.error();
  const fs::path built = folders.built(state.built);
  // The delta last: what is there without it is asked for again.
  if (const Status done = write_file(built / counts_file_name(wish.browser), counts_of(*delta));
      !done)
    return done.error();
  return write_file(built / delta_file_name(wish.browser), write_delta(*delta, wish.baseline));
}

/// Notes in the state what building came to. Answers whether that is still what it wants.
Result<bool> settle(const Folders& folders, const std::vector<CatalogueEntry>& catalogue,
                    const ShippedMark& shipped, const std::string& key,
                    const Result<Whole>& outcome) {
  const auto lock = Lock::take(folders.state_lock(), Patience::kAsLongAsItTakes);
  if (!lock) return lock.error();
  auto state = load_state(folders);
  if (!state) return state.error();
  if (wanted_key(*state, catalogue, shipped) != key) return false;
  state->failed_key.clear();
  state->failed_code.clear();
  if (outcome) state->built = key;
  if (!outcome || *outcome == Whole::kLacking) {
    state->failed_key = key;
    state->failed_code = code_name(outcome ? ErrorCode::kListUnreadable : outcome.error().code);
  }
  if (const Status written = write_file(folders.state_file(), write_state(*state)); !written)
    return written.error();
  sweep(folders, *state);
  return true;
}

}  // namespace

ShippedMark shipped_mark(const fs::path& shipped_folder) {
  std::string heads;
  std::string facts;
  for (const std::string_view name :
       {filters::kImageFile, filters::kTextsFile, filters::kCosmeticFile, filters::kChecksumsFile,
        std::string_view("lists.json")}) {
    constexpr std::size_t kHead = 4096;
    std::ifstream file(shipped_folder / name, std::ios::binary);
    std::string head(kHead, '\0');
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(file.gcount()));
    heads += head;
    const Mark mark = mark_of(shipped_folder / name);
    for (const std::int64_t fact :
         {static_cast<std::int64_t>(mark.inode), mark.changed_ns, mark.bytes})
      facts += std::to_string(fact) + " ";
  }
  return {digest_of(heads), digest_of(heads + facts)};
}

std::string wanted_key(const State& state, const std::vector<CatalogueEntry>& catalogue,
                       const ShippedMark& shipped) {
  std::string said;
  bool differs = state.distrusted == shipped.files;
  for (const CatalogueEntry& entry : catalogue) {
    const StoredList* stored = state.find(entry.id);
    const Switch on = state_of(state, entry);
    const bool fresh = on == Switch::kOn && stored != nullptr && !stored->text.empty();
    differs |= fresh || (on == Switch::kOn) != entry.on;
    if (on == Switch::kOff) continue;
    said += entry.id + ":" + (fresh ? stored->text : "shipped") + "\n";
  }
  for (const StoredList* list : added_lists(state)) {
    differs = true;
    said += list->id + ":" + list->text + ":" + name_of(*list) + "\n";
  }
  if (!differs) return {};
  said += shipped.content + "\n" + std::string(kBuilder) + "\n";
  said += std::to_string(filters::kImageVersion) + "." + std::to_string(filters::kCosmeticVersion);
  return digest_of(said);
}

std::string delta_file_name(filters::Browser browser) {
  return "delta-" + std::string(filters::browser_name(browser)) + ".json";
}

std::string counts_file_name(filters::Browser browser) {
  return "counts-" + std::string(filters::browser_name(browser)) + ".json";
}

Result<State> load_state(const Folders& folders) {
  const auto text = read_file(folders.state_file(), kMaxStateBytes);
  if (!text) {
    if (text.error().code == ErrorCode::kNotFound) return State{};
    return text.error();
  }
  return read_state(*text);
}

namespace {

/// Writes down that the shipped images are damaged: what is built stands in for them until other
/// files lie there.
Status distrust(const Folders& folders, const ShippedMark& shipped) {
  const auto lock = Lock::take(folders.state_lock(), Patience::kAsLongAsItTakes);
  if (!lock) return lock.error();
  auto state = load_state(folders);
  if (!state) return state.error();
  state->distrusted = shipped.files;
  return write_file(folders.state_file(), write_state(*state));
}

/// Whether the images of a folder are what was written there; where nobody can say, they are.
bool is_whole(const fs::path& folder) {
  const auto damaged = filters::damaged_files(folder, filters::Look::kImages);
  return !damaged || damaged->empty();
}

}  // namespace

Status build_all(const BuildOrder& order) {
  const Folders& folders = order.folders;
  const auto catalogue = read_catalogue(folders.shipped);
  if (!catalogue) return catalogue.error();
  const ShippedMark shipped = shipped_mark(folders.shipped);
  auto again = order.again;
  bool distrusted = order.shipped == BuildOrder::Shipped::kDamaged;
  if (!order.looked_in.empty() && !is_whole(order.looked_in)) {
    if (order.looked_in == folders.shipped) {
      distrusted = true;
    } else {
      again = BuildOrder::Again::kYes;
    }
  }
  if (!distrusted && !mark_of(folders.state_file()).exists) return ok();
  // Without a text there is nothing to build from, and nothing is written.
  if (const auto texts = ShippedTexts::open(folders.shipped, *catalogue); !texts)
    return texts.error();
  for (const fs::path& folder : {folders.store, folders.texts()}) {
    if (const Status made = ensure_folder(folder); !made) return made.error();
  }
  const auto lock = Lock::take(folders.build_lock(), Patience::kAsLongAsItTakes);
  if (!lock) return lock.error();
  if (distrusted) {
    if (const Status noted = distrust(folders, shipped); !noted) return noted.error();
  }
  for (;;) {
    const auto state = load_state(folders);
    if (!state) return state.error();
    const std::string key = wanted_key(*state, *catalogue, shipped);
    if (key == state->built && again == BuildOrder::Again::kNo) break;
    // Nothing to build: the shipped images serve again.
    const Result<Whole> outcome =
        key.empty() ? Whole::kYes : build_images(order, *state, *catalogue, key);
    const auto current = settle(folders, *catalogue, shipped, key, outcome);
    if (!current) return current.error();
    if (!*current) continue;
    if (!outcome) return outcome.error();
    again = BuildOrder::Again::kNo;
  }
  for (const DeltaWish& wish : order.deltas) {
    const auto state = load_state(folders);
    if (!state) return state.error();
    // A change that came meanwhile has a build of its own coming.
    if (state->built.empty() || state->built != wanted_key(*state, *catalogue, shipped))
      return ok();
    if (const Status done = build_delta(folders, *state, *catalogue, wish); !done)
      return done.error();
  }
  return ok();
}

void sweep(const Folders& folders, const State& state) {
  std::set<std::string> named;
  for (const StoredList& list : state.lists) {
    if (!list.text.empty()) named.insert(text_file(list));
  }
  std::error_code failed;
  std::vector<fs::path> stale;
  for (const auto& entry : fs::directory_iterator(folders.texts(), failed)) {
    if (!named.contains(entry.path().filename().string())) stale.push_back(entry.path());
  }
  for (const fs::path& text : stale) {
    const std::string name = text.filename().string();
    const bool of_person = name.starts_with(kOwnId) || name.starts_with(kCustomPrefix);
    if (of_person) {
      erase_file(text);
    } else {
      fs::remove(text, failed);
    }
  }
  stale.clear();
  const std::string serving = "built-" + state.built;
  for (const auto& entry : fs::directory_iterator(folders.store, failed)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("built-") && name != serving) stale.push_back(entry.path());
  }
  for (const fs::path& folder : stale) fs::remove_all(folder, failed);
}

}  // namespace volition::lists
