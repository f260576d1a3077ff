// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/encoding.hpp"

#include "catch/catch.hpp"

using namespace volition;

TEST_CASE("base64 and base64url agree with RFC 4648 §10 and come back") {
  struct Row {
    std::string plain, base64, base64url;
  };
  const std::vector<Row> rows = {
      {"", "", ""},
      {"f", "Zg==", "Zg"},
      {"fo", "Zm8=", "Zm8"},
      {"foo", "Zm9v", "Zm9v"},
      {"foob", "Zm9vYg==", "Zm9vYg"},
      {"fooba", "Zm9vYmE=", "Zm9vYmE"},
      {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
      {"\xfb\xff\xfe", "+//+", "-__-"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.base64);
    CHECK(to_base64(as_bytes(row.plain)) == row.base64);
    CHECK(to_base64url(as_bytes(row.plain)) == row.base64url);
    REQUIRE(from_base64(row.base64));
    CHECK(as_text(*from_base64(row.base64)) == row.plain);
    REQUIRE(from_base64url(row.base64url));
    CHECK(as_text(*from_base64url(row.base64url)) == row.plain);
  }
}

TEST_CASE("an encoded value has one spelling: all others are refused") {
  for (const std::string text :
       {"Z", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm9v=", "Zg==Zg==", "Z g=", "Zm-v", "=", "===="}) {
    CAPTURE(text);
    CHECK_FALSE(from_base64(text));
  }
  for (const std::string text : {"Z", "Zh", "Zm9", "Zg==", "Zm+v", "Zm/v"}) {
    CAPTURE(text);
    CHECK_FALSE(from_base64url(text));
  }
  for (const std::string text : {"0", "0G", "AB", "0x", " 0"}) {
    CAPTURE(text);
    CHECK_FALSE(from_hex(text));
  }
  CHECK(to_hex(*from_hex("00ff10ab")) == "00ff10ab");
}

TEST_CASE("code points are counted as JSON Schema counts them, and bad UTF-8 is refused") {
  struct Row {
    std::string text;
    std::optional<std::size_t> count;
  };
  const std::vector<Row> rows = {
      {"", 0},
      {"abc", 3},
      {"é€😀", 3},
      {"\xc0\x80", std::nullopt},          // overlong NUL
      {"\xe0\x80\xaf", std::nullopt},      // overlong solidus
      {"\xed\xa0\x80", std::nullopt},      // surrogate
      {"\xf4\x90\x80\x80", std::nullopt},  // above U+10FFFF
      {"\xe2\x82", std::nullopt},          // cut off
      {"\x80", std::nullopt},              // continuation alone
  };
  for (const Row& row : rows) {
    CAPTURE(to_hex(as_bytes(row.text)));
    CHECK(count_code_points(row.text) == row.count);
  }
}
