// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Filters that are a host, and what else is filed under one, into a realm's table of names.

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

/// Files `hosts` and those of `filters` that belong under one, and adds their records to `tables`.
FiledHostParts file_hosts(const std::vector<FiledHosts>& hosts,
                          const std::vector<FiledFilter>& filters, const SharedTables& shared,
                          HostTables& tables);

}  // namespace volition::filters
