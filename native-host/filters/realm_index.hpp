// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where each filter of one realm is filed: under its host where it is nothing else, under the
// rarest token that every match of its pattern holds, under the pages it is for, or, as the last
// resort, where every request looks.

#include <cstdint>
#include <string_view>
#include <vector>

#include "filters/domain_sets.hpp"
#include "filters/filter.hpp"
#include "filters/image_layout.hpp"
#include "filters/name_table.hpp"

namespace volition::filters {

/// A filter with what the image says of it.
struct FiledFilter {
  const NetworkFilter* filter = nullptr;
  std::uint32_t host_hash = 0;
  LineRecord line;
};

/// What all realms share while the image is built.
struct ImageTables {
  Tails tails;
  DomainSetBuilder sets;
  std::vector<Signature> signatures;
  std::vector<Record> records;
  std::vector<LineRecord> record_lines;
  std::vector<LineRecord> host_lines;
  std::vector<Extras> extras;
  std::string strings;
};

/// One realm's parts, ready to be written.
struct RealmParts {
  NameTableParts hosts;
  ImageSection host_lines;
  std::vector<std::uint64_t> token_bits;
  std::vector<std::uint32_t> token_buckets;
  ImageSection always;
  std::vector<PageSlot> pages;
  std::vector<std::uint32_t> postings;
};

/// Whether the filter is `||host^` with a name that fits the table: it is filed under its host,
/// whatever its options say.
bool is_filed_under_host(const NetworkFilter& filter);

/// Files `filters` (in the lists' order) and adds their records to `tables`, whose tails and sets
/// are finished.
RealmParts build_realm(const std::vector<FiledFilter>& filters, ImageTables& tables);

}  // namespace volition::filters
