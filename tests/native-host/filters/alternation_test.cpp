// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/alternation.hpp"

#include <boost/json/serialize.hpp>
#include <random>
#include <string>
#include <vector>

#include "catch/catch.hpp"
#include "dnr_simulator.hpp"

using namespace volition::filters;
namespace js = boost::json;

namespace {

js::object rule(int id, js::object condition) {
  return {{"id", id},
          {"priority", 1},
          {"action", {{"type", "block"}}},
          {"condition", std::move(condition)}};
}

}  // namespace

TEST_CASE("patterns become a tree of common beginnings") {
  struct Row {
    std::vector<std::string_view> patterns;
    std::string expected;
  };
  const std::string host = "^[a-z]+://(?:[^/?#]*[.@])?";
  const std::vector<Row> rows = {
      {{"/ads/"}, "/ads/"},
      {{"/ads/", "/ADS/x", "/ads/"}, "/ads/"},
      {{"/ad.js", "/ad?x", "-pop"}, "(?:-pop|/ad(?:\\.js|\\?x))"},
      {{"||a.example/x", "||b.example/x"}, host + "(?:a\\.example/x|b\\.example/x)"},
      {{"|https://a.example/", "||a.example^x"},
       host + "a\\.example[^\\w.%-]x|^https://a\\.example/"},
      {{"/x^", "/x*y|"}, "/x(?:(?:[^\\w.%-]|$)|.*y$)"},
  };
  for (const Row& row : rows) {
    const auto found = alternations(row.patterns, PatternEnd::kEnd, false);
    REQUIRE(found.size() == 1);
    CHECK(found.front() == row.expected);
  }
  const std::vector<std::string_view> cased = {"/Ad"};
  CHECK(alternations(cased, PatternEnd::kEnd, true).front() == "/Ad");
  const std::vector<std::string_view> ended = {"/x^"};
  CHECK(alternations(ended, PatternEnd::kContinued, false).front() == "/x[^\\w.%-]");
}

TEST_CASE("an alternation stops what its patterns stop, and nothing else") {
  // Addresses and patterns of few characters, so that they meet often.
  std::mt19937 random(20261122);
  const auto word = [&](std::string_view letters, std::size_t longest) {
    std::string out;
    for (std::size_t i = 1 + random() % longest; i > 0; --i)
      out += letters[random() % letters.size()];
    return out;
  };
  std::size_t stopped = 0;
  for (int round = 0; round < 60; ++round) {
    std::vector<std::string> patterns;
    js::array singles;
    for (int i = 0; i < 25; ++i) {
      constexpr std::string_view kBefore[] = {"", "||", "|https://"};
      std::string pattern = std::string(kBefore[random() % 3]) + word("ab./^?-*(+", 6);
      if (random() % 6 == 0) pattern += '|';
      // Both browsers refuse the first, and take the end for one "^" only; parse_pattern() cuts a
      // last wildcard.
      if (pattern.starts_with("||*") || pattern.find("^^") != std::string::npos ||
          pattern.find("*|") != std::string::npos || pattern.ends_with('*') ||
          !can_alternate(pattern))
        continue;
      singles.push_back(rule(i + 1, {{"urlFilter", pattern}}));
      patterns.push_back(std::move(pattern));
    }
    const std::vector<std::string_view> views(patterns.begin(), patterns.end());
    js::array together;
    for (const std::string& expression : alternations(views, PatternEnd::kEnd, false))
      together.push_back(
          rule(static_cast<int>(together.size()) + 1, {{"regexFilter", expression}}));
    volition::test::DnrSimulator apart;
    apart.add(singles);
    volition::test::DnrSimulator joined;
    joined.add(together);
    for (int i = 0; i < 150; ++i) {
      const std::string url =
          "https://" + word("ab", 2) + '.' + word("ab", 1) + '/' + word("ABab./?-(+", 8);
      INFO(url << " by " << js::serialize(singles));
      const std::string expected = apart.outcome({url, "script", ""});
      CHECK(joined.outcome({url, "script", ""}) == expected);
      if (expected == "block") ++stopped;
    }
  }
  CHECK(stopped > 500);
  CHECK(stopped < 8500);
}

TEST_CASE("what would cost a backtracking engine dear stays a pattern") {
  CHECK(can_alternate("/ads/*/x"));
  CHECK(can_alternate("||a.example/*x*y"));
  CHECK_FALSE(can_alternate("/ads/*/x*y"));
  CHECK_FALSE(can_alternate("||a.example/*x*y*z"));
  CHECK_FALSE(can_alternate("/" + std::string(400, 'a')));
  CHECK_FALSE(can_alternate(""));
}

TEST_CASE("patterns beyond one expression's room go on in the next") {
  std::vector<std::string> patterns;
  for (int i = 0; i < 8000; ++i) patterns.push_back("||host" + std::to_string(i) + ".example/x");
  const std::vector<std::string_view> views(patterns.begin(), patterns.end());
  const auto found = alternations(views, PatternEnd::kEnd, false);
  CHECK(found.size() >= 2);
  CHECK(found.size() <= 4);
  for (const std::string& expression : found) CHECK(expression.size() <= 2 * kMaxAlternationBytes);
}
