// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/sealed_box.hpp"

#include "catch/catch.hpp"

using namespace volition;
using namespace volition::crypto;

TEST_CASE("a sealed box opens for its key only, and not with a byte changed") {
  const BoxKey key = BoxKey::from_seed(Bytes(32, 1));
  const BoxKey other = BoxKey::from_seed(Bytes(32, 2));
  CHECK(BoxKey::from_seed(Bytes(32, 1)).public_key() == key.public_key());
  const Bytes sealed = seal_to(key.public_key(), as_bytes("master key"));
  CHECK(sealed.size() == 10 + kSealedBoxOverhead);
  CHECK(sealed != seal_to(key.public_key(), as_bytes("master key")));
  const auto opened = key.open(sealed);
  REQUIRE(bool(opened));
  CHECK(as_text(opened->view()) == "master key");
  CHECK(other.open(sealed).error().code == ErrorCode::kDecryptionFailed);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    Bytes harmed = sealed;
    harmed[i] ^= 1;
    INFO("byte " << i);
    CHECK_FALSE(bool(key.open(harmed)));
    CHECK_FALSE(bool(key.open(ByteView(sealed).first(i))));
  }
}

TEST_CASE("a point of small order is no recipient, and a seed has 32 bytes") {
  CHECK_THROWS(seal_to(BoxPublicKey{}, as_bytes("x")));
  CHECK_THROWS(BoxKey::from_seed(Bytes(31)));
}
