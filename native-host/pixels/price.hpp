// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Prices as shops and trackers write them, to exact Money. ISO 4217 for currencies and their
// decimals; no floating point anywhere.

#include <optional>
#include <string>
#include <string_view>

#include "base/money.hpp"

namespace volition::pixels {

/// How a price text is to be understood.
enum class Notation {
  /// A number as machines write it: a point is the decimal sign ("129.5", "1.29e2"). Decimals
  /// beyond the currency's are rounded half up. A text of another form is read as kWritten.
  kNumber,
  /// As people write it: "1.299,00 €", "US$1,299", "1 299,-". One point or comma before exactly
  /// three digits groups thousands.
  kWritten
};

/// The amount of `text`. `currency` is the ISO 4217 code said beside it, or empty; it is used where
/// the text itself names none or an ambiguous one ("$"). nullopt where there is no amount, more
/// than one, a negative one, one above kMaxMinor, no currency, or two that contradict each other: a
/// price without a currency is no Money.
std::optional<Money> parse_price(std::string_view text, std::string_view currency,
                                 Notation notation = Notation::kWritten);

/// "EUR" for "eur", " EUR " or "€"; nullopt for what is no currency in use, or an ambiguous sign.
std::optional<std::string> parse_currency(std::string_view text);

}  // namespace volition::pixels
