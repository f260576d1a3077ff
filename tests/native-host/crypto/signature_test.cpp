// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/signature.hpp"

#include "catch/catch.hpp"

using namespace volition;
using namespace volition::crypto;

TEST_CASE("RFC 8032 7.1, tests 1 and 2") {
  struct Row {
    const char* seed;
    const char* key;
    const char* message;
    const char* signature;
  };
  const Row rows[] = {
      {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
       "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf"
       "9"
       "b46bd25bf5f0595bbe24655141438e7a100b"},
      {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
       "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f"
       "1"
       "1d8c387b2eaeb4302aeeb00d291612bb0c00"},
  };
  for (const Row& row : rows) {
    INFO(row.seed);
    const auto key = SigningKey::from_seed(*from_hex(row.seed));
    REQUIRE(bool(key));
    CHECK(to_hex(key->verifying_key()) == row.key);
    CHECK(to_hex(key->seed()) == row.seed);
    const Bytes message = *from_hex(row.message);
    CHECK(to_hex(key->sign(message)) == row.signature);
    CHECK(verify_signature(key->verifying_key(), message, key->sign(message)));
  }
}

TEST_CASE("a signature is for its key, its message and its bytes only") {
  const SigningKey key = SigningKey::generate();
  const Signature signature = key.sign(as_bytes("message"));
  CHECK(verify_signature(key.verifying_key(), as_bytes("message"), signature));
  CHECK_FALSE(verify_signature(key.verifying_key(), as_bytes("messagE"), signature));
  CHECK_FALSE(
      verify_signature(SigningKey::generate().verifying_key(), as_bytes("message"), signature));
  CHECK_FALSE(
      verify_signature(key.verifying_key(), as_bytes("message"), ByteView(signature).first(63)));
  CHECK_FALSE(
      verify_signature(ByteView(key.verifying_key()).first(31), as_bytes("message"), signature));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    Signature harmed = signature;
    harmed[i] ^= 1;
    INFO("byte " << i);
    CHECK_FALSE(verify_signature(key.verifying_key(), as_bytes("message"), harmed));
  }
}

TEST_CASE("a seed has 32 bytes; keys of small order sign for nobody") {
  CHECK(SigningKey::from_seed(Bytes(31)).error().code == ErrorCode::kBadKey);
  // The identity point: with it a zero signature would verify for every message.
  Bytes identity(32);
  identity[0] = 1;
  Bytes signature(64);
  signature[0] = 1;
  CHECK_FALSE(verify_signature(identity, as_bytes("anything"), signature));
}
