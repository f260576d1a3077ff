// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where each filter of one realm is filed: under its host where it is nothing else, under the
// rarest token that every match of its pattern holds, under the pages it is for, or, as the last
// resort, where every request looks.

#include <cstdint>
#include <vector>

#include "filters/image_tables.hpp"

namespace volition::filters {

/// One realm's parts, ready to be written.
struct RealmParts {
  NameTableParts hosts;
  ImageSection host_lines;
  std::vector<std::uint64_t> token_bits;
  std::vector<std::uint32_t> token_buckets;
  ImageSection always;
  std::vector<AlwaysSlot> always_slots;
  std::vector<PageSlot> pages;
  std::vector<std::uint32_t> postings;
};

/// Files `hosts` and `filters` (in the lists' order) and adds their records to `tables`, whose
/// tails and sets are finished.
RealmParts build_realm(const std::vector<FiledHosts>& hosts,
                       const std::vector<FiledFilter>& filters, ImageTables& tables);

}  // namespace volition::filters
