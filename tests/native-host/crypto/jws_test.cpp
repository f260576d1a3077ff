// SPDX-License-Identifier: GPL-3.0-or-later
// Compact JWS against RFC 8037, and against forms and headers that another reader might accept.

#include "crypto/jws.hpp"

#include <string>
#include <vector>

#include "catch/catch.hpp"
#include "vectors.hpp"

using namespace volition;
using namespace volition::crypto;

namespace {

constexpr std::string_view kTyp = "customer-request+jwt";
constexpr const char* kX = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

}  // namespace

TEST_CASE("signing and verifying give what RFC 8037 A.4 and A.5 say") {
  const auto vector = test::read_vectors("jws/rfc8037-a4.json");
  const Bytes seed = *from_base64url(test::text_of(vector, "d"));
  const Bytes public_key = *from_base64url(test::text_of(vector, "x"));
  const std::string expected = test::text_of(vector, "jws");

  const auto key = SigningKey::from_seed(seed);
  REQUIRE(key.has_value());
  CHECK(to_base64url(key->verifying_key()) == test::text_of(vector, "x"));
  CHECK(sign_jws(test::text_of(vector, "header"), as_bytes(test::text_of(vector, "payload")),
                 *key) == expected);
  const auto jws = split_jws(expected, 512);
  REQUIRE(jws.has_value());
  CHECK(jws->header == test::text_of(vector, "header"));
  CHECK(as_text(jws->payload) == test::text_of(vector, "payload"));
  CHECK(verify_jws(*jws, public_key).has_value());
}

TEST_CASE("any other character, form or key is refused") {
  const auto vector = test::read_vectors("jws/rfc8037-a4.json");
  const Bytes public_key = *from_base64url(test::text_of(vector, "x"));
  const std::string good = test::text_of(vector, "jws");
  const auto passes = [&](std::string_view text) {
    const auto jws = split_jws(text, 512);
    return jws.has_value() && verify_jws(*jws, public_key).has_value();
  };
  REQUIRE(passes(good));
  for (std::size_t at = 0; at < good.size(); ++at) {
    INFO("character " << at);
    std::string changed = good;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    CHECK_FALSE(passes(changed));
    CHECK_FALSE(passes(good.substr(0, at)));
  }
  const std::string header = good.substr(0, good.find('.'));
  const std::string rest = good.substr(good.find('.'));
  const std::vector<std::pair<const char*, std::string>> forms = {
      {"empty", ""},
      {"two parts", good.substr(0, good.rfind('.'))},
      {"four parts", good + ".AAAA"},
      {"padding", good + "=="},
      {"a space before", " " + good},
      {"a line feed after", good + "\n"},
      {"plain base64", header + "+" + rest},
      {"no signature", good.substr(0, good.rfind('.') + 1)},
      {"no header", rest},
      {"a header over the bound", std::string(700, 'A') + rest},
  };
  for (const auto& [name, text] : forms) {
    INFO(name);
    CHECK_FALSE(passes(text));
  }
  const auto jws = split_jws(good, 512);
  Bytes other = public_key;
  other[0] ^= 1U;
  CHECK_FALSE(verify_jws(*jws, other).has_value());
  CHECK(verify_jws(*jws, Bytes(31)).error().code == ErrorCode::kBadKey);
  // The neutral point "verifies" anything in a lax library.
  Bytes neutral(32);
  neutral[0] = 1;
  CHECK_FALSE(verify_jws(*jws, neutral).has_value());
}

TEST_CASE("a header with a key is exactly alg, typ, jwk") {
  const Bytes key = *from_base64url(kX);
  const std::string header = header_with_key(kTyp, key);
  CHECK(header ==
        R"({"alg":"EdDSA","typ":"customer-request+jwt","jwk":{"kty":"OKP","crv":"Ed25519","x":")" +
            std::string(kX) + "\"}}");
  REQUIRE(key_of_header(header, kTyp).has_value());
  CHECK(*key_of_header(header, kTyp) == key);

  const std::string jwk = R"("jwk":{"kty":"OKP","crv":"Ed25519","x":")" + std::string(kX) + "\"}";
  const std::string alg = R"("alg":"EdDSA")";
  const std::string typ = R"("typ":"customer-request+jwt")";
  const auto with = [](const std::vector<std::string>& members) {
    std::string text = "{";
    for (const auto& member : members) text += (text.size() > 1 ? "," : "") + member;
    return text + "}";
  };
  CHECK(key_of_header(with({jwk, typ, alg}), kTyp).has_value());  // Order does not matter.
  const std::vector<std::pair<const char*, std::string>> refused = {
      {"not JSON", "{"},
      {"an array", "[]"},
      {"none", with({R"("alg":"none")", typ, jwk})},
      {"HS256", with({R"("alg":"HS256")", typ, jwk})},
      {"alg in other letters", with({R"("alg":"eddsa")", typ, jwk})},
      {"another typ", with({alg, R"("typ":"JWT")", jwk})},
      {"no typ", with({alg, jwk})},
      {"no jwk", with({alg, typ})},
      {"crit", with({alg, typ, jwk, R"("crit":["b64"])"})},
      {"b64", with({alg, typ, jwk, R"("b64":false)"})},
      {"kid instead", with({alg, typ, R"("kid":"a")"})},
      {"a duplicate", with({alg, alg, typ, jwk})},
      {"an escaped duplicate", with({alg, R"("\u0061lg":"none")", typ, jwk})},
      {"a private key",
       with({alg, typ,
             R"("jwk":{"kty":"OKP","crv":"Ed25519","d":"AA","x":")" + std::string(kX) + "\"}"})},
      {"another curve",
       with({alg, typ, R"("jwk":{"kty":"OKP","crv":"X25519","x":")" + std::string(kX) + "\"}"})},
      {"a short key", with({alg, typ, R"("jwk":{"kty":"OKP","crv":"Ed25519","x":"AAAA"})"})},
      {"x is no text", with({alg, typ, R"("jwk":{"kty":"OKP","crv":"Ed25519","x":1})"})},
  };
  for (const auto& [name, text] : refused) {
    INFO(name);
    const auto result = key_of_header(text, kTyp);
    REQUIRE(!result);
    CHECK(result.error().code == ErrorCode::kBadSignature);
  }
}

TEST_CASE("a header with a key's name is exactly alg, typ, kid") {
  const std::string header = header_with_kid("customer-reply+jwt", "2026-11");
  CHECK(header == R"({"alg":"EdDSA","typ":"customer-reply+jwt","kid":"2026-11"})");
  CHECK(*kid_of_header(header, "customer-reply+jwt") == "2026-11");
  CHECK(!kid_of_header(header, kTyp));
  CHECK(!kid_of_header(R"({"alg":"EdDSA","typ":"customer-reply+jwt","kid":1})",
                       "customer-reply+jwt"));
  CHECK(!kid_of_header(R"({"alg":"EdDSA","typ":"customer-reply+jwt","kid":"a","jwk":{}})",
                       "customer-reply+jwt"));
}
