// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Small readers that the files of this room share: texts, media types and JSON members, all from
// strangers.

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace volition::requests {

enum class LineBreaks { kRefuse, kAllow };

/// Whether `text` is UTF-8 of 1 to `max_code_points`, without control characters. Line feed and tab
/// pass where line breaks are allowed.
bool is_text(std::string_view text, std::size_t max_code_points, LineBreaks breaks);

/// The text without control characters (line feed and tab stay; a carriage return goes) and without
/// bidirectional embeddings, overrides and isolates (U+202A–202E, U+2066–2069). `text` is UTF-8.
std::string inert(std::string_view text);

/// Whether a Content-Type names this media type; a charset, where given, must be UTF-8.
bool is_media_type(std::string_view content_type, std::string_view expected);

/// Seconds since 1970 of exactly "YYYY-MM-DDThh:mm:ssZ".
std::optional<std::int64_t> parse_utc_time(std::string_view text);

/// A member, or nullptr.
const boost::json::value* find(const boost::json::object& object, std::string_view name);
/// A member that is a text. Lives as long as the object.
std::optional<std::string_view> text_member(const boost::json::object& object,
                                            std::string_view name);
/// A member that is an integer.
std::optional<std::int64_t> integer_member(const boost::json::object& object,
                                           std::string_view name);

inline boost::json::string_view json_text(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace volition::requests
