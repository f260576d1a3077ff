// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/catalogue.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "base/json.hpp"
#include "filters/compile.hpp"
#include "filters/list_texts.hpp"
#include "lists/files.hpp"

namespace volition::lists {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

constexpr std::size_t kMaxCatalogueBytes = 256U << 10U;
constexpr std::size_t kMaxEntries = 50;

std::optional<std::string> text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  const json::string* text = value != nullptr ? value->if_string() : nullptr;
  if (text == nullptr) return std::nullopt;
  return std::string(text->data(), text->size());
}

/// A name becomes a file's and a list's id: nothing else is in it.
bool is_list_id(std::string_view name) {
  constexpr std::size_t kMaxName = 40;
  return !name.empty() && name.size() <= kMaxName &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

std::optional<CatalogueEntry> entry_of(const json::value& value) {
  const json::object* object = value.if_object();
  if (object == nullptr) return std::nullopt;
  CatalogueEntry entry;
  entry.id = text_of(*object, "name").value_or("");
  if (!is_list_id(entry.id) || entry.id == "own" || entry.id.starts_with("custom-"))
    return std::nullopt;
  entry.title = text_of(*object, "title").value_or(entry.id);
  entry.stops = text_of(*object, "stops").value_or("");
  entry.licence = text_of(*object, "licence");
  entry.homepage = text_of(*object, "homepage");
  entry.address = text_of(*object, "address");
  const json::value* on = object->if_contains("on");
  if (on == nullptr || !on->is_bool()) return std::nullopt;
  entry.on = on->get_bool();
  if (const json::value* languages = object->if_contains("languages"); languages != nullptr) {
    if (!languages->is_array()) return std::nullopt;
    for (const json::value& language : languages->get_array()) {
      if (!language.is_string()) return std::nullopt;
      entry.languages.emplace_back(language.get_string().c_str());
    }
  }
  return entry;
}

Result<std::vector<CatalogueEntry>> entries_of_image(const fs::path& shipped_folder) {
  const auto image = filters::Image::open(shipped_folder / "filters.image");
  if (!image) return image.error();
  const auto lists = image->lists();
  if (!lists) return lists.error();
  std::vector<CatalogueEntry> entries;
  for (const filters::ImageList& list : *lists) {
    CatalogueEntry entry;
    entry.id = "list-" + std::to_string(entries.size() + 1);
    entry.title = std::string(list.title);
    entries.push_back(std::move(entry));
  }
  return entries;
}

Result<std::string> optional_text(const fs::path& shipped_folder, const CatalogueEntry& entry) {
  auto text = read_file(shipped_folder / "lists" / (entry.id + ".txt"), filters::kMaxListBytes);
  if (!text) return Error(ErrorCode::kListUnreadable, entry.id);
  return text;
}

}  // namespace

Result<std::vector<CatalogueEntry>> read_catalogue(const fs::path& shipped_folder) {
  const auto text = read_file(shipped_folder / "lists.json", kMaxCatalogueBytes);
  if (!text) {
    if (text.error().code == ErrorCode::kNotFound) return entries_of_image(shipped_folder);
    return Error(ErrorCode::kImageDamaged, "lists.json");
  }
  const auto read = parse_json(*text);
  const json::object* object = read ? read->if_object() : nullptr;
  const json::value* lists = object != nullptr ? object->if_contains("lists") : nullptr;
  if (lists == nullptr || !lists->is_array() || lists->get_array().size() > kMaxEntries)
    return Error(ErrorCode::kImageDamaged, "lists.json");
  std::vector<CatalogueEntry> entries;
  for (const json::value& value : lists->get_array()) {
    auto entry = entry_of(value);
    if (!entry) return Error(ErrorCode::kImageDamaged, "lists.json");
    entries.push_back(std::move(*entry));
  }
  return entries;
}

Result<ShippedTexts> ShippedTexts::open(const fs::path& shipped_folder,
                                        const std::vector<CatalogueEntry>& catalogue) {
  auto image = filters::Image::open(shipped_folder / "filters.image");
  if (!image) return image.error();
  ShippedTexts shipped(std::move(*image));
  const auto enabled = filters::list_texts(shipped.image_);
  if (!enabled) return enabled.error();
  std::size_t next = 0;
  for (const CatalogueEntry& entry : catalogue) {
    if (entry.on) {
      if (next == enabled->size()) return Error(ErrorCode::kImageDamaged, "lists.json");
      shipped.texts_.push_back((*enabled)[next++]);
      continue;
    }
    auto text = optional_text(shipped_folder, entry);
    if (!text) return text.error();
    shipped.held_.push_back(std::make_unique<std::string>(std::move(*text)));
    shipped.texts_.push_back(*shipped.held_.back());
  }
  if (next != enabled->size()) return Error(ErrorCode::kImageDamaged, "lists.json");
  return shipped;
}

Result<std::string> shipped_text(const fs::path& shipped_folder,
                                 const std::vector<CatalogueEntry>& catalogue, std::size_t entry) {
  if (!catalogue[entry].on) return optional_text(shipped_folder, catalogue[entry]);
  const auto image = filters::Image::open(shipped_folder / "filters.image");
  if (!image) return image.error();
  const auto texts = filters::list_texts(*image);
  if (!texts) return texts.error();
  std::size_t place = 0;
  for (std::size_t i = 0; i < entry; ++i) place += catalogue[i].on ? 1 : 0;
  if (place >= texts->size()) return Error(ErrorCode::kImageDamaged, "lists.json");
  return std::string((*texts)[place]);
}

}  // namespace volition::lists
