// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where each filter of one realm is filed that belongs under no host: under the rarest token that
// every match of its pattern holds, under the pages it is for, or, as the last resort, where every
// request looks.

#include <cstdint>
#include <vector>

#include "filters/image_tables.hpp"

namespace volition::filters {

/// One realm's parts but its hosts, ready to be written.
struct PatternParts {
  std::vector<std::uint64_t> token_bits;
  std::vector<std::uint32_t> token_buckets;
  ImageSection always;
  std::vector<AlwaysSlot> always_slots;
  std::vector<PageSlot> pages;
  std::vector<std::uint32_t> postings;
};

/// Files `filters` (in the lists' order), but those that is_filed_under_host, and adds their
/// records to `tables`.
PatternParts file_patterns(const std::vector<FiledFilter>& filters, const SharedTables& shared,
                           PatternTables& tables);

}  // namespace volition::filters
