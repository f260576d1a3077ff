// SPDX-License-Identifier: GPL-3.0-or-later
#include "universe/text_fold.hpp"

#include <array>
#include <cstdint>

namespace volition::universe {

namespace {

// Base letters of U+00C0 to U+017F (Latin-1 Supplement and Latin Extended-A), by code point; an
// empty place stays as it is. From UnicodeData.txt's decompositions, and the letters that have none
// (ø, đ, ł, æ, œ, ß, ŋ, ŧ, þ, ð) as they are commonly typed.
constexpr std::array<std::string_view, 0x180 - 0xC0> kLatin{
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",   // C0
    "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "ss",  // D0
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",   // E0
    "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "y",   // F0
    "a", "a", "a",  "a",  "a", "a", "c",  "c", "c", "c", "c", "c", "c", "c", "d",  "d",   // 100
    "d", "d", "e",  "e",  "e", "e", "e",  "e", "e", "e", "e", "e", "g", "g", "g",  "g",   // 110
    "g", "g", "g",  "g",  "h", "h", "h",  "h", "i", "i", "i", "i", "i", "i", "i",  "i",   // 120
    "i", "i", "ij", "ij", "j", "j", "k",  "k", "k", "l", "l", "l", "l", "l", "l",  "l",   // 130
    "l", "l", "l",  "n",  "n", "n", "n",  "n", "n", "n", "n", "n", "o", "o", "o",  "o",   // 140
    "o", "o", "oe", "oe", "r", "r", "r",  "r", "r", "r", "s", "s", "s", "s", "s",  "s",   // 150
    "s", "s", "t",  "t",  "t", "t", "t",  "t", "u", "u", "u", "u", "u", "u", "u",  "u",   // 160
    "u", "u", "u",  "u",  "w", "w", "y",  "y", "y", "z", "z", "z", "z", "z", "z",  "s"};  // 170

void append_code_point(std::string& out, std::uint32_t point) {
  out.push_back(static_cast<char>(0xC0U | (point >> 6U)));
  out.push_back(static_cast<char>(0x80U | (point & 0x3FU)));
}

/// A code point of two UTF-8 bytes (U+0080 to U+07FF).
void fold_two_bytes(std::string& out, std::uint32_t point) {
  if (point >= 0xC0 && point < 0x180) {
    const std::string_view base = kLatin[point - 0xC0];
    if (!base.empty()) {
      out += base;
      return;
    }
  }
  if (point >= 0x300 && point < 0x370) return;  // Combining accents.
  if (point == 0xA0) {
    out.push_back(' ');
    return;
  }
  if (point >= 0x391 && point <= 0x3A9) point += 0x20;  // Greek capitals.
  if (point >= 0x410 && point <= 0x42F) point += 0x20;  // Cyrillic capitals.
  if (point >= 0x400 && point <= 0x40F) point += 0x50;
  append_code_point(out, point);
}

}  // namespace

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      out.push_back(byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 0x20) : text[i]);
      continue;
    }
    const bool two = (byte & 0xE0U) == 0xC0U && i + 1 < text.size() &&
                     (static_cast<unsigned char>(text[i + 1]) & 0xC0U) == 0x80U;
    if (!two) {
      out.push_back(text[i]);
      continue;
    }
    ++i;
    fold_two_bytes(out, (static_cast<std::uint32_t>(byte & 0x1FU) << 6U) |
                            (static_cast<unsigned char>(text[i]) & 0x3FU));
  }
  return out;
}

std::vector<std::string> fold_words(std::string_view text) {
  const std::string folded = fold(text);
  std::vector<std::string> words;
  std::size_t start = 0;
  while (start < folded.size()) {
    const std::size_t end = folded.find_first_of(" \t\r\n", start);
    const std::size_t stop = end == std::string::npos ? folded.size() : end;
    if (stop > start) words.push_back(folded.substr(start, stop - start));
    start = stop + 1;
  }
  return words;
}

}  // namespace volition::universe
