// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// `$badfilter`: a filter that switches off the filter that reads the same without it, in every
// list.

#include <vector>

#include "filters/parse.hpp"

namespace volition::filters {

/// Removes badfilters and what they switch off; both are counted as refused under "badfilter".
void apply_badfilters(std::vector<ParsedList>& lists);

}  // namespace volition::filters
