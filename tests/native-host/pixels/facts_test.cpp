// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the example calls of a file of pixel facts, when one is given:
//   VOLITION_PIXEL_FACTS=FILE test_pixels [facts]
#include <cstdio>
#include <cstdlib>

#include "catch/catch.hpp"
#include "describe.hpp"
#include "pixels/price.hpp"
#include "vectors.hpp"

namespace volition::pixels {
namespace {

namespace json = boost::json;

std::string shown(const json::value& value) {
  return value.is_string() ? std::string(value.as_string()) : json::serialize(value);
}

/// Where this table departs from such a file on purpose, and why.
bool departs(const std::string& id, const std::string& from) {
  return (id == "adobe_analytics" && from == "price") ||  // the column is a total, not a price
         (id == "floodlight" && from == "event") ||       // told by its category alone
         (id == "hotjar" && from == "event") ||           // what is recorded is not decodable
         (id == "yandex_metrica" && from == "ids");       // browser-info is not taken apart
}

bool has_identifier(const Said& said, const std::string& value) {
  return std::any_of(said.identifiers.begin(), said.identifiers.end(),
                     [&](const Identifier& each) { return each.value == value; });
}

void check_event(const std::string& id, const json::object& expected, const Said& said) {
  const SaidEvent* event = said.events.empty() || !departs(id, "event") ? nullptr : &said.events[0];
  for (const SaidEvent& each : said.events)
    if (each.name == test::text_of(expected, "event")) event = &each;
  CHECK(event != nullptr);
  if (event == nullptr) return;
  CHECK(name_of(event->meaning) == test::text_of(expected, "canonical"));
  const std::string currency = test::text_of(expected, "currency");
  const auto& products = expected.at("products").as_array();
  CHECK(event->products.size() == products.size());
  for (std::size_t i = 0; i < products.size() && i < event->products.size(); ++i) {
    const auto& wanted = products[i].as_object();
    CHECK(event->products[i].id.value_or("") == test::text_of(wanted, "id"));
    CHECK(event->products[i].name.value_or("") == test::text_of(wanted, "name"));
    if (wanted.contains("price") && !currency.empty() && !departs(id, "price"))
      CHECK(event->products[i].price ==
            parse_price(shown(wanted.at("price")), currency, Notation::kNumber));
  }
  if (expected.contains("value") && !currency.empty())
    CHECK(event->value == parse_price(shown(expected.at("value")), currency, Notation::kNumber));
  if (!departs(id, "event"))
    CHECK(event->order.value_or("") == test::text_of(expected, "order_id"));
}

TEST_CASE("the example calls of a facts file are read as expected", "[facts]") {
  const char* path = std::getenv("VOLITION_PIXEL_FACTS");
  if (path == nullptr) {
    std::puts("skipped: VOLITION_PIXEL_FACTS names no file");
    return;
  }
  auto facts = parse_json(test::read_file(path));
  REQUIRE(facts);
  for (const auto& each : facts->at("providers").as_array()) {
    const auto& provider = each.as_object();
    const auto& example = provider.at("example").as_object();
    const auto& expected = provider.at("expected").as_object();
    const std::string url = test::text_of(example, "url");
    const std::string body = test::text_of(example, "body");
    const Reading reading =
        read_aloud({url, test::text_of(example, "method"), "image", as_bytes(body), ""});
    INFO(test::text_of(provider, "id") << " " << json::serialize(test::described(reading)));
    CHECK(reading.provider.value_or("") == test::text_of(provider, "id"));
    if (!reading.said) {
      CHECK(reading.said);
      continue;
    }
    const std::string id = test::text_of(provider, "id");
    check_event(id, expected, *reading.said);
    CHECK(reading.said->page.value_or("") == test::text_of(expected, "page_url"));
    if (!departs(id, "ids"))
      for (const auto& each_id : expected.at("ids").as_object())
        CHECK(has_identifier(*reading.said, shown(each_id.value())));
    for (const auto& person : expected.at("pii").as_object())
      CHECK(has_identifier(*reading.said, shown(person.value().at(1))));
  }
}

}  // namespace
}  // namespace volition::pixels
