// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/aead.hpp"

#include <sodium.h>

#include <stdexcept>

#include "crypto/random.hpp"

namespace volition::crypto {

static_assert(kAeadKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(kAeadNonceBytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(kAeadTagBytes == crypto_aead_xchacha20poly1305_ietf_ABYTES);

namespace {

void check_key(ByteView key) {
  if (key.size() != kAeadKeyBytes) throw std::logic_error("AEAD key is not 32 bytes");
}

}  // namespace

Bytes aead_seal(ByteView key, ByteView associated, ByteView plaintext) {
  check_key(key);
  Bytes sealed(plaintext.size() + kAeadOverhead);
  fill_random(std::span(sealed).first(kAeadNonceBytes));
  crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + kAeadNonceBytes, nullptr,
                                             plaintext.data(), plaintext.size(), associated.data(),
                                             associated.size(), nullptr, sealed.data(), key.data());
  return sealed;
}

Status aead_open_into(ByteView key, ByteView associated, ByteView sealed,
                      std::span<std::uint8_t> out) {
  check_key(key);
  if (sealed.size() < kAeadOverhead || out.size() != sealed.size() - kAeadOverhead) {
    return Error{ErrorCode::kDecryptionFailed, "wrong length"};
  }
  make_ready();
  const ByteView ciphertext = sealed.subspan(kAeadNonceBytes);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          out.data(), nullptr, nullptr, ciphertext.data(), ciphertext.size(), associated.data(),
          associated.size(), sealed.data(), key.data()) != 0) {
    return Error{ErrorCode::kDecryptionFailed, "authentication failed"};
  }
  return ok();
}

Result<Bytes> aead_open(ByteView key, ByteView associated, ByteView sealed) {
  if (sealed.size() < kAeadOverhead) return Error{ErrorCode::kDecryptionFailed, "wrong length"};
  Bytes plaintext(sealed.size() - kAeadOverhead);
  const Status opened = aead_open_into(key, associated, sealed, plaintext);
  if (!opened) return opened.error();
  return plaintext;
}

}  // namespace volition::crypto
