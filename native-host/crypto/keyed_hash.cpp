// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/keyed_hash.hpp"

#include <sodium.h>

#include <array>
#include <cstring>

#include "crypto/random.hpp"

namespace volition::crypto {

std::size_t keyed_hash(std::string_view text) {
  static const auto key = random_bytes<crypto_shorthash_KEYBYTES>();
  std::array<std::uint8_t, crypto_shorthash_BYTES> hash{};
  crypto_shorthash(hash.data(), reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                   key.data());
  std::size_t out = 0;
  static_assert(sizeof(out) == hash.size());
  std::memcpy(&out, hash.data(), sizeof(out));
  return out;
}

std::uint64_t process_seed() {
  static const std::uint64_t seed = keyed_hash("seed");
  return seed;
}

}  // namespace volition::crypto
