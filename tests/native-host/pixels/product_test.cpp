// SPDX-License-Identifier: GPL-3.0-or-later
#include "pixels/product.hpp"

#include <deque>

#include "catch/catch.hpp"
#include "describe.hpp"
#include "vectors.hpp"

namespace volition::pixels {
namespace {

namespace json = boost::json;

json::value described(const Result<std::optional<Product>>& read) {
  if (!read) return json::value(test::text(code_name(read.error().code)));
  if (!*read) return nullptr;
  return test::described(**read);
}

TEST_CASE("structured data shows the one thing that its vector says") {
  const auto vectors = test::vectors("products/pages.json");
  for (const auto& each : vectors.at("pages").as_array()) {
    const auto& row = each.as_object();
    std::deque<std::string> texts;
    std::vector<Observation> observations;
    for (const auto& one : row.at("observations").as_array()) {
      const auto source = source_named(test::text_of(one.as_object(), "source"));
      REQUIRE(source);
      texts.push_back(test::text_of(one.as_object(), "raw"));
      observations.push_back({*source, texts.back()});
    }
    const json::value read = described(read_product(observations, test::text_of(row, "page")));
    INFO(test::text_of(row, "name"));
    INFO("read     " << json::serialize(read));
    INFO("expected " << json::serialize(row.at("expect")));
    CHECK(read == row.at("expect"));
  }
}

json::value read_one(const std::string& raw) {
  const Observation one{Source::kJsonLd, raw};
  return described(read_product({&one, 1}, "https://shop.example/p"));
}

std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

TEST_CASE("hostile structured data is read within bounds") {
  CHECK(read_one(repeated("[", 500'000)).is_null());
  CHECK(read_one(repeated("{\"a\":", 90'000)).is_null());
  CHECK(read_one("{\"@type\":\"Product\",\"name\":\"" + repeated("x", 400'000) + "\"}")
            .at("name")
            .as_string()
            .size() == 300);
  // Each of many products leads to each of many offers.
  std::string graph = "{\"@graph\":[";
  for (int i = 0; i < 3'000; ++i)
    graph += "{\"@type\":\"Product\",\"name\":\"p\",\"offers\":{\"@id\":\"o\"}},";
  graph += "{\"@id\":\"o\",\"offers\":[" +
           repeated("{\"@id\":\"o\",\"url\":\"https://shop.example/p?x\"},", 1'000) + "{}]}]}";
  CHECK_FALSE(read_one(graph).is_string());
}

TEST_CASE("too many or too long observations are refused by name") {
  const std::vector<Observation> many(kMaxObservations + 1, {Source::kJsonLd, "{}"});
  CHECK(described(read_product(many)) == "array_too_long");
  CHECK(read_one(std::string(kMaxObservationBytes + 1, ' ')) == "string_too_long");
}

}  // namespace
}  // namespace volition::pixels
