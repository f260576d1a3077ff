// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/name_table.hpp"

#include <algorithm>

namespace volition::filters {
namespace {

constexpr std::size_t kNamesPerBucket = 8;
/// The first record and how many.
constexpr std::size_t kRecordsBytes = sizeof(std::uint32_t) + sizeof(std::uint16_t);
constexpr std::size_t kBitsPerName = 6;
constexpr std::uint32_t kMaxBitWords = 1U << 26U;

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
      table.entries_ == nullptr || sections.bits.count == 0 ||
      sections.bits.count >= kMaxBitWords || table.bucket_count_ == 0 ||
      sections.ranks.count != table.bucket_count_)
    return std::nullopt;
  table.bit_count_ = sections.bits.count * 64;
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
  while (at + 2 <= end) {
    const std::uint8_t entry_tail = entries_[at];
    const std::uint8_t marked = entries_[at + 1] & kEntryMarked;
    const std::size_t size = entries_[at + 1] & std::uint8_t{0x7F};
    at += 2;
    found.mark = 0;
    found.records = 1;
    if (marked != 0) {
      if (at >= end) return std::nullopt;
      found.mark = entries_[at++];
      if (found.mark == kMarkRecords) {
        if (end - at < kRecordsBytes) return std::nullopt;
        std::memcpy(&found.first_record, entries_ + at, sizeof(found.first_record));
        std::memcpy(&found.records, entries_ + at + sizeof(found.first_record),
                    sizeof(found.records));
        at += kRecordsBytes;
      }
    }
    if (end - at < size) return std::nullopt;
    if (size == head.size() && entry_tail == tail &&
        std::memcmp(entries_ + at, head.data(), size) == 0)
      return found;
    at += size;
    found.place += found.records;
  }
  return std::nullopt;
}

std::uint32_t NameTable::rank(const NameEntry& entry) const {
  return entry.bucket < bucket_count_ ? ranks_[entry.bucket] + entry.place : 0;
}

std::uint32_t bucket_count(std::size_t names) {
  return static_cast<std::uint32_t>(names / kNamesPerBucket + 1);
}

NameTableParts build_name_table(const std::vector<NameInput>& ordered, std::uint32_t buckets) {
  NameTableParts parts;
  if (ordered.empty()) return parts;
  const std::size_t words = ordered.size() * kBitsPerName / 64 + 1;
  parts.bits.assign(words, 0);
  const auto bits = static_cast<std::uint32_t>(words * 64);
  parts.buckets.assign(buckets + 1, 0);
  parts.ranks.assign(buckets, 0);
  std::size_t bound = 0;
  for (const NameInput& input : ordered) bound += 3 + kRecordsBytes + input.name.size();
  parts.entries.resize(bound);
  std::uint8_t* const begin = parts.entries.data();
  std::uint8_t* out = begin;
  std::uint32_t bucket = 0;
  std::uint32_t rank = 0;
  for (const NameInput& input : ordered) {
    for (const std::uint32_t own = place_of(input.hash, buckets); bucket < own;) {
      ++bucket;
      parts.buckets[bucket] = static_cast<std::uint32_t>(out - begin);
      parts.ranks[bucket] = rank;
    }
    rank += input.records;
    const std::uint32_t bit = place_of(input.hash, bits);
    parts.bits[bit / 64] |= std::uint64_t{1} << (bit % 64);
    const std::string_view head = Tails::head(input.name, input.tail);
    *out++ = input.tail;
    *out++ = static_cast<std::uint8_t>(head.size() | (input.mark != 0 ? kEntryMarked : 0U));
    if (input.mark != 0) *out++ = input.mark;
    if (input.mark == kMarkRecords) {
      std::memcpy(out, &input.first_record, sizeof(input.first_record));
      std::memcpy(out + sizeof(input.first_record), &input.records, sizeof(input.records));
      out += kRecordsBytes;
    }
    std::memcpy(out, head.data(), head.size());
    out += head.size();
  }
  parts.entries.resize(static_cast<std::size_t>(out - begin));
  while (bucket < buckets) {
    ++bucket;
    parts.buckets[bucket] = static_cast<std::uint32_t>(out - begin);
    if (bucket < buckets) parts.ranks[bucket] = rank;
  }
  return parts;
}

}  // namespace volition::filters
