// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/bucket.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <set>
#include <string>
#include <vector>

#include "catch/catch.hpp"
#include "filters/compile.hpp"

using namespace volition::filters;

namespace {

/// The conditions of a list's rules, each as JSON; a redirect with the names it takes out.
std::multiset<std::string> rules_of(const std::string& text, Browser browser) {
  const auto compiled = compile({{"list", text}}, browser, 0);
  REQUIRE(compiled.has_value());
  std::multiset<std::string> out;
  const auto rules = boost::json::parse(compiled->rulesets.front().json);
  for (const auto& rule : rules.as_array()) {
    std::string each = boost::json::serialize(rule.at("condition"));
    boost::system::error_code none;
    if (const auto* names =
            rule.find_pointer("/action/redirect/transform/queryTransform/removeParams", none))
      each = boost::json::serialize(*names) + each;
    out.insert(each);
  }
  return out;
}

const std::string kHost = "^[a-z]+://(?:[^/?#]*[.@])?";

}  // namespace

TEST_CASE("Firefox gets patterns of one kind as one expression") {
  struct Row {
    std::string list;
    std::multiset<std::string> expected;
  };
  const std::vector<Row> rows = {
      {"||a.com/x\n||b.org/y\n/ads.",
       {R"~({"regexFilter":")~" + kHost + R"~((?:a\\.com/x|b\\.org/y)|/ads\\."})~"}},
      // Another kind of request, party or page is another rule.
      {"||a.com/x\n||b.org/y$script\n||c.net/z$third-party\n||d.net/z$domain=p.test",
       {R"~({"urlFilter":"||a.com/x"})~",
        R"~({"urlFilter":"||b.org/y","resourceTypes":["script"]})~",
        R"~({"urlFilter":"||c.net/z","domainType":"thirdParty"})~",
        R"~({"urlFilter":"||d.net/z","initiatorDomains":["p.test"]})~"}},
      // Too many wildcards for an engine that tries them again everywhere.
      {"/a*b*c\n/d*e*f", {R"~({"urlFilter":"/a*b*c"})~", R"~({"urlFilter":"/d*e*f"})~"}},
      {"/a\n/b\n/[0-9]c/", {R"~({"regexFilter":"/(?:a|b)"})~", R"~({"regexFilter":"[0-9]c"})~"}},
      {"$removeparam=a\n$removeparam=b.c\n||s.test/p$removeparam=a",
       {R"~(["a","b.c"]{"regexFilter":"[^\\w.%-](?:a|b\\.c)=","isUrlFilterCaseSensitive":true,"resourceTypes":["main_frame","sub_frame"]})~",
        R"~(["a"]{"urlFilter":"||s.test/p*^a=","resourceTypes":["main_frame","sub_frame"]})~"}},
      {"||s.test/p$removeparam=a\n||t.test/q$removeparam=a",
       {R"~(["a"]{"regexFilter":"(?:)~" + kHost +
        R"~((?:s\\.test/p|t\\.test/q)).*[^\\w.%-](?:a)=","resourceTypes":["main_frame","sub_frame"]})~"}},
  };
  for (const Row& row : rows) {
    INFO(row.list);
    CHECK(rules_of(row.list, Browser::kFirefox) == row.expected);
  }
}

TEST_CASE("Chromium gets one path of several hosts as one rule") {
  struct Row {
    std::string list;
    std::multiset<std::string> expected;
  };
  const std::vector<Row> rows = {
      {"||a.com/x\n||b.c.com/x",
       {R"~({"urlFilter":"||com/x","requestDomains":["a.com","b.c.com"]})~"}},
      {"||a.com/stats\n||b.org/stats\n||c.net/stats",
       {R"~({"regexFilter":"^[a-z]+://[^/:?#]+/stats","requestDomains":["a.com","b.org","c.net"]})~"}},
      // No piece of the path is long enough to be looked for.
      {"||a.com/x\n||b.org/x\n||c.net/x",
       {R"~({"urlFilter":"||a.com/x"})~", R"~({"urlFilter":"||b.org/x"})~",
        R"~({"urlFilter":"||c.net/x"})~"}},
      // Where the host may go on, its last label is not known.
      {"||a.com*x\n||b.com*x",
       {R"~({"urlFilter":"||a.com*x"})~", R"~({"urlFilter":"||b.com*x"})~"}},
      {"||ads.\n||bads.", {R"~({"urlFilter":"||ads."})~", R"~({"urlFilter":"||bads."})~"}},
      {"||192.0.2.1/x\n||192.0.2.2/x",
       {R"~({"urlFilter":"||192.0.2.1/x"})~", R"~({"urlFilter":"||192.0.2.2/x"})~"}},
      {"/ads.\n/bads.", {R"~({"urlFilter":"/ads."})~", R"~({"urlFilter":"/bads."})~"}},
  };
  for (const Row& row : rows) {
    INFO(row.list);
    CHECK(rules_of(row.list, Browser::kChromium) == row.expected);
  }
}

TEST_CASE("expressions beyond the budget stay patterns, and nothing is lost") {
  // 1,200 kinds of two patterns each, and one of many.
  std::string text;
  for (int i = 0; i < 1200; ++i) {
    const std::string page = "$domain=p" + std::to_string(i) + ".test\n";
    text +=
        "||a" + std::to_string(i) + ".test/x" + page + "||b" + std::to_string(i) + ".org/x" + page;
  }
  for (int i = 0; i < 50; ++i) text += "/many" + std::to_string(i) + ".js\n";
  const auto compiled = compile({{"list", text}}, Browser::kFirefox, 0);
  REQUIRE(compiled.has_value());
  CHECK(compiled->filters_in_effect == 2450);
  CHECK(compiled->rulesets.front().regex_rules == 900);
  // The kind of many is among them: 1 rule of 50; 899 of 2; 301 kinds stay as 2.
  CHECK(compiled->rules == 1 + 899 + 602);
}
