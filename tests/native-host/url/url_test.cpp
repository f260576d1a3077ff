// SPDX-License-Identifier: GPL-3.0-or-later
#include "url/url.hpp"

#include <string>
#include <vector>

#include "catch/catch.hpp"

using volition::ErrorCode;
using volition::url::kMaxUrlBytes;
using volition::url::Url;

TEST_CASE("an address falls into its parts") {
  struct Row {
    std::string text, scheme, host, path, query, fragment, origin, stored;
  };
  const std::vector<Row> rows = {
      {"https://shop.example/a/b?x=1&y=2#top", "https", "shop.example", "/a/b", "x=1&y=2", "top",
       "https://shop.example", "https://shop.example/a/b"},
      {"HTTPS://WWW.Shop.Example/A?B", "https", "www.shop.example", "/A", "B", "",
       "https://www.shop.example", "https://www.shop.example/A"},
      {"http://shop.example", "http", "shop.example", "", "", "", "http://shop.example",
       "http://shop.example/"},
      {"https://shop.example?q", "https", "shop.example", "", "q", "", "https://shop.example",
       "https://shop.example/"},
      {"https://shop.example#f?x", "https", "shop.example", "", "", "f?x", "https://shop.example",
       "https://shop.example/"},
      {"wss://shop.example:8443/socket", "wss", "shop.example", "/socket", "", "",
       "wss://shop.example:8443", "wss://shop.example:8443/socket"},
      {"https://user:pass@shop.example/x", "https", "shop.example", "/x", "", "",
       "https://shop.example", "https://shop.example/x"},
      {"https://a@b@shop.example/x", "https", "shop.example", "/x", "", "", "https://shop.example",
       "https://shop.example/x"},
      {"https://[2001:DB8::1]:444/x", "https", "[2001:db8::1]", "/x", "", "",
       "https://[2001:db8::1]:444", "https://[2001:db8::1]:444/x"},
      {"https://shop.example/p@q?mail=a@b", "https", "shop.example", "/p@q", "mail=a@b", "",
       "https://shop.example", "https://shop.example/p@q"},
      {"https://shop.example./", "https", "shop.example.", "/", "", "", "https://shop.example.",
       "https://shop.example./"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const auto url = Url::parse(row.text);
    REQUIRE(url.has_value());
    CHECK(url->scheme() == row.scheme);
    CHECK(url->host() == row.host);
    CHECK(url->path() == row.path);
    CHECK(url->query() == row.query);
    CHECK(url->fragment() == row.fragment);
    CHECK(url->origin() == row.origin);
    CHECK(url->without_query() == row.stored);
  }
}

TEST_CASE("user info, ports and marks are seen") {
  CHECK(Url::parse("https://@shop.example/")->has_user_info());
  CHECK_FALSE(Url::parse("https://shop.example/@")->has_user_info());
  CHECK(Url::parse("https://shop.example:8443/")->port() == 8443);
  CHECK_FALSE(Url::parse("https://shop.example:/")->port().has_value());
  CHECK(Url::parse("https://shop.example/?")->has_query());
  CHECK_FALSE(Url::parse("https://shop.example/#?")->has_query());
  CHECK(Url::parse("https://shop.example/#")->has_fragment());
  CHECK(Url::parse("https://shop.example/")->is_https());
  CHECK_FALSE(Url::parse("http://shop.example/")->is_https());
}

TEST_CASE("a moved address keeps its parts") {
  auto first = Url::parse("https://shop.example/a?b#c");
  REQUIRE(first.has_value());
  const Url moved = std::move(*first);
  CHECK(moved.host() == "shop.example");
  CHECK(moved.query() == "b");
}

TEST_CASE("what two parsers could read differently is refused") {
  const std::vector<std::string> texts = {
      "",
      "shop.example",
      "//shop.example/",
      "https:/shop.example/",
      "https:shop.example",
      "ftp://shop.example/",
      "javascript://shop.example/%0Aalert(1)",
      "data:text/html,x",
      "file:///etc/passwd",
      "https:///path",
      "https://?q",
      "https://user@/",
      "https://shop.example\\@evil.example/",
      "https://shop.example\\path",
      "https://shop.example/a\nb",
      std::string("https://shop.example/\0x", 23),
      "https://shop.example/\x7F",
      "https://shop .example/",
      "https://sh%6Fp.example/",
      "https://sh\xC3\xB6p.example/",
      "https://shop..example/",
      "https://.shop.example/",
      "https://shop.example:65536/",
      "https://shop.example:080000/",
      "https://shop.example:8a/",
      "https://shop.example:-1/",
      "https://[::1/",
      "https://[]/",
      "https://[::g]/",
      "https://a" + std::string(63, 'a') + ".example/",
      "https://" + std::string(260, 'a') + "/",
  };
  for (const std::string& text : texts) {
    INFO(text.substr(0, 60));
    const auto url = Url::parse(text);
    REQUIRE_FALSE(url.has_value());
    CHECK(url.error().code == ErrorCode::kAddressMalformed);
  }
}

TEST_CASE("the longest address is read, a longer one is named") {
  const std::string start = "https://shop.example/";
  CHECK(Url::parse(start + std::string(kMaxUrlBytes - start.size(), 'a')).has_value());
  const auto refused = Url::parse(start + std::string(kMaxUrlBytes - start.size() + 1, 'a'));
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == ErrorCode::kStringTooLong);
}
