// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/canonical.hpp"

#include <boost/json/parse.hpp>
#include <string>

#include "catch/catch.hpp"

using namespace volition::app;
namespace json = boost::json;

TEST_CASE("canonical: one spelling for one value", "[canonical]") {
  const std::string want = R"({"a":{"x":[1,{"y":2,"z":null}]},"b":"\"é\n"})";
  CHECK(canonical(json::parse(R"({"b":"\"\u00e9\u000a","a":{"x":[1,{"z":null,"y":2}]}})")) == want);
  CHECK(canonical(json::parse(want)) == want);
  CHECK(canonical(json::parse("[]")) == "[]");
  CHECK(canonical(json::parse("{}")) == "{}");
}

TEST_CASE("canonical: different values stay different", "[canonical]") {
  CHECK(canonical(json::parse("[1,2]")) != canonical(json::parse("[2,1]")));
  CHECK(canonical(json::parse(R"({"a":1})")) != canonical(json::parse(R"({"a":"1"})")));
  CHECK(canonical(json::parse(R"({"a":{},"b":1})")) != canonical(json::parse(R"({"a":{"b":1}})")));
}
