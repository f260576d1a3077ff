// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The envelope around a JWS (WIRE.md §3): u32 big-endian length ‖ JWS ‖ zeros, in buckets of 1 KiB,
// at least 2 KiB, so that a length tells only its bucket.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/encoding.hpp"
#include "base/result.hpp"

namespace volition::requests {

constexpr std::size_t kBucketBytes = 1024;
constexpr std::size_t kMinPlaintextBytes = 2048;
constexpr std::size_t kMaxRequestPlaintextBytes = 67'584;
constexpr std::size_t kMaxReplyPlaintextBytes = 17'408;

/// The padded length of a JWS of `jws_bytes`.
std::size_t padded_length(std::size_t jws_bytes);

Bytes pad(std::string_view jws);

/// The JWS inside. Errors: decryption_failed for a total or an inner length that the rules do not
/// allow, for a bucket larger than needed, and for padding that is not zero.
Result<std::string> unpad(ByteView plaintext, std::size_t max_plaintext_bytes);

}  // namespace volition::requests
