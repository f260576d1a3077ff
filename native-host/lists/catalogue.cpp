// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/catalogue.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "base/json.hpp"
#include "filters/image.hpp"
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

/// Which of the sums are of the catalogue's entries, in their order: those that ship enabled stand
/// in filters.texts, in the same order, the others in a file with their name.
std::vector<const filters::TextSum*> sums_of(const filters::Checksums& checksums,
                                             const std::vector<CatalogueEntry>& catalogue) {
  std::vector<const filters::TextSum*> enabled;
  for (const filters::TextSum& sum : checksums.texts) {
    if (sum.file == filters::kTextsFile) enabled.push_back(&sum);
  }
  std::vector<const filters::TextSum*> out;
  std::size_t next = 0;
  for (const CatalogueEntry& entry : catalogue) {
    const auto optional = std::find_if(
        checksums.texts.begin(), checksums.texts.end(),
        [&](const filters::TextSum& sum) { return sum.file == "lists/" + entry.id + ".txt"; });
    if (entry.on) {
      out.push_back(next < enabled.size() ? enabled[next++] : nullptr);
    } else {
      out.push_back(optional == checksums.texts.end() ? nullptr : &*optional);
    }
  }
  return out;
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
  const auto checksums = filters::read_checksums(shipped_folder);
  if (!checksums) return checksums.error();
  ShippedTexts shipped;
  shipped.folder_ = shipped_folder;
  for (const filters::TextSum* sum : sums_of(*checksums, catalogue))
    shipped.sums_.push_back(sum != nullptr ? std::optional(*sum) : std::nullopt);
  return shipped;
}

Result<std::string_view> ShippedTexts::at(std::size_t entry) {
  const Error unreadable(ErrorCode::kListUnreadable, "a shipped list");
  if (entry >= sums_.size() || !sums_[entry]) return unreadable;
  const filters::TextSum& sum = *sums_[entry];
  auto found = files_.find(sum.file);
  if (found == files_.end()) {
    auto mapped = filters::ImageBytes::map(folder_ / sum.file, 1);
    if (!mapped) return unreadable;
    found = files_.emplace(sum.file, std::move(*mapped)).first;
  }
  const ByteView bytes = found->second.view();
  if (sum.bytes > bytes.size() || sum.offset > bytes.size() - sum.bytes) return unreadable;
  const ByteView text = bytes.subspan(sum.offset, sum.bytes);
  if (filters::digest_of_bytes(text) != sum.digest) return unreadable;
  return as_text(text);
}

Result<std::string> shipped_text(const fs::path& shipped_folder,
                                 const std::vector<CatalogueEntry>& catalogue, std::size_t entry) {
  auto texts = ShippedTexts::open(shipped_folder, catalogue);
  if (!texts) return texts.error();
  const auto text = texts->at(entry);
  if (!text) return Error(ErrorCode::kListUnreadable, catalogue[entry].id);
  return std::string(*text);
}

}  // namespace volition::lists
