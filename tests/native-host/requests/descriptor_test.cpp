// SPDX-License-Identifier: GPL-3.0-or-later
// A descriptor comes from a stranger: every refusal of WIRE.md §1 by its own name.

#include "requests/descriptor.hpp"

#include <functional>
#include <string>
#include <vector>

#include "catch/catch.hpp"
#include "exchange.hpp"

using namespace volition;
using namespace volition::requests;
using namespace volition::requests::test;

namespace json = boost::json;

namespace {

const std::string kUrl = "https://shop.example/.well-known/customer-requests.json";

std::string judge(const DescriptorAnswer& answer, std::string_view brand = "shop.example",
                  std::int64_t now = kNow) {
  const auto judged = judge_descriptor(brand, answer, now);
  return judged ? "" : std::string(code_name(judged.error().code));
}

std::string judge_body(const std::string& body) {
  return judge({kUrl, 200, "application/json", body});
}

using Change = std::function<void(json::object&)>;

}  // namespace

TEST_CASE("a good descriptor is read in full") {
  const Brand brand;
  const Descriptor descriptor = brand.descriptor();
  CHECK(descriptor.brand == "shop.example");
  CHECK(descriptor.origin == "https://shop.example");
  CHECK(descriptor.endpoint == "https://shop.example/requests");
  CHECK(descriptor.organization == "Shop & Sons");
  CHECK((descriptor.accepts == std::vector<Kind>{Kind::kDemand, Kind::kAsk}));
  CHECK((descriptor.agreements == std::vector<std::string>{"SD-BASE", "PDC-INTENT"}));
  CHECK((descriptor.retention == "P30D"));
  CHECK(descriptor.expires == kExpires);
  CHECK(descriptor.expires_at == kNow + 365 * kDay);
  CHECK(descriptor.hpke.kid == "2025-11");
  CHECK(to_hex(descriptor.hpke.public_key) == to_hex(brand.hpke().public_key));
  REQUIRE(descriptor.keys.size() == 1);
  CHECK(descriptor.keys[0].kid == "reply-1");
  CHECK(to_hex(descriptor.keys[0].public_key) == to_hex(brand.signing().verifying_key()));
  CHECK(descriptor.hash == crypto::sha256(as_bytes(json::serialize(brand.descriptor_json()))));
}

TEST_CASE("the answer around the descriptor is judged first") {
  const std::string body = json::serialize(Brand().descriptor_json());
  const std::string padded = body + std::string(kMaxDescriptorBytes - body.size(), ' ');
  struct Row {
    const char* name;
    DescriptorAnswer answer;
    std::string expected;
  };
  const std::vector<Row> rows = {
      {"good", {kUrl, 200, "application/json", body}, ""},
      {"good, with a charset", {kUrl, 200, "application/json; charset=utf-8", body}, ""},
      {"not there", {kUrl, 404, "text/html", ""}, "descriptor_status"},
      {"gone", {kUrl, 410, "application/json", body}, "descriptor_status"},
      {"no content", {kUrl, 204, "application/json", ""}, "descriptor_status"},
      {"broken", {kUrl, 500, "application/json", body}, "descriptor_status"},
      {"a redirect", {kUrl, 301, "application/json", body}, "descriptor_status"},
      {"no status", {kUrl, 0, "", ""}, "descriptor_status"},
      {"redirected to www",
       {"https://www.shop.example/.well-known/customer-requests.json", 200, "application/json",
        body},
       "descriptor_redirected"},
      {"redirected away",
       {"https://evil.example/.well-known/customer-requests.json", 200, "application/json", body},
       "descriptor_redirected"},
      {"another path",
       {"https://shop.example/x.json", 200, "application/json", body},
       "descriptor_redirected"},
      {"over http",
       {"http://shop.example/.well-known/customer-requests.json", 200, "application/json", body},
       "descriptor_redirected"},
      {"a query",
       {"https://shop.example/.well-known/customer-requests.json?u=1", 200, "application/json",
        body},
       "descriptor_redirected"},
      {"a page", {kUrl, 200, "text/html", body}, "descriptor_type"},
      {"no type", {kUrl, 200, "", body}, "descriptor_type"},
      {"another charset", {kUrl, 200, "application/json; charset=utf-16", body}, "descriptor_type"},
      {"at the bound", {kUrl, 200, "application/json", padded}, ""},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    CHECK(judge(row.answer) == row.expected);
  }
  const std::string over = padded + " ";
  CHECK(judge({kUrl, 200, "application/json", over}) == "descriptor_too_large");
}

TEST_CASE("the brand's own name is judged before anything is read") {
  const std::string body = json::serialize(Brand().descriptor_json());
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"localhost", "address_private_host"},
      {"printer.local", "address_private_host"},
      {"127.0.0.1", "address_ip_literal"},
      {"[::1]", "address_ip_literal"},
      {"shop.example:8443", "address_port"},
      {"u@shop.example", "address_user_info"},
      {"shop.example/x", "address_malformed"},
      {"shop.example?", "address_malformed"},
      {"Shop.Example", "address_malformed"},
      {"shop.example.", "address_malformed"},
      {"", "address_malformed"},
  };
  for (const auto& [brand, expected] : rows) {
    INFO(brand);
    CHECK(judge({descriptor_url(brand), 200, "application/json", body}, brand) == expected);
  }
}

