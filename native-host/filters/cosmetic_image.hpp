// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The cosmetic filters of the compiled lists in one flat file beside filters.image, mapped
// read-only: which selectors hide something on a page. Layout: README.md, "Cosmetics". Selectors
// stand in it as selector.hpp wrote them.

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/encoding.hpp"
#include "base/result.hpp"
#include "filters/compile.hpp"
#include "filters/cosmetic_refusal.hpp"
#include "url/url.hpp"

namespace volition::filters {

/// The only layout that is read and written.
constexpr std::uint32_t kCosmeticVersion = 1;
/// An answer holds no more than this, in bytes of selectors and in selectors.
constexpr std::size_t kMaxCosmeticAnswerBytes = 256U << 10U;
constexpr std::size_t kMaxCosmeticAnswer = 4'000;
/// The name of the file, beside filters.image.
constexpr std::string_view kCosmeticFile = "cosmetics.image";

/// What became of one list's cosmetic lines.
struct CosmeticReport {
  std::string list;
  std::uint32_t used = 0;
  std::array<std::uint32_t, kCosmeticRefusalCount> refused{};
};

struct CosmeticCompilation {
  Bytes image;
  std::vector<CosmeticReport> reports;
  /// {"lists": [{"name", "used", "refused": {reason: count}}]}
  std::string report_json() const;
};

/// Error: list_unreadable (the lists make more than an image may hold).
Result<CosmeticCompilation> compile_cosmetics(std::span<const ListSource> lists);

/// Writes `dir`/cosmetics.image and, unless empty, `report`, each at once. Error: file_failed.
Status write_cosmetics(const CosmeticCompilation& compilation, const std::filesystem::path& dir,
                       const std::filesystem::path& report);

/// Views live as long as the image.
struct CosmeticAnswer {
  std::vector<std::string_view> selectors;
  /// Whether generic selectors hold on this page: whether asking with names is of use.
  bool generic = false;
  /// Whether the bounds cut something off.
  bool cut = false;
};

/// A mapped or held image. Move-only. What a damaged file says is bounded by the file: it finds
/// nothing or the wrong selector, and never leads outside.
class CosmeticImage {
 public:
  CosmeticImage(const CosmeticImage&) = delete;
  CosmeticImage& operator=(const CosmeticImage&) = delete;
  CosmeticImage(CosmeticImage&&) noexcept;
  CosmeticImage& operator=(CosmeticImage&&) noexcept;
  ~CosmeticImage();

  /// Errors: image_missing, image_damaged (cut, changed in its header, of another version),
  /// file_failed.
  static Result<CosmeticImage> open(const std::filesystem::path& path);
  static Result<CosmeticImage> from_bytes(Bytes bytes);

  /// What is hidden on a page from the start: the selectors for its host, and the generic ones that
  /// name no class and no id.
  CosmeticAnswer for_page(const url::Url& page) const;
  /// The generic selectors that are filed under classes (".name") and ids ("#name") of a page.
  CosmeticAnswer for_names(const url::Url& page, std::span<const std::string> names) const;

 private:
  struct Storage;
  class Lookup;
  explicit CosmeticImage(std::unique_ptr<Storage> storage);
  std::unique_ptr<Storage> storage_;
};

}  // namespace volition::filters
