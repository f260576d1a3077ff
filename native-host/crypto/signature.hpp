// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Ed25519 signatures (RFC 8032), over libsodium. A key is kept as its 32-byte seed.

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/encoding.hpp"
#include "base/result.hpp"
#include "crypto/secret_buffer.hpp"

namespace volition::crypto {

constexpr std::size_t kSigningSeedBytes = 32;
constexpr std::size_t kVerifyingKeyBytes = 32;
constexpr std::size_t kSignatureBytes = 64;

using VerifyingKey = std::array<std::uint8_t, kVerifyingKeyBytes>;
using Signature = std::array<std::uint8_t, kSignatureBytes>;

/// A private key with its public half. Move-only.
class SigningKey {
 public:
  static SigningKey generate();
  /// The key of a seed of 32 bytes (RFC 8032's private key). Errors: bad_key for another length.
  static Result<SigningKey> from_seed(ByteView seed);

  const VerifyingKey& verifying_key() const { return verifying_key_; }
  /// The 32 bytes the key is rebuilt from. Lives as long as the key.
  ByteView seed() const { return secret_.view().first(kSigningSeedBytes); }
  Signature sign(ByteView message) const;

 private:
  SigningKey() = default;

  SecretBuffer secret_;  // libsodium's form: seed, then public key.
  VerifyingKey verifying_key_{};
};

/// Whether `signature` is this key's for `message`. False for a wrong length too, and for keys and
/// points of small order (libsodium's strict check).
[[nodiscard]] bool verify_signature(ByteView verifying_key, ByteView message, ByteView signature);

}  // namespace volition::crypto
