// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/kdf.hpp"

#include "catch/catch.hpp"

using namespace volition;
using namespace volition::crypto;

TEST_CASE("subkeys differ by key, context and number, and are always the same") {
  const Bytes key(32, 1);
  const SecretBuffer one = derive_key(key, "VolTest1", 1);
  CHECK(one.size() == 32);
  CHECK(equal_secret(one.view(), derive_key(key, "VolTest1", 1).view()));
  CHECK_FALSE(equal_secret(one.view(), derive_key(key, "VolTest1", 2).view()));
  CHECK_FALSE(equal_secret(one.view(), derive_key(key, "VolTest2", 1).view()));
  CHECK_FALSE(equal_secret(one.view(), derive_key(Bytes(32, 2), "VolTest1", 1).view()));
  CHECK_THROWS(derive_key(Bytes(31), "VolTest1", 1));
  CHECK_THROWS(derive_key(key, "short", 1));
}

TEST_CASE("BLAKE2b-256 as published, in parts or at once") {
  // BLAKE2b with a digest of 32 bytes: of nothing, and of "abc".
  CHECK(to_hex(hash({})) == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  CHECK(to_hex(hash({as_bytes("abc")})) ==
        "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  CHECK(hash({as_bytes("a"), as_bytes("bc")}) == hash({as_bytes("abc")}));
}

TEST_CASE("a keyed hash needs its key") {
  const Bytes key(32, 9);
  CHECK(keyed_hash(key, {as_bytes("abc")}) != hash({as_bytes("abc")}));
  CHECK(keyed_hash(key, {as_bytes("abc")}) != keyed_hash(Bytes(32, 8), {as_bytes("abc")}));
  CHECK_THROWS(keyed_hash(Bytes(15), {as_bytes("abc")}));
}
