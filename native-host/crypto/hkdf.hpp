// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// HKDF with SHA-256 (RFC 5869), over HMAC-SHA-256 of libsodium: 1.0.18 has no HKDF of its own.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/encoding.hpp"

namespace volition::crypto {

constexpr std::size_t kSha256Bytes = 32;
using Sha256 = std::array<std::uint8_t, kSha256Bytes>;

/// The longest output of one expansion (RFC 5869 §2.3).
constexpr std::size_t kHkdfMaxBytes = 255 * kSha256Bytes;

/// SHA-256 of the bytes (FIPS 180-4).
Sha256 sha256(ByteView bytes);

/// HKDF-Extract into `prk`. An empty salt stands for 32 zero bytes. `prk` is secret: the caller
/// keeps it in memory that is wiped.
void hkdf_extract(ByteView salt, ByteView ikm, std::span<std::uint8_t, kSha256Bytes> prk);

/// HKDF-Expand: fills all of `out`, at most kHkdfMaxBytes (more is a defect, and throws
/// std::length_error).
void hkdf_expand(ByteView prk, ByteView info, std::span<std::uint8_t> out);

}  // namespace volition::crypto
