// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The image's bytes. All numbers are little-endian; every offset counts from the beginning of the
// file.
//
//   +------------------+  0
//   | ImageHeader      |  sealed by its own checksum; names the five tables
//   +------------------+
//   | ListRecord  []   |  one per list
//   | FilterRecord []  |  one per network filter that decides over requests; its number is its
//   position | IndexSlot []     |  a power of two; open addressing by key, empty where bucket is 0
//   | u32 []           |  buckets: a count, then that many filter numbers; word 0 is unused
//   | bytes            |  texts: the filters' own lines, the lists' titles and versions
//   +------------------+

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

#include "base/encoding.hpp"
#include "filters/filter.hpp"

namespace volition::filters {

static_assert(std::endian::native == std::endian::little, "the image is read in place");

constexpr std::uint64_t kImageMagic = 0x0A315446494C4F56;  // "VOLIFT1\n"

struct ImageSection {
  std::uint32_t offset = 0;
  std::uint32_t count = 0;
};

struct ImageHeader {
  std::uint64_t magic = kImageMagic;
  std::uint32_t version = 0;
  /// FNV of the header with this field zero.
  std::uint32_t header_checksum = 0;
  std::uint64_t total_bytes = 0;
  std::int64_t built_utc_seconds = 0;
  /// Of everything after the header.
  std::uint64_t body_checksum = 0;
  ImageSection lists;
  ImageSection filters;
  ImageSection slots;
  ImageSection buckets;
  ImageSection text;
};

struct ListRecord {
  std::uint32_t title = 0;
  std::uint32_t version = 0;
  std::uint16_t title_size = 0;
  std::uint16_t version_size = 0;
  std::uint32_t lines = 0;
  std::uint32_t network = 0;
  std::uint32_t refused = 0;
};

/// A part of the filter's own line.
struct Slice {
  std::uint16_t begin = 0;
  std::uint16_t size = 0;
};

struct FilterRecord {
  std::uint32_t text = 0;
  std::uint32_t line = 0;
  std::uint16_t text_size = 0;
  std::uint16_t list = 0;
  std::uint16_t flags = 0;
  TypeMask types = 0;
  MethodMask methods = 0;
  std::uint16_t unused = 0;
  Slice pattern;
  Slice domains;
  Slice to;
  Slice denyallow;
};

struct IndexSlot {
  std::uint32_t key = 0;
  std::uint32_t bucket = 0;
};

static_assert(sizeof(ImageHeader) == 80 && sizeof(ListRecord) == 24 && sizeof(FilterRecord) == 36 &&
              sizeof(IndexSlot) == 8);

// FilterRecord::flags
constexpr unsigned kFlagShapeShift = 0;   // 2 bits
constexpr unsigned kFlagAnchorShift = 2;  // 2 bits
constexpr unsigned kFlagPartyShift = 4;   // 2 bits
constexpr std::uint16_t kFlagEndsAtEnd = 1U << 6U;
constexpr std::uint16_t kFlagMatchCase = 1U << 7U;
constexpr std::uint16_t kFlagException = 1U << 8U;
constexpr std::uint16_t kFlagImportant = 1U << 9U;
constexpr std::uint16_t kFlagPage = 1U << 10U;
constexpr std::uint16_t kFlagInEffect = 1U << 11U;

/// What an index key was made of; part of the hash.
enum class KeyKind : std::uint8_t { kHost = 1, kToken = 2, kFrame = 3, kAlways = 4 };

/// A 64-bit checksum, a word at a time: against damage, not against an attacker.
inline std::uint64_t checksum(ByteView bytes) {
  std::uint64_t hash = 0x9E3779B97F4A7C15U ^ bytes.size();
  std::size_t at = 0;
  while (at < bytes.size()) {
    std::uint64_t word = 0;
    const std::size_t size = bytes.size() - at < 8 ? bytes.size() - at : 8;
    std::memcpy(&word, bytes.data() + at, size);
    hash = std::rotl((hash ^ word) * 0xFF51AFD7ED558CCDU, 29);
    at += size;
  }
  return hash;
}

inline std::uint32_t header_checksum(ImageHeader header) {
  header.header_checksum = 0;
  const std::uint64_t sum =
      checksum({reinterpret_cast<const std::uint8_t*>(&header), sizeof(header)});
  return static_cast<std::uint32_t>(sum ^ (sum >> 32U));
}

}  // namespace volition::filters
