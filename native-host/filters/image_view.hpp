// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The tables of an opened image, as the engine reads them. Every number that stands in the file is
// checked against its table before it is followed, so that no content, damaged or hostile, leads
// outside the mapping: what leads outside is absent.

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "filters/image_layout.hpp"
#include "filters/name_table.hpp"

namespace volition::filters {

/// Neighbours among the records without a token that are for the same types.
struct AlwaysRun {
  TypeMask types = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// One realm's index.
struct RealmView {
  NameTable hosts;
  ImageSection host_lines;
  std::span<const std::uint64_t> token_bits;
  std::uint32_t token_shift = 31;
  std::span<const std::uint32_t> token_buckets;
  ImageSection always;
  std::span<const AlwaysSlot> always_slots;
  std::vector<AlwaysRun> always_runs;
  std::span<const PageSlot> pages;
  std::span<const std::uint32_t> postings;

  /// The records under page `number`.
  std::span<const std::uint32_t> posted(std::uint32_t number) const;
};

class ImageView {
 public:
  /// nullopt where the header is not one of ours or a section lies outside.
  static std::optional<ImageView> of(ByteView bytes);

  const ImageHeader& header() const { return header_; }
  const RealmView& realm(Realm which) const { return realms_[static_cast<std::size_t>(which)]; }
  const Tails& tails() const { return tails_; }
  const NameTable& domains() const { return domains_; }
  const NameTable& entities() const { return entities_; }
  std::span<const Signature> signatures() const { return signatures_; }
  std::span<const Record> host_records() const { return host_records_; }
  std::span<const Record> records() const { return records_; }
  std::span<const Extras> extras() const { return extras_; }
  std::span<const std::uint32_t> sets() const { return sets_; }
  /// A part of the patterns; empty where it lies outside.
  std::string_view string(std::uint32_t offset, std::uint32_t size) const {
    return part(strings_, offset, size);
  }

  std::span<const ListRecord> lists() const { return lists_; }
  std::span<const LineRecord> host_lines() const { return host_lines_; }
  std::span<const LineRecord> record_lines() const { return record_lines_; }
  /// A part of the lists' own lines; empty where it lies outside.
  std::string_view line_text(std::uint32_t offset, std::uint32_t size) const {
    return part(lines_, offset, size);
  }

 private:
  static std::string_view part(std::string_view whole, std::uint32_t offset, std::uint32_t size) {
    if (offset > whole.size() || size > whole.size() - offset) return {};
    return whole.substr(offset, size);
  }
  bool read(ByteView bytes);
  bool read_realm(ByteView bytes, const RealmSections& sections, RealmView& realm);

  ImageHeader header_;
  std::array<RealmView, kRealmCount> realms_;
  Tails tails_;
  NameTable domains_;
  NameTable entities_;
  std::span<const Signature> signatures_;
  std::span<const Record> host_records_;
  std::span<const Record> records_;
  std::span<const Extras> extras_;
  std::span<const std::uint32_t> sets_;
  std::string_view strings_;
  std::span<const ListRecord> lists_;
  std::span<const LineRecord> host_lines_;
  std::span<const LineRecord> record_lines_;
  std::string_view lines_;
};

}  // namespace volition::filters
