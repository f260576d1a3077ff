// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/image_view.hpp"

#include <algorithm>
#include <bit>

#include "filters/image.hpp"

namespace volition::filters {
namespace {

/// The records of a section; false where it lies outside or is not aligned.
template <typename T>
bool read_section(ByteView bytes, ImageSection section, std::span<const T>& out) {
  if (section.count == 0) return true;
  if (section.offset % alignof(std::uint64_t) != 0 || section.offset < sizeof(ImageHeader) ||
      section.offset > bytes.size() || section.count > (bytes.size() - section.offset) / sizeof(T))
    return false;
  out = {reinterpret_cast<const T*>(bytes.data() + section.offset), section.count};
  return true;
}

bool read_text(ByteView bytes, ImageSection section, std::string_view& out) {
  std::span<const char> text;
  if (!read_section(bytes, section, text)) return false;
  out = {text.data(), text.size()};
  return true;
}

bool read_table(ByteView bytes, const NameTableSections& sections, NameTable& out) {
  const auto table = NameTable::of(bytes, sections);
  if (table) out = *table;
  return table.has_value();
}

}  // namespace

std::span<const std::uint32_t> RealmView::posted(std::uint32_t number) const {
  const auto slot =
      std::lower_bound(pages.begin(), pages.end(), number,
                       [](const PageSlot& each, std::uint32_t page) { return each.page < page; });
  if (slot == pages.end() || slot->page != number || slot->first > postings.size() ||
      slot->count > postings.size() - slot->first)
    return {};
  return postings.subspan(slot->first, slot->count);
}

bool ImageView::read_realm(ByteView bytes, const RealmSections& sections, RealmView& realm) {
  realm.host_lines = sections.host_lines;
  realm.always = sections.always;
  if (!read_table(bytes, sections.hosts, realm.hosts) ||
      !read_section(bytes, sections.token_bits, realm.token_bits) ||
      !read_section(bytes, sections.token_buckets, realm.token_buckets) ||
      !read_section(bytes, sections.always_slots, realm.always_slots) ||
      !read_section(bytes, sections.pages, realm.pages) ||
      !read_section(bytes, sections.postings, realm.postings))
    return false;
  if (realm.always.offset > records_.size() ||
      realm.always.count > records_.size() - realm.always.offset ||
      realm.always_slots.size() != realm.always.count)
    return false;
  for (std::uint32_t i = 0; i < realm.always_slots.size(); ++i) {
    const TypeMask types = realm.always_slots[i].types;
    if (realm.always_runs.empty() || realm.always_runs.back().types != types)
      realm.always_runs.push_back({types, i, i});
    ++realm.always_runs.back().end;
  }
  if (realm.token_bits.empty()) return true;
  const auto words = static_cast<std::uint32_t>(realm.token_bits.size());
  if (!std::has_single_bit(words) || words > (1U << 24U) || realm.token_buckets.size() < 2)
    return false;
  realm.token_shift = 32U - 6U - static_cast<std::uint32_t>(std::countr_zero(words));
  return true;
}

bool ImageView::read(ByteView bytes) {
  if (bytes.size() < sizeof(ImageHeader) || bytes.size() > kMaxImageBytes ||
      reinterpret_cast<std::uintptr_t>(bytes.data()) % alignof(std::uint64_t) != 0)
    return false;
  std::memcpy(&header_, bytes.data(), sizeof(ImageHeader));
  if (header_.magic != kImageMagic || header_.version != kImageVersion ||
      header_.header_checksum != header_checksum(header_) || header_.total_bytes != bytes.size())
    return false;
  std::span<const std::uint64_t> tails;
  if (!read_section(bytes, header_.tails, tails) || tails.size() > kMaxTails ||
      !read_section(bytes, header_.signatures, signatures_) ||
      !read_section(bytes, header_.host_records, host_records_) ||
      !read_section(bytes, header_.records, records_) ||
      !read_section(bytes, header_.extras, extras_) || !read_section(bytes, header_.sets, sets_) ||
      !read_table(bytes, header_.domains, domains_) ||
      !read_table(bytes, header_.entities, entities_) ||
      !read_text(bytes, header_.strings, strings_) || !read_section(bytes, header_.lists, lists_) ||
      !read_section(bytes, header_.host_lines, host_lines_) ||
      !read_section(bytes, header_.record_lines, record_lines_) ||
      !read_text(bytes, header_.lines, lines_))
    return false;
  tails_ = Tails({tails.begin(), tails.end()});
  for (std::size_t i = 0; i < kRealmCount; ++i) {
    if (!read_realm(bytes, header_.realms[i], realms_[i])) return false;
  }
  return true;
}

std::optional<ImageView> ImageView::of(ByteView bytes) {
  ImageView view;
  if (!view.read(bytes)) return std::nullopt;
  return view;
}

}  // namespace volition::filters
