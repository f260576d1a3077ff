// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/text.hpp"

#include <algorithm>
#include <limits>

#include "base/day.hpp"
#include "base/encoding.hpp"

namespace volition::requests {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;

/// One code point of valid UTF-8, and where the next begins.
struct CodePoint {
  std::uint32_t value;
  std::size_t next;
};

CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<std::uint8_t>(text[i]));
  };
  const std::uint32_t lead = byte(at);
  if (lead < 0x80) return {lead, at + 1};
  if (lead < 0xe0) return {((lead & 0x1fU) << 6U) | (byte(at + 1) & 0x3fU), at + 2};
  if (lead < 0xf0) {
    return {((lead & 0x0fU) << 12U) | ((byte(at + 1) & 0x3fU) << 6U) | (byte(at + 2) & 0x3fU),
            at + 3};
  }
  return {((lead & 0x07U) << 18U) | ((byte(at + 1) & 0x3fU) << 12U) |
              ((byte(at + 2) & 0x3fU) << 6U) | (byte(at + 3) & 0x3fU),
          at + 4};
}

bool is_control(std::uint32_t c) { return c < 0x20 || (c >= 0x7f && c <= 0x9f); }
bool is_break(std::uint32_t c) { return c == '\n' || c == '\t'; }
bool turns_direction(std::uint32_t c) {
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

/// Two decimal digits; nullopt for anything else.
std::optional<int> two_digits(std::string_view text) {
  if (text.size() != 2 || text.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  return (text[0] - '0') * 10 + (text[1] - '0');
}

}  // namespace

bool is_text(std::string_view text, std::size_t max_code_points, LineBreaks breaks) {
  const auto count = count_code_points(text);
  if (!count || *count == 0 || *count > max_code_points) return false;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = code_point_at(text, at);
    if (is_control(c.value) && !(breaks == LineBreaks::kAllow && is_break(c.value))) return false;
    at = c.next;
  }
  return true;
}

std::string inert(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = code_point_at(text, at);
    if (!turns_direction(c.value) && (!is_control(c.value) || is_break(c.value))) {
      kept += text.substr(at, c.next - at);
    }
    at = c.next;
  }
  return kept;
}

bool is_media_type(std::string_view content_type, std::string_view expected) {
  std::size_t semicolon = content_type.find(';');
  if (!equal_ignoring_case(trim(content_type.substr(0, semicolon)), expected)) return false;
  while (semicolon != std::string_view::npos) {
    content_type.remove_prefix(semicolon + 1);
    semicolon = content_type.find(';');
    const std::string_view parameter = trim(content_type.substr(0, semicolon));
    const std::size_t equals = parameter.find('=');
    if (equals == std::string_view::npos) continue;
    if (!equal_ignoring_case(trim(parameter.substr(0, equals)), "charset")) continue;
    std::string_view value = trim(parameter.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    if (!equal_ignoring_case(value, "utf-8")) return false;
  }
  return true;
}

std::optional<std::int64_t> parse_utc_time(std::string_view text) {
  if (text.size() != 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text[19] != 'Z') {
    return std::nullopt;
  }
  const auto day = parse_day(text.substr(0, 10));
  const auto hours = two_digits(text.substr(11, 2));
  const auto minutes = two_digits(text.substr(14, 2));
  const auto seconds = two_digits(text.substr(17, 2));
  if (!day || !hours || !minutes || !seconds) return std::nullopt;
  if (*hours > 23 || *minutes > 59 || *seconds > 59) return std::nullopt;
  return day->number * kDaySeconds + std::int64_t{*hours} * 3600 + std::int64_t{*minutes} * 60 +
         *seconds;
}

const boost::json::value* find(const boost::json::object& object, std::string_view name) {
  return object.if_contains(json_text(name));
}

std::optional<std::string_view> text_member(const boost::json::object& object,
                                            std::string_view name) {
  const auto* value = find(object, name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string_view(value->get_string().data(), value->get_string().size());
}

std::optional<std::int64_t> integer_member(const boost::json::object& object,
                                           std::string_view name) {
  const auto* value = find(object, name);
  if (value == nullptr) return std::nullopt;
  if (value->is_int64()) return value->get_int64();
  if (value->is_uint64() && value->get_uint64() <= std::numeric_limits<std::int64_t>::max()) {
    return static_cast<std::int64_t>(value->get_uint64());
  }
  return std::nullopt;
}

}  // namespace volition::requests
