// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Filters that are a host, and what else is filed under one, into a realm's table of names.

#include <cstdint>
#include <vector>

#include "filters/image_tables.hpp"

namespace volition::filters {

/// A realm's table of hosts, and where their lines stand in host_lines.
struct FiledHostParts {
  NameTableParts hosts;
  ImageSection lines;
};

/// Whether the filter is `||host^` with a name that fits the table: it is filed under its host,
/// whatever its options say.
bool is_filed_under_host(const NetworkFilter& filter);

/// Whether the hosts that lists hold in short form, all of them blocks, belong to the realm.
enum class ShortHosts : std::uint8_t { kLeave, kFile };

/// Files those of `filters` that belong under a host, and those of `lists` in short form, and adds
/// their records to `tables`.
FiledHostParts file_hosts(const std::vector<FiledList>& lists, ShortHosts short_hosts,
                          const std::vector<FiledFilter>& filters, const SharedTables& shared,
                          HostTables& tables);

}  // namespace volition::filters
