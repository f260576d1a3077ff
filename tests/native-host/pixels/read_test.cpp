// SPDX-License-Identifier: GPL-3.0-or-later
#include "pixels/read.hpp"

#include "catch/catch.hpp"
#include "describe.hpp"
#include "vectors.hpp"

namespace volition::pixels {
namespace {

namespace json = boost::json;

TEST_CASE("a call is read aloud as its vector says") {
  const auto vectors = test::vectors("pixels/calls.json");
  for (const auto& each : vectors.at("calls").as_array()) {
    const auto& row = each.as_object();
    const std::string url = test::text_of(row, "url");
    const std::string method = test::text_of(row, "method");
    const std::string type = test::text_of(row, "type");
    const std::string body = test::text_of(row, "body");
    const std::string frame = test::text_of(row, "frame");
    const json::object read =
        test::described(read_aloud({url, method, type, as_bytes(body), frame}));
    INFO(test::text_of(row, "name"));
    INFO("read     " << json::serialize(read));
    INFO("expected " << json::serialize(row.at("expect")));
    CHECK(json::value(read) == row.at("expect"));
  }
}

/// The bounds of common.json, whatever the call.
void check_bounds(const Reading& reading) {
  if (!reading.said) return;
  const Said& said = *reading.said;
  CHECK(said.events.size() <= kMaxEvents);
  CHECK(said.identifiers.size() <= kMaxIdentifiers);
  CHECK(said.consent.size() <= kMaxConsents);
  const auto fits = [](const std::string& text, std::size_t most) {
    const auto points = count_code_points(text);
    return points && *points <= most;
  };
  for (const SaidEvent& event : said.events) {
    CHECK(fits(event.name, 120));
    CHECK(event.products.size() <= kMaxProducts);
    for (const SaidProduct& product : event.products) {
      CHECK(fits(product.id.value_or(""), 200));
      CHECK(fits(product.name.value_or(""), 300));
    }
  }
  for (const Identifier& each : said.identifiers)
    CHECK((fits(each.label, 60) && fits(each.value, 400)));
  CHECK(fits(said.page.value_or(""), 2000));
  CHECK(fits(said.account.value_or(""), 120));
}

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string out;
  while (out.size() + piece.size() <= bytes) out += piece;
  return out;
}

TEST_CASE("a hostile call is read within the bounds") {
  const std::string meta = "https://www.facebook.com/tr/?id=1&ev=ViewContent";
  const std::string ga4 = "https://www.google-analytics.com/g/collect?v=2&tid=G-1";
  const std::string criteo = "https://sslwidget.criteo.com/event?a=1";
  constexpr std::size_t kAll = kMaxBodyBytes;
  const std::vector<std::pair<std::string, std::string>> calls{
      {meta, "cd[contents]=" + repeated("[", kAll - 20)},
      {meta, "cd[contents]=" + repeated("%5B%7B%22id%22%3A", kAll - 20)},
      {meta, "cd[contents]=[" + repeated("{\"id\":\"\xF0\x9F\x91\x9F\"},", kAll - 20)},
      {meta, "cd[content_ids]=" + repeated("1,", kAll - 20)},
      {meta, repeated("ud[a]=1&", kAll)},
      {meta + "&" + repeated("ud[x]=y&", 60'000), repeated("%", kAll)},
      {ga4, repeated("en=a&pr1=ida~nmb\n", kAll)},
      {ga4, "en=view_item&pr1=" + repeated("~", kAll - 20)},
      {ga4, repeated("\n", kAll)},
      {criteo + "&p0=e%3Dvp%26p%3D" + repeated("%2525", 60'000), ""},
      {criteo + "&" + repeated("p0=e%3Dvl&", 60'000), ""},
      {"https://analytics.tiktok.com/api/v2/pixel", repeated("{\"a\":", kAll)},
      {"https://analytics.tiktok.com/api/v2/pixel", "[" + repeated("{\"event\":\"x\"},", kAll - 1)},
      {"https://unknown.example/?" + repeated("a=a@b.example&", 60'000), ""},
      {"https://www.facebook.com/tr/", "--x\r\n" + repeated("\r\n\r\n--x\r\n", kAll - 5)},
      {"https://www.facebook.com/tr/", std::string(kAll, '\0')},
      {"https://www.facebook.com/" + repeated("*", 60'000), ""},
  };
  for (const auto& [url, body] : calls) {
    INFO(url.substr(0, 80) << " … " << body.substr(0, 40));
    check_bounds(read_aloud({url, "POST", "ping", as_bytes(body), ""}));
  }
}

TEST_CASE("of a body that was cut off, what is whole is read and what is not is left out") {
  const std::string body =
      R"({"event":"AddToCart","properties":{"currency":"EUR","value":129.50,"contents":[{"content_id":"7","price":129)";
  const auto reading =
      read_aloud({"https://analytics.tiktok.com/api/v2/pixel", "POST", "ping", as_bytes(body), ""});
  REQUIRE(reading.said);
  REQUIRE(reading.said->events.size() == 1);
  REQUIRE(reading.said->events[0].products.size() == 1);
  CHECK(reading.said->events[0].products[0].id == "7");
  CHECK_FALSE(reading.said->events[0].products[0].price);
  CHECK(reading.said->events[0].value == Money{12950, "EUR"});
}

}  // namespace
}  // namespace volition::pixels
