// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/plain_regex.hpp"

#include <string>
#include <vector>

#include "catch/catch.hpp"

using namespace volition::filters;

TEST_CASE("an expression that says no more than a urlFilter becomes one") {
  struct Row {
    std::string expression;
    /// "no" where it stays.
    std::string expected;
  };
  const std::vector<Row> rows = {
      {R"(\/ads\/banner\.js)", "/ads/banner.js"},
      {R"(^https:\/\/t\.example\/x)", "|https://t.example/x"},
      {R"(\.gif$)", ".gif|"},
      {R"(/a.*\.js\?id=.*)", "/a*.js?id="},
      {R"(^.*\/x)", "/x"},
      {R"(\/x.*$)", "/x"},
      {R"(a.*.*b)", "a*b"},
      {".*", ""},
      {"a-b_c=d&e%2f", "a-b_c=d&e%2f"},
      {R"(a\-b)", "a-b"},
      // A single character, a class, a choice, a repetition, an edge.
      {"a.b", "no"},
      {R"(\d)", "no"},
      {"a|b", "no"},
      {"[ab]", "no"},
      {"(ab)", "no"},
      {"ab?", "no"},
      {R"(a\/?b)", "no"},
      {"a+", "no"},
      {"a{2}", "no"},
      {R"(\bad)", "no"},
      {".*?a", "no"},
      {"a.*+", "no"},
      // What means something else in a urlFilter.
      {R"(a\*b)", "no"},
      {R"(a\^b)", "no"},
      {R"(\|\|a)", "no"},
      {R"(a\$)", "a$"},
      {"^", "no"},
      {"$", "no"},
      {"^$", "no"},
      {R"(a\)", "no"},
      {"a b", "no"},
      {"\xC3\xA9", "no"},
  };
  for (const Row& row : rows) {
    INFO(row.expression);
    CHECK(plain_url_filter(row.expression).value_or("no") == row.expected);
  }
}
