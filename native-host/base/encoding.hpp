// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Bytes as text and back: lower-case hexadecimal, base64 and base64url without padding (RFC 4648).
// Decoders are strict: a stray character, bad padding or non-zero trailing bits is refused, so that
// one value has one spelling.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace volition {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

std::string to_hex(ByteView bytes);
std::optional<Bytes> from_hex(std::string_view text);

/// Base64 with padding (RFC 4648 §4).
std::string to_base64(ByteView bytes);
std::optional<Bytes> from_base64(std::string_view text);

/// Base64url without padding (RFC 4648 §5, as RFC 7515 uses it).
std::string to_base64url(ByteView bytes);
std::optional<Bytes> from_base64url(std::string_view text);

/// The bytes of a text, without copying. Lives as long as the text.
inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The text of bytes, without copying. Lives as long as the bytes.
inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The number of code points of valid UTF-8; nullopt where it is not valid (overlong, surrogate,
/// cut off).
std::optional<std::size_t> count_code_points(std::string_view text);

}  // namespace volition