TEST_CASE("a descriptor that is not as specified is refused by name") {
  const std::string low_order = std::string(43, 'A');
  const auto in_array = [](json::object& root, const char* array, const char* member,
                           const auto& value) {
    root[array].as_array()[0].as_object()[member] = value;
  };
  struct Row {
    const char* name;
    Change change;
    std::string expected;
  };
  const std::vector<Row> rows = {
      {"unchanged", [](json::object&) {}, ""},
      {"an unknown member",
       [](json::object& r) {
         r["x"] = json::array{1, nullptr};
       },
       ""},
      {"no spec", [](json::object& r) { r.erase("spec"); }, "descriptor_malformed"},
      {"a later spec", [](json::object& r) { r["spec"] = "customer-requests/2"; },
       "descriptor_malformed"},
      {"no canonical", [](json::object& r) { r.erase("canonical"); }, "descriptor_malformed"},
      {"somebody else's", [](json::object& r) { r["canonical"] = descriptor_url("other.example"); },
       "descriptor_foreign"},
      {"canonical in other letters",
       [](json::object& r) {
         r["canonical"] = "https://SHOP.example/.well-known/customer-requests.json";
       },
       "descriptor_foreign"},
      {"no expires", [](json::object& r) { r.erase("expires"); }, "descriptor_malformed"},
      {"expires as a number", [](json::object& r) { r["expires"] = kNow + 1; },
       "descriptor_malformed"},
      {"expires with an offset",
       [](json::object& r) { r["expires"] = "2026-11-24T16:00:00+01:00"; }, "descriptor_malformed"},
      {"expired", [](json::object& r) { r["expires"] = "2025-11-24T15:59:59Z"; },
       "descriptor_expired"},
      {"expires now", [](json::object& r) { r["expires"] = "2025-11-24T16:00:00Z"; },
       "descriptor_expired"},
      {"expires in a second", [](json::object& r) { r["expires"] = "2025-11-24T16:00:01Z"; }, ""},
      {"no organization", [](json::object& r) { r.erase("organization"); }, "descriptor_malformed"},
      {"a nameless organization", [](json::object& r) { r["organization"] = ""; },
       "descriptor_malformed"},
      {"a long organization", [](json::object& r) { r["organization"] = std::string(201, 'x'); },
       "descriptor_malformed"},
      {"an organization on two lines",
       [](json::object& r) { r["organization"] = "Shop\nVolition"; }, "descriptor_malformed"},
      {"an organization drawn backwards",
       [](json::object& r) { r["organization"] = "Shop\u202ebank"; }, "descriptor_malformed"},
      {"no endpoint", [](json::object& r) { r.erase("endpoint"); }, "descriptor_malformed"},
      {"an endpoint elsewhere",
       [](json::object& r) { r["endpoint"] = "https://collector.example/requests"; },
       "address_foreign"},
      {"an endpoint over http",
       [](json::object& r) { r["endpoint"] = "http://shop.example/requests"; },
       "address_not_https"},
      {"an endpoint at home",
       [](json::object& r) { r["endpoint"] = "https://192.168.0.1/requests"; },
       "address_ip_literal"},
      {"no accepts", [](json::object& r) { r.erase("accepts"); }, "descriptor_malformed"},
      {"accepts nothing", [](json::object& r) { r["accepts"] = json::array(); },
       "descriptor_malformed"},
      {"accepts a number", [](json::object& r) { r["accepts"] = json::array{1}; },
       "descriptor_malformed"},
      {"accepts too much",
       [](json::object& r) { r["accepts"] = json::array(11, json::value("Demand")); },
       "descriptor_malformed"},
      {"accepts what is not known",
       [](json::object& r) {
         r["accepts"] = json::array{"rights", "Dance"};
       },
       ""},
      {"no hpke", [](json::object& r) { r.erase("hpke"); }, "descriptor_malformed"},
      {"hpke is empty", [](json::object& r) { r["hpke"] = json::array(); }, "descriptor_malformed"},
      {"nine hpke keys",
       [](json::object& r) { r["hpke"] = json::array(9, r["hpke"].as_array()[0]); },
       "descriptor_malformed"},
      {"the same kid twice",
       [](json::object& r) { r["hpke"].as_array().push_back(r["hpke"].as_array()[0]); },
       "descriptor_malformed"},
      {"an unknown kem", [&](json::object& r) { in_array(r, "hpke", "kem_id", 16); },
       "descriptor_suite"},
      {"an unknown kdf", [&](json::object& r) { in_array(r, "hpke", "kdf_id", 3); },
       "descriptor_suite"},
      {"an unknown aead", [&](json::object& r) { in_array(r, "hpke", "aead_id", 1); },
       "descriptor_suite"},
      {"export only", [&](json::object& r) { in_array(r, "hpke", "aead_id", 65535); },
       "descriptor_suite"},
      {"kem as a text", [&](json::object& r) { in_array(r, "hpke", "kem_id", "32"); },
       "descriptor_malformed"},
      {"kem as a fraction", [&](json::object& r) { in_array(r, "hpke", "kem_id", 32.5); },
       "descriptor_malformed"},
      {"a key of low order", [&](json::object& r) { in_array(r, "hpke", "pub", low_order); },
       "descriptor_malformed"},
      {"a short key", [&](json::object& r) { in_array(r, "hpke", "pub", "AAAA"); },
       "descriptor_malformed"},
      {"a padded key",
       [&](json::object& r) { in_array(r, "hpke", "pub", to_base64url(filled(32, 9)) + "="); },
       "descriptor_malformed"},
      {"a kid with a quote", [&](json::object& r) { in_array(r, "hpke", "kid", "a\"b"); },
       "descriptor_malformed"},
      {"a kid too long", [&](json::object& r) { in_array(r, "hpke", "kid", std::string(65, 'k')); },
       "descriptor_malformed"},
      {"no kid", [](json::object& r) { r["hpke"].as_array()[0].as_object().erase("kid"); },
       "descriptor_malformed"},
      {"no keys", [](json::object& r) { r.erase("keys"); }, "descriptor_malformed"},
      {"an RSA key", [&](json::object& r) { in_array(r, "keys", "kty", "RSA"); },
       "descriptor_suite"},
      {"an X25519 key", [&](json::object& r) { in_array(r, "keys", "crv", "X25519"); },
       "descriptor_suite"},
      {"a published private key",
       [&](json::object& r) { in_array(r, "keys", "d", to_base64url(filled(32, 1))); },
       "descriptor_malformed"},
      {"keys hold texts", [](json::object& r) { r["keys"] = json::array{"x"}; },
       "descriptor_malformed"},
      {"contact points",
       [](json::object& r) {
         r["contactPoint"] = json::array{json::object{{"email", "a@b.example"}}};
       },
       ""},
      {"contact is a text", [](json::object& r) { r["contactPoint"] = "a@b.example"; },
       "descriptor_malformed"},
      {"agreements hold numbers", [](json::object& r) { r["agreements"] = json::array{1}; },
       "descriptor_malformed"},
      {"retention is a number", [](json::object& r) { r["retention"] = 30; },
       "descriptor_malformed"},
      {"no retention, no agreements",
       [](json::object& r) {
         r.erase("retention");
         r.erase("agreements");
       },
       ""},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    json::object root = Brand().descriptor_json();
    row.change(root);
    CHECK(judge_body(json::serialize(root)) == row.expected);
  }
}

