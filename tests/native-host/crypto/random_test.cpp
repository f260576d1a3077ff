// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/random.hpp"

#include <set>

#include "catch/catch.hpp"

using namespace volition::crypto;

TEST_CASE("random bytes do not repeat") {
  std::set<std::array<std::uint8_t, 16>> seen;
  for (int i = 0; i < 1'000; ++i) seen.insert(random_bytes<16>());
  CHECK(seen.size() == 1'000);
}

TEST_CASE("random_below keeps below its bound and reaches all of it") {
  std::set<std::uint32_t> seen;
  for (int i = 0; i < 400; ++i) seen.insert(random_below(5));
  CHECK(seen == std::set<std::uint32_t>{0, 1, 2, 3, 4});
  CHECK(random_below(1) == 0);
  CHECK(random_below(0) == 0);
}
