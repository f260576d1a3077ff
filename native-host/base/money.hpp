// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Exact money: whole minor units and an ISO 4217 code. 129 € is {12900, "EUR"}, 1,500 ¥ is {1500,
// "JPY"}.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace volition {

struct Money {
  std::int64_t minor = 0;
  std::string currency;

  friend bool operator==(const Money&, const Money&) = default;
};

/// The largest amount accepted anywhere, in minor units (the schema's bound; exact in a JavaScript
/// number).
constexpr std::int64_t kMaxMinor = 9'000'000'000'000'000;

/// How many decimals a currency has (ISO 4217: JPY 0, EUR 2, KWD 3); nullopt for a code that is not
/// in use.
std::optional<int> currency_decimals(std::string_view code);

}  // namespace volition
