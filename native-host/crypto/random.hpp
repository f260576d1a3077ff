// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Randomness, from libsodium alone (the getrandom system call on Linux). Nothing else in the
// project may make keys, nonces or ids.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace volition::crypto {

/// Starts libsodium once. Called by every function of this room that needs it; throws
/// std::runtime_error if the machine has no randomness.
void make_ready();

void fill_random(std::span<std::uint8_t> bytes);

/// N random bytes, for ids and nonces (not for secrets: those belong in a SecretBuffer).
template <std::size_t N>
std::array<std::uint8_t, N> random_bytes() {
  std::array<std::uint8_t, N> bytes{};
  fill_random(bytes);
  return bytes;
}

/// A number below `bound`, each as likely as the other. 0 for a bound of 0 or 1.
std::uint32_t random_below(std::uint32_t bound);

}  // namespace volition::crypto
