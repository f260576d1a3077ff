// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Regular expressions of lists that say no more than a `urlFilter` can: a browser finds those
// without trying them, and counts no expression.

#include <optional>
#include <string>
#include <string_view>

namespace volition::filters {

/// `expression` (without its slashes) as a `urlFilter` with the same matches; empty where it
/// matches every address. nullopt where there is none.
std::optional<std::string> plain_url_filter(std::string_view expression);

}  // namespace volition::filters
