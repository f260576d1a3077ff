// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/sealed_box.hpp"

#include <sodium.h>

#include <stdexcept>

#include "crypto/random.hpp"

namespace volition::crypto {

static_assert(kBoxSeedBytes == crypto_box_SEEDBYTES);
static_assert(kBoxPublicKeyBytes == crypto_box_PUBLICKEYBYTES);
static_assert(kSealedBoxOverhead == crypto_box_SEALBYTES);

BoxKey BoxKey::from_seed(ByteView seed) {
  if (seed.size() != kBoxSeedBytes) throw std::logic_error("box seed is not 32 bytes");
  make_ready();
  BoxKey key;
  key.secret_ = SecretBuffer(crypto_box_SECRETKEYBYTES);
  crypto_box_seed_keypair(key.public_key_.data(), key.secret_.data(), seed.data());
  return key;
}

Result<SecretBuffer> BoxKey::open(ByteView sealed) const {
  if (sealed.size() <= kSealedBoxOverhead) {
    return Error{ErrorCode::kDecryptionFailed, "sealed box is too short"};
  }
  SecretBuffer opened(sealed.size() - kSealedBoxOverhead);
  if (crypto_box_seal_open(opened.data(), sealed.data(), sealed.size(), public_key_.data(),
                           secret_.data()) != 0) {
    return Error{ErrorCode::kDecryptionFailed, "sealed box is not for this key"};
  }
  return opened;
}

Bytes seal_to(const BoxPublicKey& recipient, ByteView secret) {
  make_ready();
  Bytes sealed(secret.size() + kSealedBoxOverhead);
  if (crypto_box_seal(sealed.data(), secret.data(), secret.size(), recipient.data()) != 0) {
    throw std::logic_error("sealed box to a key of small order");
  }
  return sealed;
}

}  // namespace volition::crypto
