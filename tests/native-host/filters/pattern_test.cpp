// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/pattern.hpp"

#include <string>
#include <vector>

#include "catch/catch.hpp"

using namespace volition::filters;

TEST_CASE("a hostile pattern on a hostile address ends") {
  std::string pattern;
  for (int i = 0; i < 2'000; ++i) pattern += "a*";
  const std::string url = "https://x.test/" + std::string(65'000, 'a');
  const Address address{url, url, 8, 14};
  CHECK(glob_matches({pattern + "a", Anchor::kNone, false, false}, address));
  CHECK_FALSE(glob_matches({pattern + "b", Anchor::kNone, false, false}, address));
}

TEST_CASE("a literal is required only where every match holds it") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"banner", "banner"},
      {"^https?:\\/\\/x", "http"},
      {"ad[0-9]+\\.gif", ".gif"},
      {"(?:foo|bar)baz", "baz"},
      {"foo|bar", ""},
      {"(foo)?bar", "bar"},
      {"fo*bar", "bar"},
      {"abc{2}de", "ab"},
      {"[abc]def", "def"},
      {"[]abc]d", "d"},
      {"a\\x41bc", ""},
      {"(?i)abc", ""},
      {"colou?r", "colo"},
      {"\\d+/track/\\w", "/track/"},
      {"10\\.0\\.+x{2}", "10.0."},
      {"a\\.?b", "a"},
  };
  for (const auto& [expression, literal] : rows) {
    INFO(expression);
    CHECK(required_literal(expression) == literal);
  }
}
