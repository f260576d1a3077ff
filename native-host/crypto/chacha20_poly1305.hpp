// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// ChaCha20-Poly1305 (RFC 8439) for wire formats that fix key and nonce: HPKE and replies. Data at
// rest has aead.hpp, which draws its nonces itself.

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/encoding.hpp"
#include "base/result.hpp"

namespace volition::crypto {

constexpr std::size_t kChaChaKeyBytes = 32;
constexpr std::size_t kChaChaNonceBytes = 12;
constexpr std::size_t kChaChaTagBytes = 16;

using ChaChaNonce = std::array<std::uint8_t, kChaChaNonceBytes>;

/// ciphertext ‖ tag. `key` is 32 bytes; one pair of key and nonce must never serve twice.
Bytes chacha_seal(ByteView key, const ChaChaNonce& nonce, ByteView associated, ByteView plaintext);

/// Errors: decryption_failed.
Result<Bytes> chacha_open(ByteView key, const ChaChaNonce& nonce, ByteView associated,
                          ByteView sealed);

}  // namespace volition::crypto
