// SPDX-License-Identifier: GPL-3.0-or-later
#include "pixels/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace volition::pixels {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Entity {
  std::string_view name;
  char32_t point;
};

// HTML's named references that appear in shops' product data, sorted by name.
constexpr std::array<Entity, 94> kEntities{{
    {"AElig", 0xC6},   {"Aacute", 0xC1},   {"Agrave", 0xC0},  {"Aring", 0xC5},   {"Auml", 0xC4},
    {"Ccedil", 0xC7},  {"Eacute", 0xC9},   {"Ecirc", 0xCA},   {"Egrave", 0xC8},  {"Iacute", 0xCD},
    {"Ntilde", 0xD1},  {"OElig", 0x152},   {"Oacute", 0xD3},  {"Oslash", 0xD8},  {"Ouml", 0xD6},
    {"Scaron", 0x160}, {"Uacute", 0xDA},   {"Uuml", 0xDC},    {"aacute", 0xE1},  {"acirc", 0xE2},
    {"acute", 0xB4},   {"aelig", 0xE6},    {"agrave", 0xE0},  {"amp", 0x26},     {"apos", 0x27},
    {"aring", 0xE5},   {"atilde", 0xE3},   {"auml", 0xE4},    {"bull", 0x2022},  {"ccedil", 0xE7},
    {"cent", 0xA2},    {"copy", 0xA9},     {"deg", 0xB0},     {"eacute", 0xE9},  {"ecirc", 0xEA},
    {"egrave", 0xE8},  {"emsp", 0x2003},   {"ensp", 0x2002},  {"euml", 0xEB},    {"euro", 0x20AC},
    {"frac12", 0xBD},  {"frac14", 0xBC},   {"frac34", 0xBE},  {"gt", 0x3E},      {"hellip", 0x2026},
    {"iacute", 0xED},  {"icirc", 0xEE},    {"iexcl", 0xA1},   {"igrave", 0xEC},  {"iquest", 0xBF},
    {"iuml", 0xEF},    {"laquo", 0xAB},    {"ldquo", 0x201C}, {"lsquo", 0x2018}, {"lt", 0x3C},
    {"mdash", 0x2014}, {"micro", 0xB5},    {"middot", 0xB7},  {"nbsp", 0xA0},    {"ndash", 0x2013},
    {"ntilde", 0xF1},  {"oacute", 0xF3},   {"ocirc", 0xF4},   {"oelig", 0x153},  {"ograve", 0xF2},
    {"ordf", 0xAA},    {"ordm", 0xBA},     {"oslash", 0xF8},  {"otilde", 0xF5},  {"ouml", 0xF6},
    {"para", 0xB6},    {"plusmn", 0xB1},   {"pound", 0xA3},   {"prime", 0x2032}, {"quot", 0x22},
    {"raquo", 0xBB},   {"rdquo", 0x201D},  {"reg", 0xAE},     {"rsquo", 0x2019}, {"scaron", 0x161},
    {"sect", 0xA7},    {"shy", 0xAD},      {"sup1", 0xB9},    {"sup2", 0xB2},    {"sup3", 0xB3},
    {"szlig", 0xDF},   {"thinsp", 0x2009}, {"times", 0xD7},   {"trade", 0x2122}, {"uacute", 0xFA},
    {"ucirc", 0xFB},   {"ugrave", 0xF9},   {"uuml", 0xFC},    {"yen", 0xA5},
}};

static_assert(std::is_sorted(kEntities.begin(), kEntities.end(),
                             [](const Entity& a, const Entity& b) { return a.name < b.name; }));

bool is_space(char32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

/// Characters that change how others look without being seen themselves.
bool is_hidden(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C || c == 0x180E ||
         c == 0x200B || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF0 && c <= 0xFFFB) ||
         (c >= 0xE0000 && c <= 0xE0FFF);
}

/// The reference that begins at text[at] == '&': its code point, and where it ends.
std::optional<std::pair<char32_t, std::size_t>> reference_at(std::string_view text,
                                                             std::size_t at) {
  const std::size_t end = text.substr(0, std::min(text.size(), at + 12)).find(';', at);
  if (end == std::string_view::npos || end < at + 2) return std::nullopt;
  const std::string_view name = text.substr(at + 1, end - at - 1);
  if (name[0] != '#') {
    const auto found = std::lower_bound(
        kEntities.begin(), kEntities.end(), name,
        [](const Entity& entity, std::string_view wanted) { return entity.name < wanted; });
    if (found == kEntities.end() || found->name != name) return std::nullopt;
    return std::pair{found->point, end + 1};
  }
  const bool hexadecimal = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
  const std::string_view digits = name.substr(hexadecimal ? 2 : 1);
  if (digits.empty() || digits.size() > 7) return std::nullopt;
  char32_t point = 0;
  for (const char c : digits) {
    char32_t digit = 0;
    if (is_digit(c)) {
      digit = static_cast<char32_t>(c - '0');
    } else if (hexadecimal && ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')) {
      digit = static_cast<char32_t>((c | 0x20) - 'a' + 10);
    } else {
      return std::nullopt;
    }
    point = point * (hexadecimal ? 16 : 10) + digit;
  }
  return std::pair{point == 0 ? kReplacement : point, end + 1};
}

