// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The image's bytes. All numbers are little-endian; every offset counts from the beginning of the
// file and is a multiple of eight.
//
//   +--------------------+  0
//   | ImageHeader        |  sealed by its own checksum; places every section below
//   +--------------------+
//   | hot: what a verdict reads
//   |   tails            |  the commonest last labels, so that ".com" takes one byte per host
//   |   signatures       |  types, party and method of filters that are nothing but a host
//   |   5 × realm        |  blocks, important blocks, exceptions, page exceptions, modifiers;
//   |                    |  each a table of hosts and an index of patterns
//   |   records          |  one per filter that is more than a host with a signature
//   |   extras, sets     |  what fewer filters have: pages, to, denyallow, methods, a literal
//   |   domains, entities|  every name in domain=, to= and denyallow=, numbered
//   |   strings          |  patterns, ready to compare
//   +--------------------+
//   | cold: provenance   |  the lists, and for each filter its line
//   +--------------------+

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "base/encoding.hpp"
#include "filters/filter.hpp"
#include "filters/pair_marks.hpp"

namespace volition::filters {

static_assert(std::endian::native == std::endian::little, "the image is read in place");

constexpr std::uint64_t kImageMagic = 0x0A315446494C4F56;  // "VOLIFT1\n"
/// "None" where a number of a record, a set or a filter is expected.
constexpr std::uint32_t kNone32 = 0xFFFFFFFF;

/// Where one table lies: bytes from the file's begin, and how many records.
struct ImageSection {
  std::uint32_t offset = 0;
  std::uint32_t count = 0;
};

/// A set of names, each found by its hash and then by its bytes. A name's number is its rank in the
/// table's own order. See name_table.hpp.
struct NameTableSections {
  ImageSection bits;     // u64
  ImageSection buckets;  // u32, one more than there are buckets: offsets into entries
  ImageSection ranks;    // u32 per bucket: how many filters (or names) stand before it
  ImageSection entries;  // bytes
};

/// What is decided together: a request asks the realms one after the other. Important blocks stand
/// among the blocks and once more by themselves.
enum class Realm : std::uint8_t { kBlock, kImportant, kException, kPage, kModifier };
constexpr std::size_t kRealmCount = 5;

struct RealmSections {
  NameTableSections hosts;
  /// The number in host_lines of the realm's first host filter, and how many they are.
  ImageSection host_lines;
  ImageSection token_bits;     // u64
  ImageSection token_buckets;  // u32, one more than there are buckets: offsets into records
  /// Records without a token: offset is the first one's number here.
  ImageSection always;
  ImageSection always_slots;  // AlwaysSlot, one per such record
  ImageSection pages;         // PageSlot, sorted by page
  ImageSection postings;      // u32: numbers of records
};

struct ImageHeader {
  std::uint64_t magic = kImageMagic;
  std::uint32_t version = 0;
  /// Of the header with this field zero.
  std::uint32_t header_checksum = 0;
  std::uint64_t total_bytes = 0;
  /// Where the cold part begins.
  std::uint64_t hot_bytes = 0;
  std::int64_t built_utc_seconds = 0;
  /// Of everything after the header.
  std::uint64_t body_checksum = 0;
  ImageSection tails;       // u64: up to eight bytes each
  ImageSection signatures;  // Signature
  std::array<RealmSections, kRealmCount> realms;
  ImageSection host_records;  // Record: what several filters of one host say, shared by hosts
  ImageSection records;       // Record: one per pattern
  ImageSection extras;        // Extras
  ImageSection sets;          // u32: see DomainSet
  NameTableSections domains;
  NameTableSections entities;
  ImageSection strings;       // bytes
  ImageSection lists;         // ListRecord
  ImageSection host_lines;    // LineRecord, the realms' hosts one after the other
  ImageSection record_lines;  // LineRecord, one per pattern
  ImageSection lines;         // bytes: the lists' titles and versions, the filters' own lines
};

/// A pure host filter's meaning besides the host.
struct Signature {
  TypeMask types = kDefaultTypes;
  std::uint8_t party = 0;
  std::uint8_t unused = 0;
};

/// One filter that is more than a host.
struct Record {
  /// What an address that holds the record's token has there: see beside_token. Bytes that are zero
  /// are anything.
  std::uint64_t beside = 0;
  TypeMask types = 0;
  std::uint16_t flags = 0;
  /// Into strings; the size in bytes.
  std::uint32_t text = 0;
  std::uint16_t text_size = 0;
  /// Where in the text the token begins, with kFlagAligned; else the place of its rarest character.
  std::uint16_t token_at = 0;
  std::uint32_t extras = kNone32;
};

/// A token with the characters beside it, in lower case, as one number: the lower half of the
/// token's hash, the two characters before it (the nearer one higher), the four after it (the
/// nearer ones lower). It refuses most candidates before their text is touched.
inline std::uint64_t beside_token(std::uint32_t token_hash, std::uint16_t before,
                                  std::uint32_t after) {
  return (token_hash & 0xFFFFU) | std::uint64_t{before} << 16U | std::uint64_t{after} << 32U;
}

/// Whether `there` has each byte of `wanted` that is not zero; without a branch, since no processor
/// guesses which of a token's filters fits.
inline bool fits_beside(std::uint64_t wanted, std::uint64_t there) {
  constexpr std::uint64_t kLowBits = 0x7F7F7F7F7F7F7F7F;
  const std::uint64_t used = (((wanted & kLowBits) + kLowBits) | wanted) & ~kLowBits;
  const std::uint64_t compared = used | (used - (used >> 7U));
  return ((wanted ^ there) & compared) == 0;
}

/// What fewer filters have; equal ones stand once.
struct Extras {
  /// The sets of its pages and hosts; kNone32 where it is for any.
  std::uint32_t domains = kNone32;
  std::uint32_t to = kNone32;
  std::uint32_t denyallow = kNone32;
  /// A text that every match of the regular expression contains, in lower case; into strings.
  std::uint32_t literal = 0;
  std::uint16_t literal_size = 0;
  MethodMask methods = kEveryMethod;
};

/// What refuses most requests before the record is touched.
struct AlwaysSlot {
  TypeMask types = 0;
  std::array<PairNumber, 3> pairs = {kAnyPair, kAnyPair, kAnyPair};
};

/// Records that are filed under one page: a domain's number, or an entity's with kEntityPage.
struct PageSlot {
  std::uint32_t page = 0;
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

constexpr std::uint32_t kEntityPage = 1U << 31U;

struct ListRecord {
  std::uint32_t title = 0;
  std::uint32_t version = 0;
  std::uint16_t title_size = 0;
  std::uint16_t version_size = 0;
  std::uint32_t lines = 0;
  std::uint32_t network = 0;
  std::uint32_t refused = 0;
  /// The whole text; as all of these, into lines.
  std::uint32_t text = 0;
  std::uint32_t text_size = 0;
};

/// Where a filter stands.
struct LineRecord {
  std::uint32_t text = 0;
  std::uint32_t line = 0;
  std::uint16_t text_size = 0;
  /// The list's number, and kLineInEffect.
  std::uint16_t list = 0;
};
/// In LineRecord::list: the browsers have a rule for the filter.
constexpr std::uint16_t kLineInEffect = 1U << 15U;
constexpr std::uint16_t kLineListMask = kLineInEffect - 1U;

static_assert(sizeof(Signature) == 4 && sizeof(Record) == 24 && sizeof(Extras) == 20 &&
              sizeof(PageSlot) == 12 && sizeof(AlwaysSlot) == 8 && sizeof(ListRecord) == 32 &&
              sizeof(LineRecord) == 12);
static_assert(std::is_trivially_copyable_v<ImageHeader> && sizeof(ImageHeader) % 8 == 0);

// Record::flags
constexpr unsigned kFlagShapeShift = 0;   // 2 bits: Shape
constexpr unsigned kFlagAnchorShift = 2;  // 2 bits: Anchor
constexpr unsigned kFlagPartyShift = 4;   // 2 bits: Party
constexpr std::uint16_t kFlagEndsAtEnd = 1U << 6U;
constexpr std::uint16_t kFlagMatchCase = 1U << 7U;
constexpr std::uint16_t kFlagImportant = 1U << 8U;
/// The text is one piece without "*", and the token's place in it is token_at: a match can only
/// stand where the address has the token.
constexpr std::uint16_t kFlagAligned = 1U << 9U;

/// A 64-bit checksum, four words at a time: against damage, not against an attacker.
inline std::uint64_t checksum(ByteView bytes) {
  constexpr std::uint64_t kOdd = 0xFF51AFD7ED558CCDU;
  std::array<std::uint64_t, 4> lanes = {0x9E3779B97F4A7C15U ^ bytes.size(), 1, 2, 3};
  std::size_t at = 0;
  for (; bytes.size() - at >= 32; at += 32) {
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data() + at + lane * 8, 8);
      lanes[lane] = std::rotl((lanes[lane] ^ word) * kOdd, 29);
    }
  }
  std::uint64_t hash = 0;
  for (const std::uint64_t lane : lanes) hash = std::rotl((hash ^ lane) * kOdd, 31);
  while (at < bytes.size()) {
    std::uint64_t word = 0;
    const std::size_t size = bytes.size() - at < 8 ? bytes.size() - at : 8;
    std::memcpy(&word, bytes.data() + at, size);
    hash = std::rotl((hash ^ word) * kOdd, 29);
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
