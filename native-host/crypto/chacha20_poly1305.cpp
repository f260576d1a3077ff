// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/chacha20_poly1305.hpp"

#include <sodium.h>

#include <stdexcept>

#include "crypto/random.hpp"

namespace volition::crypto {
namespace {

static_assert(kChaChaKeyBytes == crypto_aead_chacha20poly1305_ietf_KEYBYTES);
static_assert(kChaChaNonceBytes == crypto_aead_chacha20poly1305_ietf_NPUBBYTES);
static_assert(kChaChaTagBytes == crypto_aead_chacha20poly1305_ietf_ABYTES);

void check_key(ByteView key) {
  if (key.size() != kChaChaKeyBytes) throw std::length_error("a ChaCha20 key has 32 bytes");
  make_ready();
}

}  // namespace

Bytes chacha_seal(ByteView key, const ChaChaNonce& nonce, ByteView associated, ByteView plaintext) {
  check_key(key);
  Bytes sealed(plaintext.size() + kChaChaTagBytes);
  crypto_aead_chacha20poly1305_ietf_encrypt(sealed.data(), nullptr, plaintext.data(),
                                            plaintext.size(), associated.data(), associated.size(),
                                            nullptr, nonce.data(), key.data());
  return sealed;
}

Result<Bytes> chacha_open(ByteView key, const ChaChaNonce& nonce, ByteView associated,
                          ByteView sealed) {
  check_key(key);
  if (sealed.size() < kChaChaTagBytes) return ErrorCode::kDecryptionFailed;
  Bytes plaintext(sealed.size() - kChaChaTagBytes);
  if (crypto_aead_chacha20poly1305_ietf_decrypt(plaintext.data(), nullptr, nullptr, sealed.data(),
                                                sealed.size(), associated.data(), associated.size(),
                                                nonce.data(), key.data()) != 0) {
    return ErrorCode::kDecryptionFailed;
  }
  return plaintext;
}

}  // namespace volition::crypto
