// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Money as the wire writes it: decimal text with a point (schema.org), exact in both directions.

#include <optional>
#include <string>
#include <string_view>

#include "base/money.hpp"

namespace volition::requests {

/// "129.00" for {12900, "EUR"}, "1500" for {1500, "JPY"}; nullopt for a currency that is not in use
/// and for an amount out of bounds.
std::optional<std::string> write_amount(const Money& money);

/// Decimal text of at most the currency's decimals, without sign, blanks or exponent; nullopt for
/// anything else.
std::optional<Money> read_amount(std::string_view amount, std::string_view currency);

}  // namespace volition::requests
