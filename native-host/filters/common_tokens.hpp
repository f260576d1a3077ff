// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How often addresses hold a token. A filter is filed under its rarest token, and "rare" is a
// matter of addresses, not of filters: few filters hold "static", yet every tenth request does.

#include <cstdint>

namespace volition::filters {

/// Of 1,000 real requests, how many hold the token with this token_hash; 0 for the many that fewer
/// than five hold.
std::uint32_t requests_per_thousand(std::uint32_t hash);

}  // namespace volition::filters
