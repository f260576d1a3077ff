// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/selector_text.hpp"

namespace volition::filters {
namespace {

void append_escaped(char c, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  out += '\\';
  if (byte >= 16) out += kHex[byte >> 4U];
  out += kHex[byte & 15U];
  out += ' ';
}

}  // namespace

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

void append_utf8(std::uint32_t point, std::string& out) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (point < 0x80) return put(point);
  if (point < 0x800) {
    put(0xC0U | point >> 6U);
  } else {
    if (point < 0x10000) {
      put(0xE0U | point >> 12U);
    } else {
      put(0xF0U | point >> 18U);
      put(0x80U | (point >> 12U & 0x3FU));
    }
    put(0x80U | (point >> 6U & 0x3FU));
  }
  put(0x80U | (point & 0x3FU));
}

std::size_t utf8_length(std::string_view text) {
  const auto at = [&](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto follows = [&](std::size_t i) { return (at(i) & 0xC0U) == 0x80U; };
  const unsigned first = at(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if (!follows(1) || !follows(2) || (first == 0xE0 && at(1) < 0xA0)) return 0;
    return first == 0xED && at(1) >= 0xA0 ? 0 : 3;
  }
  if (first < 0xF0 || first > 0xF4 || !follows(1) || !follows(2) || !follows(3)) return 0;
  return (first == 0xF0 && at(1) < 0x90) || (first == 0xF4 && at(1) >= 0x90) ? 0 : 4;
}

void append_name(std::string_view name, std::string& out) {
  const bool dash = name.starts_with('-');
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool digit_first = is_digit(name[i]) && (i == 0 || (i == 1 && dash));
    const bool lone_dash = dash && name.size() == 1;
    if (digit_first || lone_dash || !is_name_byte(name[i])) {
      append_escaped(name[i], out);
    } else {
      out += name[i];
    }
  }
}

/// Inside quotes even what CSS would allow is escaped if it means anything outside of them.
void append_quoted(std::string_view value, std::string& out) {
  out += '"';
  for (const char c : value) {
    if (is_name_byte(c) || std::string_view(" .:/?&=%,+!()[]|~#$'^").find(c) != std::string::npos) {
      out += c;
    } else {
      append_escaped(c, out);
    }
  }
  out += '"';
}

}  // namespace volition::filters
