// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The records of cosmetics.image, as they lie in the file (README.md, "Cosmetics"). Little-endian
// machines only, as the rest of the images.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/encoding.hpp"

namespace volition::filters {

struct CosmeticSection {
  std::uint32_t offset = 0;
  std::uint32_t count = 0;
};

struct CosmeticHeader {
  std::array<char, 8> magic = {'V', 'O', 'L', 'I', 'C', 'O', 'S', '\n'};
  std::uint32_t version = 0;
  std::uint32_t checksum = 0;
  std::uint64_t total_bytes = 0;
  CosmeticSection hosts;
  CosmeticSection postings;
  CosmeticSection rules;
  CosmeticSection selectors;
  CosmeticSection pages;
  CosmeticSection always;
  CosmeticSection keys;
  CosmeticSection text;
};
static_assert(sizeof(CosmeticHeader) == 88);

/// A host's name and its run of postings; sorted by name.
struct CosmeticHostRecord {
  std::uint32_t name = 0;
  std::uint32_t name_bytes = 0;
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

/// What a posting's number means; in its two lowest bits.
enum class Posted : std::uint8_t {
  /// A rule that hides here.
  kRule = 0,
  /// A rule that does not hold here.
  kNotRule = 1,
  /// A selector that hides nothing here.
  kNotSelector = 2,
  /// A page exception to try.
  kPage = 3,
};

struct CosmeticText {
  std::uint32_t offset = 0;
  std::uint32_t bytes = 0;
};

struct CosmeticPageRecord {
  CosmeticText rest;
  std::uint32_t mask = 0;
};

/// A generic rule under the hash of a class or id; sorted by hash.
struct CosmeticKey {
  std::uint32_t hash = 0;
  std::uint32_t rule = 0;
};

/// Of the header, its own checksum taken as 0: FNV-1a.
inline std::uint32_t cosmetic_checksum(CosmeticHeader header) {
  header.checksum = 0;
  std::array<unsigned char, sizeof(CosmeticHeader)> bytes{};
  std::memcpy(bytes.data(), &header, sizeof(header));
  std::uint32_t hash = 0x811C9DC5U;
  for (const unsigned char byte : bytes) hash = (hash ^ byte) * 0x01000193U;
  return hash;
}

}  // namespace volition::filters
