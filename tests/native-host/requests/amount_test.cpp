// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/amount.hpp"

#include <string>
#include <vector>

#include "catch/catch.hpp"

using volition::kMaxMinor;
using volition::Money;
using namespace volition::requests;

TEST_CASE("an amount is written with its currency's decimals and read back") {
  const std::vector<std::pair<Money, std::string>> rows = {
      {{12'900, "EUR"}, "129.00"},
      {{5, "EUR"}, "0.05"},
      {{0, "EUR"}, "0.00"},
      {{100, "EUR"}, "1.00"},
      {{1'500, "JPY"}, "1500"},
      {{0, "JPY"}, "0"},
      {{1'234, "KWD"}, "1.234"},
      {{7, "KWD"}, "0.007"},
      {{kMaxMinor, "EUR"}, "90000000000000.00"},
  };
  for (const auto& [money, text] : rows) {
    INFO(text << ' ' << money.currency);
    CHECK((write_amount(money) == text));
    CHECK((read_amount(text, money.currency) == money));
  }
  CHECK((write_amount({100, "XXX"}) == std::nullopt));
  CHECK((write_amount({-1, "EUR"}) == std::nullopt));
  CHECK((write_amount({kMaxMinor + 1, "EUR"}) == std::nullopt));
}

TEST_CASE("amounts with fewer decimals are read, other spellings are not") {
  CHECK((read_amount("129", "EUR") == Money{12'900, "EUR"}));
  CHECK((read_amount("129.5", "EUR") == Money{12'950, "EUR"}));
  CHECK((read_amount("007", "JPY") == Money{7, "JPY"}));
  for (const char* text :
       {"", ".", "1.", ".5", "1.234", "-1", "+1", "1e3", " 1", "1 ", "1,50", "0x1", "1.5.0", "NaN",
        "99999999999999999999999999", "90000000000000.01", "90000000000001"}) {
    INFO('"' << text << '"');
    CHECK((read_amount(text, "EUR") == std::nullopt));
  }
  CHECK((read_amount("1.0", "JPY") == std::nullopt));
  CHECK((read_amount("1", "eur") == std::nullopt));
  CHECK((read_amount("1", "") == std::nullopt));
}
