// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The letters of CSS selectors: what a name may hold, and names and strings written so that no
// browser reads anything else in them (CSS Syntax Module, "Serialization").

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "filters/text.hpp"

namespace volition::filters {

inline bool is_space(char c) { return c == ' ' || c == '\t'; }
inline bool is_name_byte(char c) {
  return is_alnum(c) || c == '-' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

/// The value of a hexadecimal digit; -1 for anything else.
int hex_value(char c);
void append_utf8(std::uint32_t point, std::string& out);
/// The length of the UTF-8 sequence at the front; 0 where it is none (overlong, a surrogate, cut).
std::size_t utf8_length(std::string_view text);
/// `name` as an identifier.
void append_name(std::string_view name, std::string& out);
/// `value` in quotes.
void append_quoted(std::string_view value, std::string& out);

}  // namespace volition::filters
