// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Hybrid Public Key Encryption, base mode (RFC 9180), in the one suite of this project:
// DHKEM(X25519, HKDF-SHA256) 0x0020, HKDF-SHA256 0x0001, ChaCha20Poly1305 0x0003. Written over
// libsodium's primitives and held to the RFC's vectors A.2.1 (tests/vectors/hpke/).

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/encoding.hpp"
#include "base/result.hpp"
#include "crypto/chacha20_poly1305.hpp"
#include "crypto/secret_buffer.hpp"

namespace volition::crypto {

constexpr std::uint16_t kHpkeKemX25519HkdfSha256 = 0x0020;
constexpr std::uint16_t kHpkeKdfHkdfSha256 = 0x0001;
constexpr std::uint16_t kHpkeAeadChaCha20Poly1305 = 0x0003;

/// Length of a public key, a secret key and an encapsulated key.
constexpr std::size_t kHpkeKeyBytes = 32;
/// How much longer a ciphertext is than its plaintext.
constexpr std::size_t kHpkeTagBytes = kChaChaTagBytes;

using HpkeKey = std::array<std::uint8_t, kHpkeKeyBytes>;

/// One side's state after the set-up: keys, and the number of messages so far. Move-only; the
/// secrets are wiped with it.
class HpkeContext {
 public:
  /// Ciphertext with its tag. Each call takes the next sequence number; a context of a sender only
  /// seals, one of a receiver only opens, which the callers keep to.
  Bytes seal(ByteView aad, ByteView plaintext);
  /// Errors: decryption_failed, and then the sequence number stays.
  Result<Bytes> open(ByteView aad, ByteView ciphertext);
  /// A secret that both sides derive alike (RFC 9180 §5.3); at most kHkdfMaxBytes.
  SecretBuffer export_secret(ByteView exporter_context, std::size_t length) const;

 private:
  friend Result<struct HpkeSender> hpke_setup_sender(ByteView receiver_public, ByteView info,
                                                     ByteView ephemeral_secret);
  friend Result<HpkeContext> hpke_setup_receiver(ByteView enc, ByteView receiver_secret,
                                                 ByteView info);
  HpkeContext(ByteView shared_secret, ByteView info);
  ChaChaNonce next_nonce() const;

  SecretBuffer key_;
  SecretBuffer exporter_secret_;
  ChaChaNonce base_nonce_{};
  std::uint64_t sequence_ = 0;
};

struct HpkeSender {
  /// The encapsulated key, to be sent beside the ciphertext.
  HpkeKey enc;
  HpkeContext context;
};

/// SetupBaseS with a fresh ephemeral key. Errors: bad_key (not 32 bytes, or a point of low order:
/// the shared secret would be all zero).
Result<HpkeSender> hpke_setup_sender(ByteView receiver_public, ByteView info);

/// SetupBaseS with a given ephemeral secret key of 32 bytes. One ephemeral key must never serve
/// twice: this is for test vectors and for callers that draw the key themselves.
Result<HpkeSender> hpke_setup_sender(ByteView receiver_public, ByteView info,
                                     ByteView ephemeral_secret);

/// SetupBaseR. Errors: bad_key, as above.
Result<HpkeContext> hpke_setup_receiver(ByteView enc, ByteView receiver_secret, ByteView info);

struct HpkeKeyPair {
  SecretBuffer secret;
  HpkeKey public_key;
};

/// DeriveKeyPair of DHKEM(X25519, HKDF-SHA256) (RFC 9180 §7.1.3).
HpkeKeyPair hpke_derive_key_pair(ByteView ikm);

}  // namespace volition::crypto
