// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/text.hpp"

#include <optional>
#include <string>
#include <vector>

#include "catch/catch.hpp"

using namespace volition::requests;

TEST_CASE("a text is UTF-8 within its length and without control characters") {
  struct Row {
    std::string text;
    LineBreaks breaks;
    bool expected;
  };
  const std::vector<Row> rows = {
      {"a", LineBreaks::kRefuse, true},
      {"", LineBreaks::kAllow, false},
      {"1234567890", LineBreaks::kRefuse, true},
      {"12345678901", LineBreaks::kRefuse, false},
      {"ééééééééé👟", LineBreaks::kRefuse, true},
      {"ééééééééé👟é", LineBreaks::kRefuse, false},
      {"a\nb\tc", LineBreaks::kAllow, true},
      {"a\nb", LineBreaks::kRefuse, false},
      {"a\rb", LineBreaks::kAllow, false},
      {std::string("a\0b", 3), LineBreaks::kAllow, false},
      {"a\x1b[1m", LineBreaks::kAllow, false},
      {"a\x7f", LineBreaks::kAllow, false},
      {"a\u0085", LineBreaks::kAllow, false},
      {"a\xff", LineBreaks::kAllow, false},
      {"a\xc3", LineBreaks::kAllow, false},
  };
  for (const Row& row : rows) {
    INFO('"' << row.text << '"');
    CHECK(is_text(row.text, 10, row.breaks) == row.expected);
  }
}

TEST_CASE("an inert text has lost what could draw it falsely, and nothing else") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"plain\nand\ttabbed é 👟", "plain\nand\ttabbed é 👟"},
      {"a\r\nb", "a\nb"},
      {"gnp\u202e.exe", "gnp.exe"},
      {"\u2066a\u2069\u202ab\u202c", "ab"},
      {"\x1b]0;x\x07y", "]0;xy"},
      {"\u0080\u009fz", "z"},
      {"<b>&amp;</b>", "<b>&amp;</b>"},
      {"שלום\u200f", "שלום\u200f"},
      {"", ""},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(inert(text) == expected);
  }
}

TEST_CASE("media types are compared without their letters' case, charsets must be UTF-8") {
  const std::vector<std::pair<std::string, bool>> rows = {
      {"application/json", true},
      {"Application/JSON", true},
      {"application/json; charset=utf-8", true},
      {"application/json;charset=\"UTF-8\"", true},
      {" application/json ; profile=x ; charset=UTF-8", true},
      {"application/json; charset=latin1", false},
      {"application/json; charset=utf-8; charset=latin1", false},
      {"application/ld+json", false},
      {"application/jsonx", false},
      {"text/html", false},
      {"text/html; application/json", false},
      {"", false},
      {";", false},
  };
  for (const auto& [type, expected] : rows) {
    INFO(type);
    CHECK(is_media_type(type, "application/json") == expected);
  }
}

TEST_CASE("times are read in one spelling") {
  const std::vector<std::pair<std::string, std::optional<std::int64_t>>> rows = {
      {"1970-01-01T00:00:00Z", 0},
      {"2025-11-24T16:00:00Z", 1'764'000'000},
      {"2024-02-29T23:59:59Z", 1'709'251'199},
      {"2025-02-29T00:00:00Z", std::nullopt},
      {"2025-11-24T24:00:00Z", std::nullopt},
      {"2025-11-24T16:60:00Z", std::nullopt},
      {"2025-11-24T16:00:60Z", std::nullopt},
      {"2025-11-24T16:00:00+00:00", std::nullopt},
      {"2025-11-24t16:00:00z", std::nullopt},
      {"2025-11-24 16:00:00Z", std::nullopt},
      {"2025-11-24T16:00:00.0Z", std::nullopt},
      {"2025-11-24T 6:00:00Z", std::nullopt},
      {"2025-11-24", std::nullopt},
      {"", std::nullopt},
  };
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK((parse_utc_time(text) == expected));
  }
}
