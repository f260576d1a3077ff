// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The files of a compilation and what tells that they are whole. The image is cut in two: what is
// looked up, and the lists' texts, from which everything else can be made again. checksums.json
// beside them names every file's length and checksum, and where in the texts each list stands:
//
//   {"version": 1, "files": [{"file", "bytes", "digest"}],
//    "texts": [{"list", "file", "offset", "bytes", "digest"}]}

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/encoding.hpp"
#include "base/result.hpp"
#include "filters/compile.hpp"

namespace volition::filters {

constexpr std::string_view kImageFile = "filters.image";
constexpr std::string_view kTextsFile = "filters.texts";
constexpr std::string_view kChecksumsFile = "checksums.json";
/// Where the texts begin in an image: the largest page of memory that a system maps.
constexpr std::size_t kTextsAlignment = 64U << 10U;

/// An image's bytes as they lie on the disk; the second part may be empty. Views.
struct ImageParts {
  ByteView matching;
  ByteView texts;
};
ImageParts cut_image(ByteView image);

struct FileSum {
  std::string file;
  std::uint64_t bytes = 0;
  /// 16 hex digits: against damage, not against an attacker.
  std::string digest;
};

struct TextSum {
  /// The name that the list was compiled under.
  std::string list;
  std::string file;
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
  std::string digest;
};

struct Checksums {
  std::vector<FileSum> files;
  std::vector<TextSum> texts;
};

/// The digest of bytes, of a file's in pieces. Errors: image_missing, image_damaged (no plain file,
/// or too large), file_failed.
std::string digest_of_bytes(ByteView bytes);
Result<FileSum> sum_of_file(const std::filesystem::path& file);

/// What checksums.json says of an image, its cosmetics and the lists that it was made of; an
/// optional list's text is lists/<name>.txt.
std::string write_checksums(ByteView image, ByteView cosmetics,
                            const std::vector<ListSource>& lists);
/// Puts it into `dir`. Error: file_failed.
Status write_checksums_file(const std::filesystem::path& dir, std::string_view content);
/// Errors: image_missing (no such file), image_damaged (it does not read).
Result<Checksums> read_checksums(const std::filesystem::path& folder);

enum class Look : std::uint8_t { kImages, kEverything };
/// The files in `folder` that are not what its checksums.json says. kImages: what is looked up in,
/// and of the texts the length alone. Error: as read_checksums.
Result<std::vector<std::string>> damaged_files(const std::filesystem::path& folder, Look look);

}  // namespace volition::filters