/// Where the tag that begins at text[at] == '<' ends; nullopt where it is no tag ("a < b").
std::optional<std::size_t> tag_end(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return std::nullopt;
  const char next = text[at + 1];
  if (!is_letter(next) && next != '/' && next != '!') return std::nullopt;
  const std::size_t end = text.find('>', at);
  if (end == std::string_view::npos) return std::nullopt;
  return end + 1;
}

std::string resolve_once(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == '&') {
      if (const auto found = reference_at(text, at)) {
        append_utf8(out, found->first);
        at = found->second;
        continue;
      }
    }
    out += text[at++];
  }
  return out;
}

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t index) {
    return static_cast<unsigned char>(index < text.size() ? text[index] : '\0');
  };
  const unsigned char first = byte(at);
  if (first < 0x80) {
    ++at;
    return first;
  }
  int more = 0;
  char32_t point = 0;
  char32_t least = 0;
  if (first >= 0xC2 && first <= 0xDF) {
    more = 1, point = first & 0x1FU, least = 0x80;
  } else if (first >= 0xE0 && first <= 0xEF) {
    more = 2, point = first & 0x0FU, least = 0x800;
  } else if (first >= 0xF0 && first <= 0xF4) {
    more = 3, point = first & 0x07U, least = 0x10000;
  }
  for (int i = 1; i <= more; ++i) {
    const unsigned char next = byte(at + static_cast<std::size_t>(i));
    if ((next & 0xC0U) != 0x80U) {
      more = 0;
      break;
    }
    point = (point << 6U) | (next & 0x3FU);
  }
  if (more == 0 || point < least || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
    ++at;
    return kReplacement;
  }
  at += static_cast<std::size_t>(more) + 1;
  return point;
}

void append_utf8(std::string& out, char32_t point) {
  if (point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) point = kReplacement;
  const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0U | (point >> 6U));
    put(0x80U | (point & 0x3FU));
  } else if (point < 0x10000) {
    put(0xE0U | (point >> 12U));
    put(0x80U | ((point >> 6U) & 0x3FU));
    put(0x80U | (point & 0x3FU));
  } else {
    put(0xF0U | (point >> 18U));
    put(0x80U | ((point >> 12U) & 0x3FU));
    put(0x80U | ((point >> 6U) & 0x3FU));
    put(0x80U | (point & 0x3FU));
  }
}

std::string clean(std::string_view text, std::size_t max_points) {
  std::string out;
  std::size_t points = 0;
  bool space_due = false;
  std::size_t at = 0;
  while (at < text.size() && points < max_points) {
    const char32_t point = next_code_point(text, at);
    if (is_space(point)) {
      space_due = !out.empty();
      continue;
    }
    if (is_hidden(point)) continue;
    if (space_due) {
      if (points + 2 > max_points) break;
      out += ' ';
      ++points;
      space_due = false;
    }
    append_utf8(out, point);
    ++points;
  }
  return out;
}

std::optional<std::string> clean_or_none(std::string_view text, std::size_t max_points) {
  std::string out = clean(text, max_points);
  if (out.empty()) return std::nullopt;
  return out;
}

std::string plain_from_html(std::string_view text) {
  std::string resolved = resolve_once(text);
  if (resolved.find('&') != std::string::npos) resolved = resolve_once(resolved);
  if (resolved.find('<') == std::string::npos) return resolved;
  std::string out;
  out.reserve(resolved.size());
  std::size_t at = 0;
  while (at < resolved.size()) {
    if (resolved[at] == '<') {
      if (const auto end = tag_end(resolved, at)) {
        out += ' ';
        at = *end;
        continue;
      }
    }
    out += resolved[at++];
  }
  return out;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n\f\v";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

std::string to_lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool matches_glob(std::string_view text, std::string_view pattern) {
  // Each "*" needs to be remembered only until the next one: linear memory, at worst text × pattern
  // steps.
  std::size_t at = 0;
  std::size_t in_pattern = 0;
  std::size_t star = std::string_view::npos;
  std::size_t star_at = 0;
  while (at < text.size()) {
    if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
      star = in_pattern++;
      star_at = at;
    } else if (in_pattern < pattern.size() && pattern[in_pattern] == text[at]) {
      ++at;
      ++in_pattern;
    } else if (star != std::string_view::npos) {
      in_pattern = star + 1;
      at = ++star_at;
    } else {
      return false;
    }
  }
  while (in_pattern < pattern.size() && pattern[in_pattern] == '*') ++in_pattern;
  return in_pattern == pattern.size();
}

}  // namespace volition::pixels
