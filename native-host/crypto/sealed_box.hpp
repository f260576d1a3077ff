// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A small secret sealed to an X25519 public key, so that whoever rotates a key needs only public
// keys (libsodium's crypto_box_seal). It says nothing about who sealed it: the universe's key slots
// carry a MAC and a signature besides.

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/encoding.hpp"
#include "base/result.hpp"
#include "crypto/secret_buffer.hpp"

namespace volition::crypto {

constexpr std::size_t kBoxSeedBytes = 32;
constexpr std::size_t kBoxPublicKeyBytes = 32;
/// What sealing adds to the length: an ephemeral public key and a tag.
constexpr std::size_t kSealedBoxOverhead = 48;

using BoxPublicKey = std::array<std::uint8_t, kBoxPublicKeyBytes>;

/// An X25519 key pair. Move-only.
class BoxKey {
 public:
  /// The pair of a 32-byte seed.
  static BoxKey from_seed(ByteView seed);

  const BoxPublicKey& public_key() const { return public_key_; }
  /// What was sealed to this key. Errors: decryption_failed.
  Result<SecretBuffer> open(ByteView sealed) const;

 private:
  BoxKey() = default;

  SecretBuffer secret_;
  BoxPublicKey public_key_{};
};

Bytes seal_to(const BoxPublicKey& recipient, ByteView secret);

}  // namespace volition::crypto
