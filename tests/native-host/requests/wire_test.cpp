// SPDX-License-Identifier: GPL-3.0-or-later
// One complete exchange with fixed randomness, computed anew and held to tests/vectors/wire/ and to
// the listing in WIRE.md §12. `test_requests "[.write]"` writes the vectors; a difference in the
// wire format is then seen in the commit.

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "catch/catch.hpp"
#include "exchange.hpp"
#include "requests/withdraw.hpp"
#include "vectors.hpp"

using namespace volition;
using namespace volition::requests;
using namespace volition::requests::test;

namespace {

using Vectors = std::vector<std::pair<std::string, std::string>>;

const std::string kPath = "wire/exchange.json";
/// What is longer stands in the listing as its SHA-256.
constexpr std::size_t kMaxListed = 1100;

Vectors compute() {
  const Brand brand;
  const FillRandom random = counting_random();
  const Draft draft = std::move(*make_draft(brand.descriptor(), shoe_wish(), kNow, random));
  const Kept kept = std::move(*seal_draft(draft, draft.approve, kNow, random));
  const auto opened = brand.open(kept.wire);
  const auto jws = *crypto::split_jws(kept.jws, 512);

  boost::json::object offer{{"@context", "https://schema.org"},
                            {"@type", "Offer"},
                            {"name", "Trail shoes"},
                            {"price", "119.00"},
                            {"priceCurrency", "EUR"},
                            {"description", "Size 42."},
                            {"validThrough", "2025-12-05"}};
  const std::string reply_payload_text =
      boost::json::serialize(reply_payload(kept, std::move(offer)));
  const std::string reply_header = crypto::header_with_kid(kReplyTyp, "reply-1");
  const std::string reply_jws =
      crypto::sign_jws(reply_header, as_bytes(reply_payload_text), brand.signing());
  const Bytes nonce = filled(32, 0x77);
  const Bytes sealed = seal_reply(kept.reply_secret.view(), kept.enc, nonce, pad(reply_jws));
  const auto wire = boost::json::parse(kept.wire);
  const auto withdrawal = *withdraw(kept, kNow + kDay);

  // The same fixed numbers as counting_random: id, seed, ephemeral key.
  Bytes counted(80);
  counting_random()(counted);
  const ByteView all(counted);
  return {
      {"origin", brand.origin()},
      {"endpoint", kept.endpoint},
      {"descriptor", boost::json::serialize(brand.descriptor_json())},
      {"hpke_secret_key_hex", to_hex(brand.hpke().secret.view())},
      {"hpke_public_key_hex", to_hex(brand.hpke().public_key)},
      {"reply_signing_seed_hex", to_hex(brand.signing().seed())},
      {"request_seed_hex", to_hex(all.subspan(16, 32))},
      {"ephemeral_secret_hex", to_hex(all.subspan(48, 32))},
      {"request_header", jws.header},
      {"request_payload", draft.payload},
      {"request_jws", kept.jws},
      {"request_jws_sha256", to_base64url(kept.receipt())},
      {"info_hex", to_hex(request_info(brand.origin()))},
      {"plaintext_hex", to_hex(as_bytes(opened.plaintext))},
      {"enc", std::string(wire.at("enc").as_string())},
      {"ct", std::string(wire.at("ct").as_string())},
      {"wire", kept.wire},
      {"mailbox_secret_hex", to_hex(opened.mailbox_secret.view())},
      {"reply_secret_hex", to_hex(opened.reply_secret.view())},
      {"mailbox", kept.mailbox},
      {"reply_header", reply_header},
      {"reply_payload", reply_payload_text},
      {"reply_jws", reply_jws},
      {"reply_nonce32_hex", to_hex(nonce)},
      {"reply_sealed", to_base64url(sealed)},
      {"withdrawal_authorization", withdrawal.authorization},
  };
}

/// One member a line, so that a change is seen where it is.
std::string write_json(const Vectors& vectors) {
  std::string text = "{\n";
  for (const auto& [name, value] : vectors) {
    if (text.size() > 2) text += ",\n";
    text += "  \"" + name + "\": " + boost::json::serialize(boost::json::value(value.c_str()));
  }
  return text + "\n}\n";
}

/// The listing of WIRE.md: "name", then its value on the next line.
std::string write_listing(const Vectors& vectors) {
  std::string text;
  for (const auto& [name, value] : vectors) {
    if (value.size() > kMaxListed) {
      text += name + "  (" + std::to_string(value.size()) + " characters, SHA-256)\n" +
              to_hex(crypto::sha256(as_bytes(value))) + "\n";
    } else {
      text += name + "\n" + value + "\n";
    }
  }
  return text;
}

std::string read_file(const std::string& path) {
  std::ifstream file(std::string(VOLITION_SOURCE_DIR) + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_CASE("the exchange of tests/vectors/wire is what this program computes") {
  const auto stored = volition::test::read_vectors(kPath);
  const Vectors computed = compute();
  CHECK(stored.as_object().size() == computed.size());
  for (const auto& [name, value] : computed) {
    INFO(name);
    CHECK(volition::test::text_of(stored, name.c_str()) == value);
  }
}

TEST_CASE("the listing in WIRE.md is what this program computes") {
  const std::string page = read_file("/native-host/requests/WIRE.md");
  CHECK(page.find("```vectors\n" + write_listing(compute()) + "```\n") != std::string::npos);
}

TEST_CASE("the reply and the withdrawal of the vectors are good") {
  Kept kept = sealed_request(Brand(), shoe_wish(), counting_random());
  const auto stored = volition::test::read_vectors(kPath);
  const Bytes sealed = *from_base64url(volition::test::text_of(stored, "reply_sealed"));
  const auto reply = open_reply(kept, sealed, kNow + 2 * kDay);
  REQUIRE(reply.has_value());
  CHECK(reply->kind == ReplyKind::kOffer);
  CHECK((reply->price == Money{11'900, "EUR"}));
  CHECK((reply->valid_until == parse_day("2025-12-05")));
}

TEST_CASE("write the vectors and print the listing", "[.write]") {
  std::ofstream file(std::string(VOLITION_SOURCE_DIR) + "/tests/vectors/" + kPath,
                     std::ios::binary | std::ios::trunc);
  file << write_json(compute());
  std::ofstream listing("listing.txt", std::ios::binary | std::ios::trunc);
  listing << write_listing(compute());
}
