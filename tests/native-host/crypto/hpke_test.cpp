// SPDX-License-Identifier: GPL-3.0-or-later
// HPKE against the vectors of RFC 9180, and against keys that would make the secret public.

#include "crypto/hpke.hpp"

#include <string>
#include <vector>

#include "catch/catch.hpp"
#include "vectors.hpp"

using namespace volition;
using namespace volition::crypto;
using volition::test::hex_of;
using volition::test::read_vectors;

TEST_CASE("HPKE gives the keys, ciphertexts and exports of RFC 9180 A.2.1") {
  const auto vector = read_vectors("hpke/rfc9180-a2-1.json");
  const Bytes info = hex_of(vector, "info");
  const Bytes plaintext = hex_of(vector, "pt");

  const HpkeKeyPair ephemeral = hpke_derive_key_pair(hex_of(vector, "ikmE"));
  CHECK(to_hex(ephemeral.secret.view()) == test::text_of(vector, "skEm"));
  CHECK(to_hex(ephemeral.public_key) == test::text_of(vector, "pkEm"));
  const HpkeKeyPair receiver = hpke_derive_key_pair(hex_of(vector, "ikmR"));
  CHECK(to_hex(receiver.secret.view()) == test::text_of(vector, "skRm"));
  CHECK(to_hex(receiver.public_key) == test::text_of(vector, "pkRm"));

  auto sender = hpke_setup_sender(receiver.public_key, info, ephemeral.secret.view());
  REQUIRE(sender.has_value());
  CHECK(to_hex(sender->enc) == test::text_of(vector, "enc"));
  auto opener = hpke_setup_receiver(sender->enc, receiver.secret.view(), info);
  REQUIRE(opener.has_value());

  std::int64_t sequence = 0;
  for (const auto& row : vector.at("encryptions").as_array()) {
    INFO("sequence " << row.at("sequence").as_int64());
    // The numbers that the RFC leaves out are used up.
    for (; sequence < row.at("sequence").as_int64(); ++sequence) {
      const Bytes skipped = sender->context.seal({}, {});
      CHECK(opener->open({}, skipped).has_value());
    }
    const Bytes sealed = sender->context.seal(hex_of(row, "aad"), plaintext);
    ++sequence;
    CHECK(to_hex(sealed) == test::text_of(row, "ct"));
    const auto opened = opener->open(hex_of(row, "aad"), sealed);
    REQUIRE(opened.has_value());
    CHECK(*opened == plaintext);
  }
  for (const auto& row : vector.at("exports").as_array()) {
    const auto length = static_cast<std::size_t>(row.at("L").as_int64());
    INFO("exporter context " << test::text_of(row, "exporter_context"));
    const Bytes context = hex_of(row, "exporter_context");
    CHECK(to_hex(sender->context.export_secret(context, length).view()) ==
          test::text_of(row, "exported_value"));
    CHECK(to_hex(opener->export_secret(context, length).view()) ==
          test::text_of(row, "exported_value"));
  }
}

TEST_CASE("HPKE refuses keys of low order and of another length, on both sides") {
  const SecretBuffer secret = SecretBuffer::random(kHpkeKeyBytes);
  // The points whose multiples are zero whatever the scalar, with both spellings of 0 and 1
  // (RFC 7748 §6.1 and §7; the list is the one every X25519 library knows).
  const std::vector<std::string> low_order = {
      "0000000000000000000000000000000000000000000000000000000000000000",
      "0100000000000000000000000000000000000000000000000000000000000000",
      "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
      "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  };
  for (const std::string& hex : low_order) {
    INFO(hex);
    const auto sender = hpke_setup_sender(*from_hex(hex), {});
    REQUIRE(!sender);
    CHECK(sender.error().code == ErrorCode::kBadKey);
    const auto receiver = hpke_setup_receiver(*from_hex(hex), secret.view(), {});
    REQUIRE(!receiver);
    CHECK(receiver.error().code == ErrorCode::kBadKey);
  }
  for (const std::size_t length : {0U, 31U, 33U, 64U}) {
    INFO("length " << length);
    const Bytes key(length, 9);
    CHECK(!hpke_setup_sender(key, {}));
    CHECK(!hpke_setup_receiver(key, secret.view(), {}));
  }
  // Negative control: an ordinary key passes.
  CHECK(hpke_setup_sender(hpke_derive_key_pair(secret.view()).public_key, {}).has_value());
}

TEST_CASE("a sealed message opens only whole, in order, and under its own info, data and key") {
  const HpkeKeyPair receiver = hpke_derive_key_pair(as_bytes("receiver key material, 32 bytes.."));
  auto sender = hpke_setup_sender(receiver.public_key, as_bytes("info"));
  REQUIRE(sender.has_value());
  const Bytes first = sender->context.seal(as_bytes("aad"), as_bytes("one"));
  const Bytes second = sender->context.seal(as_bytes("aad"), as_bytes("two"));
  const auto opener = [&](std::string_view info) {
    return hpke_setup_receiver(sender->enc, receiver.secret.view(), as_bytes(info));
  };

  CHECK(!opener("other")->open(as_bytes("aad"), first));
  CHECK(!opener("info")->open(as_bytes("other"), first));
  CHECK(!opener("info")->open(as_bytes("aad"), second));
  const HpkeKeyPair other = hpke_derive_key_pair(as_bytes("another key material"));
  CHECK(!hpke_setup_receiver(sender->enc, other.secret.view(), as_bytes("info"))
             ->open(as_bytes("aad"), first));
  for (std::size_t length = 0; length < first.size(); ++length) {
    INFO("cut to " << length);
    CHECK(!opener("info")->open(as_bytes("aad"), ByteView(first).first(length)));
  }
  for (std::size_t at = 0; at < first.size(); ++at) {
    INFO("byte " << at);
    Bytes changed = first;
    changed[at] ^= 1U;
    CHECK(!opener("info")->open(as_bytes("aad"), changed));
  }
  auto whole = opener("info");
  // A refused message uses no number up: the right one still opens.
  CHECK(!whole->open(as_bytes("aad"), second));
  CHECK(as_text(*whole->open(as_bytes("aad"), first)) == "one");
  CHECK(as_text(*whole->open(as_bytes("aad"), second)) == "two");
}

TEST_CASE("two set-ups to one key share nothing") {
  const HpkeKeyPair receiver = hpke_derive_key_pair(as_bytes("receiver"));
  auto one = hpke_setup_sender(receiver.public_key, {});
  auto two = hpke_setup_sender(receiver.public_key, {});
  REQUIRE(one.has_value());
  REQUIRE(two.has_value());
  CHECK(one->enc != two->enc);
  CHECK(one->context.seal({}, as_bytes("same")) != two->context.seal({}, as_bytes("same")));
  CHECK_FALSE(equal_secret(one->context.export_secret(as_bytes("x"), 32).view(),
                           two->context.export_secret(as_bytes("x"), 32).view()));
}
