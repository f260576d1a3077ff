// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/name_table.hpp"

#include <algorithm>
#include <cstring>

#include "filters/text.hpp"

namespace volition::filters {
namespace {

constexpr std::size_t kNamesPerBucket = 8;
/// The first record and how many.
constexpr std::size_t kRecordsBytes = sizeof(std::uint32_t) + sizeof(std::uint16_t);
/// Zeros behind the last entry: what may stand before a name is read without asking whether it
/// does.
constexpr std::size_t kEntryMargin = 3 + kRecordsBytes;
constexpr std::size_t kBitsPerName = 6;
constexpr std::size_t kCacheLine = 64;
constexpr std::uint32_t kMaxBitWords = 1U << 26U;

template <typename T>
const T* section_data(ByteView image, ImageSection section) {
  if (section.offset % alignof(std::uint64_t) != 0 || section.offset > image.size() ||
      section.count > (image.size() - section.offset) / sizeof(T))
    return nullptr;
  return reinterpret_cast<const T*>(image.data() + section.offset);
}

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
  return of_last(name, last_label(name).size());
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
  if (sections.entries.count < kEntryMargin) return std::nullopt;
  table.entry_bytes_ = sections.entries.count - static_cast<std::uint32_t>(kEntryMargin);
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
  const std::uint32_t bucket = place_of(hash, bucket_count_);
  std::size_t at = buckets_[bucket];
  const std::size_t end = std::min(buckets_[bucket + 1], entry_bytes_);
  // Where a table is larger than the processor's caches, what is read next comes together: the
  // bucket's second line, and the rank that a found name is asked for.
  __builtin_prefetch(entries_ + std::min<std::size_t>(at + kCacheLine, end));
  __builtin_prefetch(ranks_ + bucket);
  // Where an entry's name begins is computed without a branch: no processor guesses it.
  for (std::uint32_t place = 0; at + 2 <= end;) {
    const std::uint8_t* const entry = entries_ + at;
    const unsigned marked = entry[1] / kEntryMarked;
    const std::size_t size = entry[1] % kEntryMarked;
    const auto mark = static_cast<std::uint8_t>(entry[2] * marked);
    const std::size_t front = 2 + marked + (mark == kMarkRecords ? kRecordsBytes : 0);
    std::uint16_t records = 0;
    std::memcpy(&records, entry + 3 + sizeof(std::uint32_t), sizeof(records));
    records = mark == kMarkRecords ? records : std::uint16_t{1};
    if (end - at < front + size) return std::nullopt;
    if (size == head.size() && entry[0] == tail &&
        std::memcmp(entry + front, head.data(), size) == 0) {
      NameEntry found{mark, 0, records, bucket, place};
      if (mark == kMarkRecords)
        std::memcpy(&found.first_record, entry + 3, sizeof(found.first_record));
      return found;
    }
    at += front + size;
    place += records;
  }
  return std::nullopt;
}

std::uint32_t NameTable::rank(const NameEntry& entry) const {
  return entry.bucket < bucket_count_ ? ranks_[entry.bucket] + entry.place : 0;
}

std::uint32_t bucket_count(std::size_t names) {
  return static_cast<std::uint32_t>(names / kNamesPerBucket + 1);
}

NameTableWriter::NameTableWriter(std::size_t names, std::size_t bytes, std::uint32_t buckets)
    : buckets_(buckets) {
  if (names == 0) return;
  const std::size_t words = names * kBitsPerName / 64 + 1;
  parts_.bits.assign(words, 0);
  bits_ = static_cast<std::uint32_t>(words * 64);
  parts_.buckets.assign(buckets + 1, 0);
  parts_.ranks.assign(buckets, 0);
  // Touched only as far as the entries reach.
  parts_.entries.room.reset(new std::uint8_t[bytes + names * (3 + kRecordsBytes) + kEntryMargin]);
  out_ = parts_.entries.room.get();
}

void NameTableWriter::add(const NameInput& input) {
  for (const std::uint32_t own = place_of(input.hash, buckets_); bucket_ < own;) {
    ++bucket_;
    parts_.buckets[bucket_] = static_cast<std::uint32_t>(out_ - parts_.entries.room.get());
    parts_.ranks[bucket_] = rank_;
  }
  rank_ += input.records;
  mark(input.hash);
  const std::string_view head = input.head;
  *out_++ = input.tail;
  *out_++ = static_cast<std::uint8_t>(head.size() | (input.mark != 0 ? kEntryMarked : 0U));
  if (input.mark != 0) *out_++ = input.mark;
  if (input.mark == kMarkRecords) {
    std::memcpy(out_, &input.first_record, sizeof(input.first_record));
    std::memcpy(out_ + sizeof(input.first_record), &input.records, sizeof(input.records));
    out_ += kRecordsBytes;
  }
  std::memcpy(out_, head.data(), head.size());
  out_ += head.size();
}

void NameTableWriter::mark(std::uint32_t hash) {
  const std::uint32_t bit = place_of(hash, bits_);
  parts_.bits[bit / 64] |= std::uint64_t{1} << (bit % 64);
}

NameTableParts NameTableWriter::finish() {
  const auto size = static_cast<std::uint32_t>(out_ - parts_.entries.room.get());
  while (bits_ != 0 && bucket_ < buckets_) {
    ++bucket_;
    parts_.buckets[bucket_] = size;
    if (bucket_ < buckets_) parts_.ranks[bucket_] = rank_;
  }
  if (bits_ != 0) {
    std::memset(out_, 0, kEntryMargin);
    out_ += kEntryMargin;
  }
  parts_.entries.used = static_cast<std::size_t>(out_ - parts_.entries.room.get());
  return std::move(parts_);
}

}  // namespace volition::filters
