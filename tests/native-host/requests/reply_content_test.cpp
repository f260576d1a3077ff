// SPDX-License-Identifier: GPL-3.0-or-later
// What a brand says becomes inert text, or is refused; nothing is guessed.

#include "requests/reply_content.hpp"

#include <boost/json/parse.hpp>
#include <string>
#include <vector>

#include "catch/catch.hpp"

using namespace volition;
using namespace volition::requests;

namespace {

Result<Reply> read(const std::string& members) {
  const std::string text = R"({"@context":"https://schema.org",)" + members + "}";
  return read_reply_content(boost::json::parse(text).as_object());
}

}  // namespace

TEST_CASE("an offer, an acceptance and a message are read") {
  const auto offer = read(
      R"("@type":"Offer","name":"Trail shoes","price":"119.00","priceCurrency":"EUR",)"
      R"("description":"Size 42.\nUntil Friday.","url":"https://SHOP.example/o?id=1","validThrough":"2025-12-05T23:59:59Z")");
  REQUIRE(offer.has_value());
  CHECK(offer->kind == ReplyKind::kOffer);
  CHECK((offer->name == "Trail shoes"));
  CHECK((offer->price == Money{11'900, "EUR"}));
  CHECK(offer->text == "Size 42.\nUntil Friday.");
  CHECK((offer->address == "https://shop.example/o?id=1"));
  CHECK((offer->valid_until == parse_day("2025-12-05")));

  const auto item = read(R"("@type":"Offer","itemOffered":{"@type":"Product","name":"Boots"})");
  REQUIRE(item.has_value());
  CHECK((item->name == "Boots"));
  CHECK(item->text.empty());
  CHECK_FALSE(item->price.has_value());

  const auto accept = read(R"("@type":"AcceptAction")");
  REQUIRE(accept.has_value());
  CHECK(accept->kind == ReplyKind::kAccept);
  const auto message = read(R"("@type":"Message","text":"Yes.","x":{"ignored":[1]})");
  REQUIRE(message.has_value());
  CHECK(message->kind == ReplyKind::kText);
  CHECK(message->text == "Yes.");
  CHECK(reply_kind_name(ReplyKind::kOffer) == "Offer");
  CHECK(reply_kind_name(ReplyKind::kAccept) == "AcceptAction");
  CHECK(reply_kind_name(ReplyKind::kText) == "text");
}

TEST_CASE("markup stays text, and what draws text falsely is gone") {
  const auto message = read(
      R"j("@type":"Message","text":"<img src=x onerror=alert(1)> [a](https://x.example)\u001b[31m\u202eevil")j");
  REQUIRE(message.has_value());
  CHECK(message->text == "<img src=x onerror=alert(1)> [a](https://x.example)[31mevil");
  const auto offer = read(R"("@type":"Offer","name":"two\nlines\tand a tab")");
  REQUIRE(offer.has_value());
  CHECK((offer->name == "two lines and a tab"));
}

TEST_CASE("what is not as specified is damaged") {
  const std::string offer = R"("@type":"Offer","name":"x",)";
  const std::vector<std::string> rows = {
      R"("@type":"Thing","name":"x")",
      R"("name":"x")",
      R"("@type":["Offer"],"name":"x")",
      R"("@type":"Offer")",
      R"("@type":"Offer","url":"https://shop.example/")",
      R"("@type":"Message")",
      R"("@type":"Message","text":"")",
      R"("@type":"Message","text":"\r\u0007")",
      R"("@type":"Message","text":1)",
      R"("@type":"Message","text":")" + std::string(8001, 'x') + '"',
      R"("@type":"Offer","name":")" + std::string(301, 'x') + '"',
      R"("@type":"AcceptAction","description":{})",
      offer + R"("itemOffered":"Boots")",
      offer + R"("itemOffered":{"name":1})",
      offer + R"("price":"1")",
      offer + R"("priceCurrency":"EUR")",
      offer + R"("price":119,"priceCurrency":"EUR")",
      offer + R"("price":"119.999","priceCurrency":"EUR")",
      offer + R"("price":"-1","priceCurrency":"EUR")",
      offer + R"("price":"1","priceCurrency":"DOUBLOON")",
      offer + R"("price":"1e9","priceCurrency":"EUR")",
      offer + R"("validThrough":"soon")",
      offer + R"("validThrough":"2025-02-30")",
      offer + R"("validThrough":"2025-12-05 23:59")",
      offer + R"("validThrough":20251205)",
      offer + R"("validThrough":"")",
      offer + R"("url":"http://shop.example/")",
      offer + R"j("url":"javascript:alert(1)")j",
      offer + R"("url":"https://user@shop.example/")",
      offer + R"("url":"https://192.168.0.1/")",
      offer + R"("url":"https://router.local/")",
      offer + R"("url":"https://shop.example:8443/")",
      offer + R"("url":"https://shöp.example/")",
      offer + R"("url":"")",
      offer + R"("url":[])",
  };
  for (const std::string& row : rows) {
    INFO(row.substr(0, 120));
    const auto reply = read(row);
    REQUIRE(!reply);
    CHECK(reply.error().code == ErrorCode::kReplyDamaged);
  }
  CHECK(!read_reply_content(
      boost::json::parse(R"({"@type":"Message","text":"no context"})").as_object()));
  CHECK(read(R"("@type":"Message","text":")" + std::string(8000, 'x') + '"').has_value());
}
