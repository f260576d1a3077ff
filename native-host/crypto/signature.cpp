// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/signature.hpp"

#include <sodium.h>

#include "crypto/random.hpp"

namespace volition::crypto {

static_assert(kSigningSeedBytes == crypto_sign_SEEDBYTES);
static_assert(kVerifyingKeyBytes == crypto_sign_PUBLICKEYBYTES);
static_assert(kSignatureBytes == crypto_sign_BYTES);

SigningKey SigningKey::generate() {
  make_ready();
  SigningKey key;
  key.secret_ = SecretBuffer(crypto_sign_SECRETKEYBYTES);
  crypto_sign_keypair(key.verifying_key_.data(), key.secret_.data());
  return key;
}

Result<SigningKey> SigningKey::from_seed(ByteView seed) {
  if (seed.size() != kSigningSeedBytes) return Error{ErrorCode::kBadKey, "seed is not 32 bytes"};
  make_ready();
  SigningKey key;
  key.secret_ = SecretBuffer(crypto_sign_SECRETKEYBYTES);
  crypto_sign_seed_keypair(key.verifying_key_.data(), key.secret_.data(), seed.data());
  return key;
}

Signature SigningKey::sign(ByteView message) const {
  Signature signature{};
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret_.data());
  return signature;
}

bool verify_signature(ByteView verifying_key, ByteView message, ByteView signature) {
  if (verifying_key.size() != kVerifyingKeyBytes || signature.size() != kSignatureBytes) {
    return false;
  }
  make_ready();
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                     verifying_key.data()) == 0;
}

}  // namespace volition::crypto
