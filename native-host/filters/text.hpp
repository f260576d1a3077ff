// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Small ASCII helpers; locale-free, unlike <cctype>.

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace volition::filters {

constexpr char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr bool is_alnum(char c) {
  const char lower = to_lower(c);
  return (lower >= 'a' && lower <= 'z') || is_digit(c);
}

/// What `^` matches, besides the end: anything but a letter, a digit and "_-.%".
constexpr bool is_separator(char c) {
  return !is_alnum(c) && c != '_' && c != '-' && c != '.' && c != '%';
}

/// What tokens are made of. Not "%": "%2Fevent" holds the token "2fevent", by which it is found.
constexpr bool is_token_char(char c) { return is_alnum(c); }

/// "com" of "shop.example.com"; the whole of a name without a dot.
constexpr std::string_view last_label(std::string_view name) {
  return name.substr(name.rfind('.') + 1);
}

constexpr std::string_view trim(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

inline bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return to_lower(x) == to_lower(y); });
}

inline std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), to_lower);
  return out;
}

inline bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// UTF-8 bytes as a browser writes them in paths and queries; ASCII stays as it is.
inline std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
      continue;
    }
    out += '%';
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
  return out;
}

/// FNV-1a over lower-cased bytes, folded to 32 bits, seeded with the key's kind. Only an index:
/// what it finds is always compared in full.
constexpr std::uint32_t hash_lowered(std::string_view text, std::uint8_t kind) {
  std::uint64_t hash = 0xCBF29CE484222325U ^ kind;
  hash *= 0x100000001B3U;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(to_lower(c));
    hash *= 0x100000001B3U;
  }
  return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
}

}  // namespace volition::filters
