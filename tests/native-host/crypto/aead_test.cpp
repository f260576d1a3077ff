// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/aead.hpp"

#include "catch/catch.hpp"
#include "print_result.hpp"

using namespace volition;
using namespace volition::crypto;

namespace {

const Bytes kKey(32, 0x42);

}  // namespace

TEST_CASE("the vector of draft-irtf-cfrg-xchacha-03 A.3.1 opens") {
  const Bytes key = *from_hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
  const Bytes associated = *from_hex("50515253c0c1c2c3c4c5c6c7");
  const Bytes sealed = *from_hex(
      "404142434445464748494a4b4c4d4e4f5051525354555657"
      "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
      "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
      "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
      "21f9664c97637da9768812f615c68b13b52e"
      "c0875924c1c7987947deafd8780acf49");
  const auto opened = aead_open(key, associated, sealed);
  REQUIRE(bool(opened));
  CHECK(as_text(*opened) ==
        "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
        "future, sunscreen would be it.");
}

TEST_CASE("what was sealed opens with the same key and associated data only") {
  const Bytes sealed = aead_seal(kKey, as_bytes("context"), as_bytes("plaintext"));
  CHECK(sealed.size() == 9 + kAeadOverhead);
  CHECK(as_text(*aead_open(kKey, as_bytes("context"), sealed)) == "plaintext");
  CHECK(aead_open(kKey, as_bytes("contexT"), sealed).error().code == ErrorCode::kDecryptionFailed);
  CHECK_FALSE(aead_open(Bytes(32, 0x43), as_bytes("context"), sealed));
  CHECK(aead_seal(kKey, {}, {}) != aead_seal(kKey, {}, {}));
}

TEST_CASE("every flipped bit and every cut is refused") {
  const Bytes sealed = aead_seal(kKey, as_bytes("context"), as_bytes("plaintext"));
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    Bytes harmed = sealed;
    harmed[bit / 8] = static_cast<std::uint8_t>(harmed[bit / 8] ^ (1U << (bit % 8)));
    INFO("bit " << bit);
    CHECK_FALSE(aead_open(kKey, as_bytes("context"), harmed));
  }
  for (std::size_t length = 0; length < sealed.size(); ++length) {
    INFO("length " << length);
    CHECK_FALSE(aead_open(kKey, as_bytes("context"), ByteView(sealed).first(length)));
  }
}

TEST_CASE("opening into the caller's memory wants the exact length") {
  const Bytes sealed = aead_seal(kKey, {}, as_bytes("key"));
  Bytes three(3);
  Bytes four(4);
  CHECK(bool(aead_open_into(kKey, {}, sealed, three)));
  CHECK(as_text(three) == "key");
  CHECK_FALSE(bool(aead_open_into(kKey, {}, sealed, four)));
}

TEST_CASE("a key of another length is a defect") { CHECK_THROWS(aead_seal(Bytes(31), {}, {})); }
