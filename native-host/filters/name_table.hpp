// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A table of host names in the image. A name's hash leads to a bit that says "perhaps", then to a
// bucket of about eight entries, then to the bytes: a wrong "yes" would block a site that no list
// names. Names lie close together, because 93,000 of them must fit beside everything else in a few
// megabytes:
//
//   entry    u8 tail   number of the last label in the image's tails, 0 where it is spelled out
//            u8 size   bytes of the rest; 0x80 where a mark follows
//            [u8 mark  [u32 first record, u16 how many, where the mark is kMarkRecords]]
//            bytes     the name without its tail and the dot before it
//
// Nine zeros follow the last one.

#include <array>
#include <cstdint>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "filters/hashing.hpp"
#include "filters/image_layout.hpp"

namespace volition::filters {

/// A longer name stands in no table.
constexpr std::size_t kMaxTableName = 127;
constexpr std::uint8_t kEntryMarked = 0x80;
/// The entry's meaning stands in records.
constexpr std::uint8_t kMarkRecords = 0xFF;
constexpr std::size_t kMaxTails = 255;

/// The commonest last labels, up to eight bytes each, numbered from 1.
class Tails {
 public:
  Tails() = default;
  /// Later labels than the 255th are left out.
  explicit Tails(std::vector<std::uint64_t> labels);

  const std::vector<std::uint64_t>& labels() const { return labels_; }
  /// The number of the name's last label; 0 where it is not among them.
  std::uint8_t of(std::string_view name) const;
  /// The same where it is known how long the last label is.
  std::uint8_t of_last(std::string_view name, std::size_t label_size) const {
    if (label_size == 0 || label_size > 8 || label_size == name.size()) return 0;
    return of_word(label_word(name.substr(name.size() - label_size)));
  }
  /// The name without the tail `number` that `of` gave for it.
  static std::string_view head(std::string_view name, std::uint8_t number);
  /// The number of a last label that label_word gave; 0 where it is not among them.
  std::uint8_t of_word(std::uint64_t word) const {
    for (std::size_t slot = slot_of(word); slots_[slot] != 0; slot = (slot + 1) % kSlots) {
      if (labels_[slots_[slot] - 1U] == word) return slots_[slot];
    }
    return 0;
  }
  static std::uint64_t label_word(std::string_view label) {
    return load_word(label.data(), label.size());
  }

 private:
  static constexpr std::size_t kSlots = 1024;
  static std::size_t slot_of(std::uint64_t word) {
    return static_cast<std::size_t>(word * 0x9E3779B97F4A7C15U >> 54U);
  }

  std::vector<std::uint64_t> labels_;
  std::array<std::uint8_t, kSlots> slots_{};
};

/// A name that was found. It stands for one filter, or for as many as it has records.
struct NameEntry {
  std::uint8_t mark = 0;
  std::uint32_t first_record = 0;
  std::uint16_t records = 1;
  std::uint32_t bucket = 0;
  /// How many filters stand before it in its bucket.
  std::uint32_t place = 0;
};

/// A table as it lies in an opened image. Every offset that stands in the file is checked before it
/// is followed: a damaged table finds nothing, and never leads outside.
class NameTable {
 public:
  NameTable() = default;
  /// nullopt where a section lies outside `image` or its parts do not belong together.
  static std::optional<NameTable> of(ByteView image, const NameTableSections& sections);

  bool empty() const { return bucket_count_ == 0; }
  /// False where no name with this hash is in the table.
  bool may_hold(std::uint32_t hash) const {
    const std::uint32_t bit = place_of(hash, bit_count_);
    return bit_count_ != 0 && (bits_[bit / 64] >> (bit % 64) & 1U) != 0;
  }
  /// `name` with its hash, and the number of its tail.
  std::optional<NameEntry> find(std::uint32_t hash, std::string_view name, std::uint8_t tail) const;
  /// The number of a found name's first filter: how many stand before it in the table.
  std::uint32_t rank(const NameEntry& entry) const;

 private:
  const std::uint64_t* bits_ = nullptr;
  const std::uint32_t* buckets_ = nullptr;
  const std::uint32_t* ranks_ = nullptr;
  const std::uint8_t* entries_ = nullptr;
  std::uint32_t bit_count_ = 0;
  std::uint32_t bucket_count_ = 0;
  std::uint32_t entry_bytes_ = 0;
};

/// One name to build a table of: lower-case and at most kMaxTableName long.
struct NameInput {
  std::uint32_t hash = 0;
  /// 0: the entry carries no mark.
  std::uint8_t mark = 0;
  /// What Tails::of says of the name.
  std::uint8_t tail = 0;
  std::uint16_t records = 1;
  std::uint32_t first_record = 0;
  /// The name without its tail.
  std::string_view head;
};

/// Bytes that are written once, into room that nothing has touched before.
struct EntryBytes {
  std::unique_ptr<std::uint8_t[]> room;
  std::size_t used = 0;

  const std::uint8_t* data() const { return room.get(); }
  std::size_t size() const { return used; }
};

struct NameTableParts {
  std::vector<std::uint64_t> bits;
  std::vector<std::uint32_t> buckets;
  std::vector<std::uint32_t> ranks;
  EntryBytes entries;
};

/// How many buckets a table of that many names has.
std::uint32_t bucket_count(std::size_t names);

/// Puts `items`, which have a `hash`, into `out` in the order in which a table with
/// bucket_count(items.size()) buckets holds them; stable within a bucket. Equal names are the
/// caller's to join: they stand in one bucket.
template <typename Item>
void put_in_bucket_order(std::span<const Item> items, Item* out) {
  const std::uint32_t buckets = bucket_count(items.size());
  std::vector<std::uint32_t> begins(buckets + 1, 0);
  for (const Item& item : items) ++begins[place_of(item.hash, buckets) + 1];
  std::partial_sum(begins.begin(), begins.end(), begins.begin());
  std::uint32_t* const next = begins.data();
  for (const Item& item : items) out[next[place_of(item.hash, buckets)]++] = item;
}

/// The same, in a vector of its own.
template <typename Item>
std::vector<Item> in_bucket_order(const std::vector<Item>& items) {
  std::vector<Item> ordered(items.size());
  put_in_bucket_order(std::span<const Item>(items), ordered.data());
  return ordered;
}

/// Builds a table of distinct names, which come in the order of in_bucket_order.
class NameTableWriter {
 public:
  /// At most `names` names with `bytes` bytes together, in that many buckets.
  NameTableWriter(std::size_t names, std::size_t bytes, std::uint32_t buckets);
  void add(const NameInput& input);
  /// Makes may_hold answer true for `hash`, of which there need not be a name.
  void mark(std::uint32_t hash);
  NameTableParts finish();

 private:
  NameTableParts parts_;
  std::uint32_t buckets_ = 0;
  std::uint32_t bits_ = 0;
  std::uint8_t* out_ = nullptr;
  std::uint32_t bucket_ = 0;
  std::uint32_t rank_ = 0;
};

}  // namespace volition::filters
