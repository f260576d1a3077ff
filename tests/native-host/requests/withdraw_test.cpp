// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/withdraw.hpp"

#include <string>

#include "base/json.hpp"
#include "catch/catch.hpp"
#include "exchange.hpp"

using namespace volition;
using namespace volition::requests;
using namespace volition::requests::test;

TEST_CASE("a withdrawal is signed by the request's key, names it, and ends after five minutes") {
  const Brand brand;
  const Kept kept = sealed_request(brand);
  const auto opened = brand.open(kept.wire);
  const auto withdrawal = withdraw(kept, kNow + kDay);
  REQUIRE(withdrawal.has_value());
  CHECK(withdrawal->url == kept.mailbox);
  const std::string scheme = "Customer-Request ";
  REQUIRE(withdrawal->authorization.starts_with(scheme));
  CHECK(withdrawal->authorization.size() <= 8192);

  const std::string compact = withdrawal->authorization.substr(scheme.size());
  const auto jws = crypto::split_jws(compact, 512);
  REQUIRE(jws.has_value());
  const auto key = crypto::key_of_header(jws->header, kWithdrawalTyp);
  REQUIRE(key.has_value());
  CHECK(*key == opened.key);
  CHECK(crypto::verify_jws(*jws, opened.key).has_value());
  CHECK(as_text(jws->payload) ==
        R"({"typ":"withdrawal","request":")" + to_base64url(crypto::sha256(as_bytes(opened.jws))) +
            R"(","aud":"https://shop.example","iat":1764086400,"exp":1764086700})");
}

TEST_CASE("a withdrawal is no request, and a request no withdrawal") {
  const Brand brand;
  const Kept kept = sealed_request(brand);
  const std::string compact = withdraw(kept, kNow)->authorization.substr(17);
  CHECK(!crypto::key_of_header(crypto::split_jws(compact, 512)->header, kRequestTyp));
  CHECK(!crypto::key_of_header(crypto::split_jws(kept.jws, 512)->header, kWithdrawalTyp));
}

TEST_CASE("a withdrawn request, an unknown and a closed one are all withdrawn") {
  for (const int status : {204, 404, 410}) CHECK(is_withdrawn(status));
  for (const int status : {0, 200, 202, 401, 403, 500}) CHECK_FALSE(is_withdrawn(status));
}
