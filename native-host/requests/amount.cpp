// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/amount.hpp"

#include <cstddef>
#include <cstdint>

namespace volition::requests {

std::optional<std::string> write_amount(const Money& money) {
  const auto decimals = currency_decimals(money.currency);
  if (!decimals || money.minor < 0 || money.minor > kMaxMinor) return std::nullopt;
  std::string digits = std::to_string(money.minor);
  const auto places = static_cast<std::size_t>(*decimals);
  if (places == 0) return digits;
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  digits.insert(digits.size() - places, 1, '.');
  return digits;
}

std::optional<Money> read_amount(std::string_view amount, std::string_view currency) {
  const auto decimals = currency_decimals(currency);
  if (!decimals) return std::nullopt;
  const std::size_t point = amount.find('.');
  const std::string_view whole = amount.substr(0, point);
  const bool has_point = point != std::string_view::npos;
  const std::string_view fraction = has_point ? amount.substr(point + 1) : std::string_view{};
  if (whole.empty() || (has_point && fraction.empty())) return std::nullopt;
  const auto places = static_cast<std::size_t>(*decimals);
  if (fraction.size() > places) return std::nullopt;

  std::int64_t minor = 0;
  const auto take = [&](char c) {
    if (c < '0' || c > '9') return false;
    minor = minor * 10 + (c - '0');
    // Far below overflow: the bound is 9·10¹⁵.
    return minor <= kMaxMinor;
  };
  for (const char c : whole)
    if (!take(c)) return std::nullopt;
  for (const char c : fraction)
    if (!take(c)) return std::nullopt;
  for (std::size_t i = fraction.size(); i < places; ++i)
    if (!take('0')) return std::nullopt;
  return Money{minor, std::string(currency)};
}

}  // namespace volition::requests
