// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/day.hpp"

#include "base/money.hpp"
#include "catch/catch.hpp"

using namespace volition;

TEST_CASE("days are read strictly and written back the same") {
  for (const std::string text : {"1970-01-01", "2024-02-29", "2026-11-21", "9999-12-31"}) {
    CAPTURE(text);
    REQUIRE(parse_day(text));
    CHECK(format_day(*parse_day(text)) == text);
  }
  for (const std::string text : {"2026-2-3", "2026-02-30", "2025-02-29", "1969-12-31", "2026/01/01",
                                 "2026-00-10", "2026-13-01", "202a-01-01", "2026-01-01T", ""}) {
    CAPTURE(text);
    CHECK_FALSE(parse_day(text));
  }
  CHECK(parse_day("1970-01-01")->number == 0);
  CHECK(parse_day("2026-03-01")->since(*parse_day("2026-02-22")) == 7);
  CHECK(format_day(parse_day("2026-12-28")->plus(7)) == "2027-01-04");
}

TEST_CASE("currencies have the decimals of ISO 4217") {
  CHECK(currency_decimals("EUR") == 2);
  CHECK(currency_decimals("JPY") == 0);
  CHECK(currency_decimals("KWD") == 3);
  CHECK(currency_decimals("ZWG") == 2);
  for (const std::string code : {"", "EU", "EURO", "eur", "XXX", "R A", "UR "}) {
    CAPTURE(code);
    CHECK_FALSE(currency_decimals(code));
  }
}
