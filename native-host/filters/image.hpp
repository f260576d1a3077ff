// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The image: every network filter of the compiled lists with its place, and an index over them, in
// one flat file that is mapped read-only, so that the host starts without parsing 400,000 lines.
// Layout and byte grammar: README.md.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "base/encoding.hpp"
#include "base/result.hpp"

namespace volition::filters {

/// The newest layout that is read and the only one that is written.
constexpr std::uint32_t kImageVersion = 9;
/// A larger file is refused before it is mapped.
constexpr std::size_t kMaxImageBytes = 256U << 20U;

/// One list as the image knows it; the views live as long as the image.
struct ImageList {
  std::string_view title;
  std::string_view version;
  std::uint32_t lines = 0;
  /// Network filters in the list, refused ones included.
  std::uint32_t network = 0;
  std::uint32_t refused = 0;
};

/// A mapped or held image. Move-only. Opening checks the header's own checksum and that every table
/// lies inside the file; each later access checks its offsets again, so that a damaged file is
/// refused and never read past its end.
class Image {
 public:
  Image(const Image&) = delete;
  Image& operator=(const Image&) = delete;
  Image(Image&&) noexcept;
  Image& operator=(Image&&) noexcept;
  ~Image();

  /// Maps `path` and, right behind it, the lists' texts that lie beside it (image_files.hpp).
  /// Errors: image_missing (no such file), image_damaged (cut, changed, or of another version),
  /// file_failed.
  static Result<Image> open(const std::filesystem::path& path);
  /// Takes the bytes as they are. Error: image_damaged.
  static Result<Image> from_bytes(Bytes bytes);

  /// The lists, in the order they were given. Error: image_damaged.
  Result<std::vector<ImageList>> lists() const;
  /// Seconds since 1970 at which the image was built.
  std::int64_t built_utc_seconds() const;
  /// Reads every byte and compares the whole checksum: for `doctor` and after writing. Error:
  /// image_damaged.
  Status verify() const;

  ByteView bytes() const;
  /// Gives back the memory of what no verdict reads: where filters stand, once they were told.
  void let_go_cold() const;
  /// How many of them a verdict may read; the rest says where filters stand.
  std::size_t hot_bytes() const;

 private:
  struct Storage;
  explicit Image(std::unique_ptr<Storage> storage);
  std::unique_ptr<Storage> storage_;
};

}  // namespace volition::filters
