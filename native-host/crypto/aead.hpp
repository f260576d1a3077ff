// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Authenticated encryption of data at rest: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha,
// libsodium's crypto_aead_xchacha20poly1305_ietf). The nonce of 24 bytes is random and stands
// before the ciphertext:
//
//   sealed = nonce (24) | ciphertext (as long as the plaintext) | tag (16)

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/encoding.hpp"
#include "base/result.hpp"
#include "crypto/secret_buffer.hpp"

namespace volition::crypto {

constexpr std::size_t kAeadKeyBytes = 32;
constexpr std::size_t kAeadNonceBytes = 24;
constexpr std::size_t kAeadTagBytes = 16;
/// What sealing adds to the plaintext's length.
constexpr std::size_t kAeadOverhead = kAeadNonceBytes + kAeadTagBytes;

/// nonce | ciphertext | tag. `key` is 32 bytes; `associated` is authenticated and not stored.
Bytes aead_seal(ByteView key, ByteView associated, ByteView plaintext);

/// The plaintext. Errors: decryption_failed where key, associated data or any byte differs.
Result<Bytes> aead_open(ByteView key, ByteView associated, ByteView sealed);

/// The same into memory of the caller, for plaintexts that are keys: `out` is exactly
/// sealed.size() - kAeadOverhead bytes.
Status aead_open_into(ByteView key, ByteView associated, ByteView sealed,
                      std::span<std::uint8_t> out);

}  // namespace volition::crypto
