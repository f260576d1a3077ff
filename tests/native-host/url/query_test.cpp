// SPDX-License-Identifier: GPL-3.0-or-later
#include "url/query.hpp"

#include <string>
#include <utility>
#include <vector>

#include "catch/catch.hpp"

using namespace volition::url;

TEST_CASE("a query is walked in order") {
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  const std::vector<std::pair<std::string, Pairs>> rows = {
      {"", {}},
      {"a=1&b=2", {{"a", "1"}, {"b", "2"}}},
      {"a&&b=", {{"a", ""}, {"b", ""}}},
      {"&a=1&", {{"a", "1"}}},
      {"a=b=c", {{"a", "b=c"}}},
      {"=x", {{"", "x"}}},
      {"cd%5Bvalue%5D=129", {{"cd%5Bvalue%5D", "129"}}},
  };
  for (const auto& [query, expected] : rows) {
    INFO(query);
    Pairs found;
    QueryWalk walk(query);
    while (const auto pair = walk.next()) found.emplace_back(pair->name, pair->value);
    CHECK(found == expected);
  }
}

TEST_CASE("percent-decoding decodes once and repairs nothing") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"Trail%20shoes", "Trail shoes"},
      {"a+b", "a b"},
      {"%2525", "%25"},
      {"%", "%"},
      {"%2", "%2"},
      {"%zz", "%zz"},
      {"%C3%A9", "\xC3\xA9"},
      {"%00", std::string(1, '\0')},
      {"x%41", "xA"},
      {"%4", "%4"},
      {"%e2%82%ac", "\xE2\x82\xAC"},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(percent_decode(text) == expected);
  }
  CHECK(percent_decode("a+b", Plus::kLiteral) == "a+b");
}

TEST_CASE("a value is found by its decoded name") {
  CHECK(query_value("a=1&cd%5Bvalue%5D=129.00&a=2", "cd[value]") == "129.00");
  CHECK(query_value("a=1&a=2", "a") == "1");
  CHECK_FALSE(query_value("ab=1", "a").has_value());
}