TEST_CASE("the first key of a known suite is chosen, others are passed over") {
  json::object root = Brand().descriptor_json();
  json::object other = root["hpke"].as_array()[0].as_object();
  other["kid"] = "p256";
  other["kem_id"] = 16;
  other["pub"] = "AAAA";
  root["hpke"].as_array().insert(root["hpke"].as_array().begin(), other);
  const std::string body = json::serialize(root);
  const auto judged = judge_descriptor("shop.example", {kUrl, 200, "application/json", body}, kNow);
  REQUIRE(judged.has_value());
  CHECK(judged->hpke.kid == "2025-11");
}

TEST_CASE("hostile JSON is malformed, and names nothing of its content") {
  const std::string good = json::serialize(Brand().descriptor_json());
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += "[";
  const std::vector<std::pair<const char*, std::string>> rows = {
      {"empty", ""},
      {"cut", good.substr(0, good.size() / 2)},
      {"an array", "[" + good + "]"},
      {"a text", "\"x\""},
      {"a duplicate", R"({"spec":"customer-requests/1",)" + good.substr(1)},
      {"an escaped duplicate", R"({"\u0073pec":"x",)" + good.substr(1)},
      {"too deep", deep},
      {"infinite", R"({"x":1e999,)" + good.substr(1)},
      {"a lone surrogate", R"({"x":"\ud800",)" + good.substr(1)},
      {"NUL", R"({"x":"\u0000",)" + good.substr(1)},
      {"not UTF-8", "{\"x\":\"\xff\"," + good.substr(1)},
      {"a trailing comma", good.substr(0, good.size() - 1) + ",}"},
      {"a comment", "/**/" + good},
      {"more after it", good + "{}"},
      {"a byte order mark", "\xef\xbb\xbf" + good},
  };
  for (const auto& [name, body] : rows) {
    INFO(name);
    const auto judged =
        judge_descriptor("shop.example", {kUrl, 200, "application/json", body}, kNow);
    REQUIRE(!judged);
    CHECK(judged.error().code == ErrorCode::kDescriptorMalformed);
    CHECK(judged.error().detail.find("shop") == std::string::npos);
  }
  // Every cut of a good one.
  for (std::size_t length = 0; length < good.size(); ++length)
    CHECK(judge_body(good.substr(0, length)) == "descriptor_malformed");
}
