// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/keyed_hash.hpp"

#include <set>

#include "catch/catch.hpp"

using namespace volition::crypto;

TEST_CASE("a text has one hash, and others have others") {
  std::set<std::size_t> seen;
  for (int i = 0; i < 1'000; ++i) seen.insert(keyed_hash(std::to_string(i)));
  seen.insert(keyed_hash(""));
  CHECK(seen.size() == 1'001);
  CHECK(keyed_hash("shop.example") == keyed_hash(std::string("shop.example")));
  CHECK(process_seed() == process_seed());
}
