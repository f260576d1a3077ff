// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/pattern.hpp"

#include <algorithm>
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

TEST_CASE("a text is found wherever it stands in addresses of any length, and only there") {
  const std::vector<std::string> pieces = {"q",    "q7",   "q7^",   "^q7", "q*7",
                                           "q^*7", "?q7?", "q7*w5", "q7z"};
  for (const std::string& piece : pieces) {
    std::string found = piece;
    std::replace(found.begin(), found.end(), '^', '/');
    found.erase(std::remove(found.begin(), found.end(), '*'), found.end());
    for (const char filler : {'7', 'x', 'q'}) {
      if (found == std::string(1, filler)) continue;
      for (std::size_t size = found.size(); size < 80; ++size) {
        INFO(piece << " among " << size << " " << filler);
        std::size_t missed = 0;
        for (std::size_t at = 0; at + found.size() <= size; ++at) {
          std::string url(size, filler);
          url.replace(at, found.size(), found);
          for (std::size_t pivot = 0; pivot <= piece.size(); ++pivot) {
            // Only what stands in the text can be its rarest.
            if (pivot < piece.size() && piece[pivot] == '*') continue;
            const Address address{url, url, 0, 0};
            missed += glob_matches({piece, Anchor::kNone, false, false, pivot}, address) ? 0U : 1U;
          }
        }
        CHECK(missed == 0);
        const std::string without(size, filler);
        const Address address{without, without, 0, 0};
        CHECK_FALSE(glob_matches({piece, Anchor::kNone, false, false, 0}, address));
      }
    }
  }
}

TEST_CASE("a literal is required only where every match holds it") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"banner", "banner"},
      {"^https?:\\/\\/x", "://x"},
      {"^https:\\/\\/[a-z]+\\.com\\/en\\/", ".com/en/"},
      {"^https?:\\/\\/[a-z]", ""},
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
      {"ads{x|track", ""},
      {"ads{2,}track", "track"},
  };
  for (const auto& [expression, literal] : rows) {
    INFO(expression);
    CHECK(required_literal(expression) == literal);
  }
}
