// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/kdf.hpp"

#include <sodium.h>

#include <stdexcept>

#include "crypto/random.hpp"

namespace volition::crypto {

static_assert(kKdfKeyBytes == crypto_kdf_KEYBYTES);
static_assert(kHashBytes == crypto_generichash_BYTES);

SecretBuffer derive_key(ByteView key, std::string_view context, std::uint64_t number) {
  if (key.size() != kKdfKeyBytes || context.size() != crypto_kdf_CONTEXTBYTES) {
    throw std::logic_error("derive_key: wrong length");
  }
  SecretBuffer subkey(kKdfKeyBytes);
  crypto_kdf_derive_from_key(subkey.data(), subkey.size(), number, context.data(), key.data());
  return subkey;
}

Hash keyed_hash(ByteView key, std::initializer_list<ByteView> parts) {
  if (!key.empty() && (key.size() < crypto_generichash_KEYBYTES_MIN ||
                       key.size() > crypto_generichash_KEYBYTES_MAX)) {
    throw std::logic_error("keyed_hash: wrong key length");
  }
  make_ready();
  crypto_generichash_state state;
  crypto_generichash_init(&state, key.data(), key.size(), kHashBytes);
  for (const ByteView part : parts) crypto_generichash_update(&state, part.data(), part.size());
  Hash digest{};
  crypto_generichash_final(&state, digest.data(), digest.size());
  sodium_memzero(&state, sizeof state);
  return digest;
}

Hash hash(std::initializer_list<ByteView> parts) { return keyed_hash({}, parts); }

}  // namespace volition::crypto
