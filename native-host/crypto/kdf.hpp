// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Keys from keys, and keyed hashes: libsodium's crypto_kdf (BLAKE2b with a context and a number)
// and crypto_generichash (BLAKE2b, RFC 7693).

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "base/encoding.hpp"
#include "crypto/secret_buffer.hpp"

namespace volition::crypto {

constexpr std::size_t kKdfKeyBytes = 32;
constexpr std::size_t kHashBytes = 32;

using Hash = std::array<std::uint8_t, kHashBytes>;

/// The 32-byte subkey number `number` of a 32-byte key. `context` is exactly 8 characters.
SecretBuffer derive_key(ByteView key, std::string_view context, std::uint64_t number);

/// BLAKE2b-256 of the parts, one after the other. The caller makes the parts unambiguous.
Hash hash(std::initializer_list<ByteView> parts);

/// BLAKE2b-256 keyed with 16 to 64 bytes.
Hash keyed_hash(ByteView key, std::initializer_list<ByteView> parts);

}  // namespace volition::crypto
