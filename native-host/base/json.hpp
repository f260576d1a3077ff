// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Strict JSON (RFC 8259 and I-JSON, RFC 7493) from a hostile sender. Boost.JSON 1.81 by itself
// keeps the last of duplicate keys and turns 1e999 into infinity; this reader refuses both, and
// everything else that two parsers could read differently, with a named error.

#include <boost/json/value.hpp>
#include <cstddef>
#include <string_view>

#include "base/result.hpp"

namespace volition {

/// Bounds of one document. What goes over is refused before it is stored.
struct JsonLimits {
  std::size_t max_bytes = 8U << 20U;
  std::size_t max_depth = 32;
  /// Elements of one array, and members of one object.
  std::size_t max_elements = 100'000;
  /// Bytes of one string.
  std::size_t max_string_bytes = 1U << 20U;
};

/// One JSON text. Errors: invalid_json, json_too_deep, duplicate_key (also when spelled with
/// escapes), number_out_of_range (not finite, or an integer that 64 bits do not hold),
/// lone_surrogate, nul_character, array_too_long, string_too_long. The detail names the byte offset
/// and nothing of the content.
Result<boost::json::value> parse_json(std::string_view text, const JsonLimits& limits = {});

}  // namespace volition
