// SPDX-License-Identifier: GPL-3.0-or-later
#include "pixels/currency.hpp"

#include <array>

#include "base/money.hpp"
#include "pixels/price.hpp"
#include "pixels/text.hpp"

namespace volition::pixels {
namespace {

// Longest first among those that begin alike. Signs for several currencies decide nothing alone.
constexpr std::array<CurrencySign, 57> kSigns{{
    {"US$", "USD"},
    {"USD$", "USD"},
    {"CA$", "CAD"},
    {"CAD$", "CAD"},
    {"CDN$", "CAD"},
    {"C$", "CAD NIO"},
    {"AU$", "AUD"},
    {"A$", "AUD"},
    {"NZ$", "NZD"},
    {"HK$", "HKD"},
    {"NT$", "TWD"},
    {"SG$", "SGD"},
    {"S$", "SGD"},
    {"R$", "BRL"},
    {"MX$", "MXN"},
    {"AR$", "ARS"},
    {"CLP$", "CLP"},
    {"COP$", "COP"},
    {"$U", "UYU"},
    {"$",
     "USD CAD AUD NZD HKD TWD SGD MXN ARS CLP COP UYU DOP BSD BBD BZD BMD BND FJD GYD JMD KYD LRD "
     "NAD SBD SRD TTD XCD CVE MOP NIO"},
    {"€", "EUR"},
    {"£", "GBP EGP FKP GIP LBP SHP SSP SYP SDG"},
    {"￡", "GBP"},
    {"¥", "JPY CNY"},
    {"￥", "JPY CNY"},
    {"円", "JPY"},
    {"元", "CNY TWD HKD"},
    {"₹", "INR"},
    {"₽", "RUB"},
    {"₺", "TRY"},
    {"₴", "UAH"},
    {"₩", "KRW KPW"},
    {"원", "KRW"},
    {"₪", "ILS"},
    {"₫", "VND"},
    {"฿", "THB"},
    {"₱", "PHP CUP"},
    {"₦", "NGN"},
    {"₸", "KZT"},
    {"₼", "AZN"},
    {"₾", "GEL"},
    {"zł", "PLN"},
    {"Kč", "CZK"},
    {"kr", "SEK NOK DKK ISK"},
    {"Kr", "SEK NOK DKK ISK"},
    {"Ft", "HUF"},
    {"lei", "RON MDL"},
    {"Lei", "RON MDL"},
    {"лв", "BGN"},
    {"руб", "RUB BYN"},
    {"грн", "UAH"},
    {"SFr", "CHF"},
    {"Fr", "CHF XAF XOF XPF"},
    {"TL", "TRY"},
    {"Rs", "INR PKR LKR NPR MUR SCR"},
    {"RM", "MYR"},
    {"Rp", "IDR"},
}};

}  // namespace

std::span<const CurrencySign> currency_signs() { return kSigns; }

bool lists_code(std::string_view codes, std::string_view code) {
  for (std::size_t at = 0; at + 3 <= codes.size(); at += 4)
    if (codes.substr(at, 3) == code) return true;
  return false;
}

std::optional<std::string> code_in_use(std::string_view text) {
  std::string code(text);
  for (char& c : code)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 0x20);
  if (!currency_decimals(code)) return std::nullopt;
  return code;
}

std::optional<std::string> parse_currency(std::string_view text) {
  const std::string_view name = trim(text);
  if (name.size() == 3)
    if (auto code = code_in_use(name)) return code;
  for (const CurrencySign& sign : kSigns)
    if (sign.text == name && sign.codes.size() == 3) return std::string(sign.codes);
  return std::nullopt;
}

}  // namespace volition::pixels
