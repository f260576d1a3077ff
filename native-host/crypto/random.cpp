// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/random.hpp"

#include <sodium.h>

#include <stdexcept>

namespace volition::crypto {

void make_ready() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) throw std::runtime_error("libsodium found no randomness");
}

void fill_random(std::span<std::uint8_t> bytes) {
  make_ready();
  randombytes_buf(bytes.data(), bytes.size());
}

std::uint32_t random_below(std::uint32_t bound) {
  make_ready();
  return randombytes_uniform(bound);
}

}  // namespace volition::crypto
