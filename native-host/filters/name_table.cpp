// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/name_table.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace volition::filters {
namespace {

constexpr std::size_t kNamesPerBucket = 8;
constexpr std::size_t kBitsPerName = 8;

template <typename T>
const T* section_data(ByteView image, ImageSection section) {
  if (section.offset % alignof(std::uint64_t) != 0 || section.offset > image.size() ||
      section.count > (image.size() - section.offset) / sizeof(T))
    return nullptr;
  return reinterpret_cast<const T*>(image.data() + section.offset);
}

std::string_view last_label(std::string_view name) { return name.substr(name.rfind('.') + 1); }

}  // namespace

Tails::Tails(std::vector<std::uint64_t> labels) : labels_(std::move(labels)) {
  if (labels_.size() > kMaxTails) labels_.resize(kMaxTails);
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    std::size_t slot = slot_of(labels_[i]);
    while (slots_[slot] != 0) slot = (slot + 1) % kSlots;
    slots_[slot] = static_cast<std::uint8_t>(i + 1);
  }
}

std::uint8_t Tails::of(std::string_view name) const {
  const std::string_view label = last_label(name);
  if (label.empty() || label.size() > 8 || label.size() == name.size()) return 0;
  const std::uint64_t word = label_word(label);
  for (std::size_t slot = slot_of(word); slots_[slot] != 0; slot = (slot + 1) % kSlots) {
    if (labels_[slots_[slot] - 1U] == word) return slots_[slot];
  }
  return 0;
}

std::string_view Tails::head(std::string_view name, std::uint8_t number) {
  return number == 0 ? name : name.substr(0, name.rfind('.'));
}

std::optional<NameTable> NameTable::of(ByteView image, const NameTableSections& sections) {
  NameTable table;
  if (sections.buckets.count == 0) return table;
  table.bits_ = section_data<std::uint64_t>(image, sections.bits);
  table.buckets_ = section_data<std::uint32_t>(image, sections.buckets);
  table.ranks_ = section_data<std::uint32_t>(image, sections.ranks);
  table.entries_ = section_data<std::uint8_t>(image, sections.entries);
  table.bucket_count_ = sections.buckets.count - 1;
  table.entry_bytes_ = sections.entries.count;
  if (table.bits_ == nullptr || table.buckets_ == nullptr || table.ranks_ == nullptr ||
      table.entries_ == nullptr || !std::has_single_bit(sections.bits.count) ||
      sections.bits.count > (1U << 24U) || table.bucket_count_ == 0 ||
      sections.ranks.count != table.bucket_count_)
    return std::nullopt;
  table.shift_ = 32U - static_cast<std::uint32_t>(std::countr_zero(sections.bits.count)) - 6U;
  return table;
}

std::optional<NameEntry> NameTable::find(std::uint32_t hash, std::string_view name,
                                         std::uint8_t tail) const {
  if (bucket_count_ == 0) return std::nullopt;
  const std::string_view head = Tails::head(name, tail);
  NameEntry found;
  found.bucket = place_of(hash, bucket_count_);
  std::size_t at = buckets_[found.bucket];
  const std::size_t end = std::min(buckets_[found.bucket + 1], entry_bytes_);
  for (; at + 2 <= end; ++found.place) {
    const std::uint8_t entry_tail = entries_[at];
    const std::uint8_t marked = entries_[at + 1] & kEntryMarked;
    const std::size_t size = entries_[at + 1] & std::uint8_t{0x7F};
    at += 2;
    found.mark = 0;
    if (marked != 0) {
      if (at >= end) return std::nullopt;
      found.mark = entries_[at++];
      if (found.mark == kMarkRecords) {
        if (end - at < sizeof(found.first_record)) return std::nullopt;
        std::memcpy(&found.first_record, entries_ + at, sizeof(found.first_record));
        at += sizeof(found.first_record);
      }
    }
    if (end < at || end - at < size) return std::nullopt;
    if (size == head.size() && entry_tail == tail &&
        std::memcmp(entries_ + at, head.data(), size) == 0)
      return found;
    at += size;
  }
  return std::nullopt;
}

std::uint32_t NameTable::rank(const NameEntry& entry) const {
  return entry.bucket < bucket_count_ ? ranks_[entry.bucket] + entry.place : 0;
}

std::uint32_t bucket_count(std::size_t names) {
  return static_cast<std::uint32_t>(names / kNamesPerBucket + 1);
}

std::vector<std::uint32_t> bucket_order(const std::vector<std::uint32_t>& hashes) {
  const std::uint32_t buckets = bucket_count(hashes.size());
  std::vector<std::uint32_t> begins(buckets + 1, 0);
  for (const std::uint32_t hash : hashes) ++begins[place_of(hash, buckets) + 1];
  for (std::size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
  std::vector<std::uint32_t> order(hashes.size());
  for (std::uint32_t i = 0; i < hashes.size(); ++i)
    order[begins[place_of(hashes[i], buckets)]++] = i;
  return order;
}

NameTableParts build_name_table(const std::vector<NameInput>& ordered, std::uint32_t buckets,
                                const Tails& tails) {
  NameTableParts parts;
  if (ordered.empty()) return parts;
  const std::size_t bits = std::bit_ceil(std::max<std::size_t>(ordered.size() * kBitsPerName, 64));
  parts.bits.assign(bits / 64, 0);
  const auto shift = static_cast<std::uint32_t>(32 - std::countr_zero(bits));
  parts.buckets.assign(buckets + 1, 0);
  parts.ranks.assign(buckets, 0);
  parts.entries.reserve(ordered.size() * 24);
  std::uint32_t bucket = 0;
  for (std::size_t rank = 0; rank < ordered.size(); ++rank) {
    const NameInput& input = ordered[rank];
    for (const std::uint32_t own = place_of(input.hash, buckets); bucket < own;) {
      ++bucket;
      parts.buckets[bucket] = static_cast<std::uint32_t>(parts.entries.size());
      parts.ranks[bucket] = static_cast<std::uint32_t>(rank);
    }
    const std::uint32_t bit = input.hash >> shift;
    parts.bits[bit / 64] |= std::uint64_t{1} << (bit % 64);
    const std::uint8_t tail = tails.of(input.name);
    const std::string_view head = Tails::head(input.name, tail);
    parts.entries.push_back(tail);
    parts.entries.push_back(
        static_cast<std::uint8_t>(head.size() | (input.mark != 0 ? kEntryMarked : 0U)));
    if (input.mark != 0) parts.entries.push_back(input.mark);
    if (input.mark == kMarkRecords) {
      const auto* first = reinterpret_cast<const std::uint8_t*>(&input.first_record);
      parts.entries.insert(parts.entries.end(), first, first + sizeof(input.first_record));
    }
    parts.entries.insert(parts.entries.end(), head.begin(), head.end());
  }
  while (bucket < buckets) {
    ++bucket;
    parts.buckets[bucket] = static_cast<std::uint32_t>(parts.entries.size());
    if (bucket < buckets) parts.ranks[bucket] = static_cast<std::uint32_t>(ordered.size());
  }
  return parts;
}

}  // namespace volition::filters
