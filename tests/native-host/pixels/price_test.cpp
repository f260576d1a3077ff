// SPDX-License-Identifier: GPL-3.0-or-later
#include "pixels/price.hpp"

#include "catch/catch.hpp"
#include "vectors.hpp"

namespace volition::pixels {
namespace {

std::string shown(const std::optional<Money>& money) {
  return money ? std::to_string(money->minor) + " " + money->currency : "none";
}

TEST_CASE("a price text becomes exact money or none") {
  const auto vectors = test::vectors("products/prices.json");
  const auto& rows = vectors.at("rows").as_array();
  REQUIRE(rows.size() >= 60);
  for (const auto& each : rows) {
    const auto& row = each.as_object();
    const auto notation =
        test::text_of(row, "as") == "number" ? Notation::kNumber : Notation::kWritten;
    const auto& minor = row.at("minor");
    const std::string expected =
        minor.is_null() ? "none"
                        : std::to_string(minor.as_int64()) + " " + test::text_of(row, "code");
    INFO(boost::json::serialize(row));
    CHECK(shown(parse_price(test::text_of(row, "text"), test::text_of(row, "beside"), notation)) ==
          expected);
  }
}

TEST_CASE("a price as long as a novel is no price") {
  CHECK_FALSE(parse_price(std::string(100'000, '1'), "EUR"));
  CHECK_FALSE(parse_price("129 " + std::string(100'000, 'x'), "EUR"));
  CHECK_FALSE(parse_price(std::string(150, '.') + "1", "EUR", Notation::kNumber));
}

TEST_CASE("a currency is a code in use or a sign that means one") {
  CHECK(parse_currency("eur") == "EUR");
  CHECK(parse_currency("€") == "EUR");
  CHECK_FALSE(parse_currency("$"));
  CHECK_FALSE(parse_currency("kr"));
  CHECK_FALSE(parse_currency("EURO"));
  CHECK_FALSE(parse_currency(""));
}

}  // namespace
}  // namespace volition::pixels
