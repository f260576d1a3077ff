// SPDX-License-Identifier: GPL-3.0-or-later
// What Settings shows of the lists: the catalogue, the state, and the reports beside the images.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "base/json.hpp"
#include "lists/characters.hpp"
#include "lists/lists.hpp"

namespace volition::lists {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t kVersionMax = 60;

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
std::vector<Counts> counts_in(const fs::path& folder, std::string_view report) {
  std::vector<Counts> out;
  for (const json::value& value : reported(folder / report)) {
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

/// What a browser's delta came to: known better than by the images, which were made for no
/// browser's bounds. What cosmetic lines add stands in the images' report alone.
void put_delta_counts(const fs::path& file, std::map<std::string, Counts>& counts) {
  for (const json::value& value : reported(file)) {
    const json::object* list = value.if_object();
    const json::value* id = list != nullptr ? list->if_contains("id") : nullptr;
    if (id == nullptr || !id->is_string()) continue;
    const auto found = counts.find(std::string(id->get_string()));
    if (found == counts.end()) continue;
    found->second.in_effect = number_at(*list, "in_effect");
    // Every reason that network filters are refused for is told by the delta too.
    const json::value* refused = list->if_contains("refused");
    if (refused == nullptr || !refused->is_object()) continue;
    for (const json::key_value_pair& reason : refused->get_object()) {
      if (reason.value().is_int64() && reason.value().get_int64() > 0)
        found->second.refused[std::string(reason.key())] =
            static_cast<std::uint64_t>(reason.value().get_int64());
    }
  }
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

}  // namespace

std::map<std::string, Counts> Lists::counts(filters::Browser browser) {
  std::map<std::string, Counts> out;
  const auto put = [&](const std::vector<std::string>& ids, const std::vector<Counts>& counted) {
    for (std::size_t i = 0; i < ids.size() && i < counted.size(); ++i)
      out.insert_or_assign(ids[i], counted[i]);
  };
  std::vector<std::string> shipped;
  for (const CatalogueEntry& entry : *catalogue_) shipped.push_back(entry.id);
  const std::string name(filters::browser_name(browser));
  put(shipped, counts_in(folders_.shipped, "report-" + name + ".json"));
  // A list with a text of its own is not what was shipped.
  for (const StoredList& list : state_.lists) {
    if (!list.text.empty()) out.erase(list.id);
  }
  if (!state_.built.empty()) {
    const fs::path folder = folders_.built(state_.built);
    put(ids_in(folder), counts_in(folder, "report.json"));
    put_delta_counts(folder / counts_file_name(browser), out);
  }
  return out;
}

/// For a month: long enough to be met, and no word for ever.
std::optional<Day> Lists::told_restored() const {
  constexpr std::int32_t kDaysTold = 30;
  const auto& day = state_.restored_on;
  if (!day || clock_.today().number - day->number > kDaysTold) return std::nullopt;
  return day;
}

Result<Overview> Lists::overview(filters::Browser browser) {
  look();
  if (damaged_) return *damaged_;
  const auto known = catalogue();
  if (!known) return known.error();
  ensure_built();
  const auto key = wanted();
  if (!key) return key.error();
  Overview out;
  // A built state may have failed too: a text that did not read was left out.
  const std::optional<std::string> failure = failed(*key);
  const bool mending = worker_.busy() && !images_refused_.empty();
  out.building = !failure && (mending || *key != state_.built);
  out.failed = failure.value_or("");
  out.rebuilt = state_.distrusted == shipped_mark_.files && !state_.built.empty();
  out.restored_on = told_restored();
  const std::map<std::string, Counts> counted = counts(browser);
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

}  // namespace volition::lists
