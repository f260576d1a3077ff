// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The lists that came with the program: lists.json beside the image (native-host/data/lists.json),
// and where their texts stand: those that ship enabled in filters.texts, the others in lists/.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "filters/image_bytes.hpp"
#include "filters/image_files.hpp"

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

/// The shipped texts, one for each entry: found by checksums.json alone, whatever became of the
/// images that were made of them.
class ShippedTexts {
 public:
  /// Errors: image_missing, image_damaged (checksums.json).
  static Result<ShippedTexts> open(const std::filesystem::path& shipped_folder,
                                   const std::vector<CatalogueEntry>& catalogue);
  /// A view that is valid while this lives. Error: list_unreadable (not there, or not as it
  /// shipped).
  Result<std::string_view> at(std::size_t entry);

 private:
  ShippedTexts() = default;
  std::filesystem::path folder_;
  std::vector<std::optional<filters::TextSum>> sums_;
  std::map<std::string, filters::ImageBytes> files_;
};

/// One of them. Errors as ShippedTexts.
Result<std::string> shipped_text(const std::filesystem::path& shipped_folder,
                                 const std::vector<CatalogueEntry>& catalogue, std::size_t entry);

}  // namespace volition::lists
