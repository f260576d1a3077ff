// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The signs that stand for currencies in prices, and ISO 4217 codes by name. A sign that several
// currencies share ("$", "kr") names none of them alone.

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace volition::pixels {

/// A sign and the codes, between spaces, that it may stand for; one alone is definite.
struct CurrencySign {
  std::string_view text;
  std::string_view codes;
};

/// All signs; of those that begin alike the longest comes first.
std::span<const CurrencySign> currency_signs();

/// Whether `codes` (three letters each, between spaces) holds `code`.
bool lists_code(std::string_view codes, std::string_view code);

/// "EUR" for "eur" or "EUR"; nullopt for a code that is not in use.
std::optional<std::string> code_in_use(std::string_view text);

}  // namespace volition::pixels
