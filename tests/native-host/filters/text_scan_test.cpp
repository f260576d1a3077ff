// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/text_scan.hpp"

#include <string>

#include "catch/catch.hpp"

using namespace volition::filters;

TEST_CASE("the first of some bytes is found wherever it stands, and none where there is none") {
  for (std::size_t size = 0; size <= 70; ++size) {
    const std::string plain(size, 'x');
    INFO(size);
    CHECK(find_any_of<'#', '$'>(plain) == std::string::npos);
    for (std::size_t at = 0; at < size; ++at) {
      std::string text = plain;
      text[at] = '$';
      CHECK(find_any_of<'#', '$'>(text) == at);
      if (at + 1 < size) text.back() = '#';
      CHECK(find_any_of<'#', '$'>(text) == at);
    }
  }
}

TEST_CASE("nothing beyond a text's end is seen") {
  const std::string text = std::string(40, 'x') + "##\x01\x01" + std::string(40, 'x');
  for (std::size_t size = 0; size <= 40; ++size) {
    const std::string_view part = std::string_view(text).substr(0, size);
    CHECK(find_any_of<'#'>(part) == std::string::npos);
    CHECK_FALSE(holds_control(part));
  }
}

TEST_CASE("each byte is a control character or not, wherever it stands") {
  for (int value = 0; value < 256; ++value) {
    const bool control = value < 0x20 || value == 0x7F;
    INFO(value);
    for (const std::size_t size :
         {std::size_t{1}, std::size_t{15}, std::size_t{16}, std::size_t{33}}) {
      for (std::size_t at = 0; at < size; ++at) {
        std::string text(size, 'x');
        text[at] = static_cast<char>(value);
        REQUIRE(holds_control(text) == control);
      }
    }
  }
  CHECK_FALSE(holds_control("example.com"));
}
