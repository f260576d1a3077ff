// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reading an opened image record by record. Every offset that stands in the file is checked against
// its table before it is followed, so that no content, damaged or hostile, leads outside the
// mapping.

#include <optional>

#include "filters/image_layout.hpp"

namespace volition::filters {

class ImageView {
 public:
  /// The tables of `bytes`; nullopt where the header is not one of ours or a table lies outside.
  static std::optional<ImageView> of(ByteView bytes);

  const ImageHeader& header() const { return header_; }
  std::optional<ListRecord> list(std::uint32_t number) const;
  std::optional<FilterRecord> filter(std::uint32_t number) const;
  /// A text; nullopt where it lies outside.
  std::optional<std::string_view> text(std::uint32_t offset, std::uint32_t size) const;
  /// The part of a filter's line.
  static std::optional<std::string_view> part(std::string_view line, Slice slice);

  /// Calls `use(number)` for each filter under `key`. False where the index is damaged.
  template <typename Use>
  bool for_each_under(std::uint32_t key, Use use) const {
    const std::uint32_t wrap = header_.slots.count - 1;
    std::uint32_t at = key & wrap;
    for (std::uint32_t steps = 0; steps <= wrap; ++steps, at = (at + 1) & wrap) {
      const auto slot = read<IndexSlot>(header_.slots, at);
      if (slot.bucket == 0) return true;
      if (slot.key != key) continue;
      if (slot.bucket >= header_.buckets.count) return false;
      const auto count = read<std::uint32_t>(header_.buckets, slot.bucket);
      if (count >= header_.buckets.count - slot.bucket) return false;
      for (std::uint32_t i = 1; i <= count; ++i) {
        const auto number = read<std::uint32_t>(header_.buckets, slot.bucket + i);
        if (number >= header_.filters.count) return false;
        use(number);
      }
      return true;
    }
    return false;
  }

 private:
  /// Reads one record; `index` is below the section's count.
  template <typename T>
  T read(ImageSection section, std::uint32_t index) const {
    T out;
    std::memcpy(&out, bytes_.data() + section.offset + std::size_t{index} * sizeof(T), sizeof(T));
    return out;
  }

  ByteView bytes_;
  ImageHeader header_;
};

}  // namespace volition::filters
