// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The lists that came with the program: lists.json beside the image (native-host/data/lists.json),
// and where their texts stand: those that ship enabled in the image, the others in lists/.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "filters/image.hpp"

namespace volition::lists {

struct CatalogueEntry {
  /// "base"
  std::string id;
  std::string title;
  std::string stops;
  std::vector<std::string> languages;
  std::optional<std::string> licence;
  std::optional<std::string> homepage;
  std::optional<std::string> address;
  bool on = true;
};

/// In the catalogue's order, which is that of the rule sets. Without the file: the image's lists as
/// "list-1", "list-2"… Errors: image_missing (neither is there), image_damaged (the catalogue does
/// not read, or names another number of lists than the image holds).
Result<std::vector<CatalogueEntry>> read_catalogue(const std::filesystem::path& shipped_folder);

/// The shipped texts, one for each entry. Those of optional lists are read, the others stay views
/// into the image.
class ShippedTexts {
 public:
  /// Errors: image_missing, image_damaged, list_unreadable.
  static Result<ShippedTexts> open(const std::filesystem::path& shipped_folder,
                                   const std::vector<CatalogueEntry>& catalogue);
  /// Valid while this lives.
  std::string_view operator[](std::size_t entry) const { return texts_[entry]; }

 private:
  explicit ShippedTexts(filters::Image image) : image_(std::move(image)) {}
  filters::Image image_;
  std::vector<std::unique_ptr<std::string>> held_;
  std::vector<std::string_view> texts_;
};

/// One of them. Errors as ShippedTexts::open.
Result<std::string> shipped_text(const std::filesystem::path& shipped_folder,
                                 const std::vector<CatalogueEntry>& catalogue, std::size_t entry);

}  // namespace volition::lists
