// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The products that an event names, in each of the forms that trackers write them.

#include <string_view>
#include <vector>

#include "pixels/params.hpp"
#include "pixels/providers.hpp"
#include "pixels/said.hpp"

namespace volition::pixels {

/// The products of `event` by the first rule that finds any; a later rule completes what is missing
/// where there is exactly one. `currency` is ISO 4217 or empty: then no price is Money. At most
/// kMaxProducts.
std::vector<SaidProduct> read_products(const std::vector<ProductRule>& rules, Params& call,
                                       const Node& event, std::string_view currency);

/// Money of a price that a tracker wrote; nullopt for none and for zero, which trackers write for
/// "unknown".
std::optional<Money> said_price(std::string_view text, std::string_view currency);

/// The text at the first of `paths` that holds one; empty where none does.
std::string_view text_at(Params& call, const Node& from, const std::vector<std::string>& paths);

}  // namespace volition::pixels
