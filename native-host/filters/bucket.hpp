// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The last step before rules are written, each browser's own. Firefox judges rules one after the
// other, the address before the hosts, so patterns of one kind become one rule with a `regexFilter`
// (alternation.hpp). Chromium finds `urlFilter`s by an index and takes 2 KiB of expression at most,
// so patterns stay, and only hosts with the same path come together.

#include <cstddef>
#include <vector>

#include "filters/compile.hpp"
#include "filters/dnr.hpp"

namespace volition::filters {

/// Buckets the rules of every list, each list for itself. At most `max_regex_rules` of all rules
/// together have a `regexFilter` afterwards, as far as the lists' own leave room: the buckets that
/// save most rules come first, and what finds no room stays as it was.
void bucket_rules(const std::vector<std::vector<DnrRule>*>& lists, Browser browser,
                  std::size_t max_regex_rules, HostStore& store);

}  // namespace volition::filters
