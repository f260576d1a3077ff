// SPDX-License-Identifier: GPL-3.0-or-later
// A reply is opened for its own request, in time, signed by the brand, and counted; anything else
// is refused by name and changes nothing.

#include "requests/reply.hpp"

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

constexpr std::int64_t kLater = kNow + 2 * kDay;

std::string code_of(const Result<Reply>& reply) {
  return reply ? "" : std::string(code_name(reply.error().code));
}

/// Opens without keeping a trace, so that each try starts from the same state.
std::string try_open(const Kept& kept, ByteView sealed, std::int64_t now = kLater) {
  auto copy = read_kept(write_kept(kept).view());
  const std::string code = code_of(open_reply(*copy, sealed, now));
  // What was refused is not counted.
  const std::size_t opened = copy->seen.size() - kept.seen.size();
  if (opened != (code.empty() ? 1U : 0U)) return "counted wrongly";
  return code;
}

}  // namespace

TEST_CASE("a reply to this request is opened, once") {
  const Brand brand;
  Kept kept = sealed_request(brand);
  const Bytes sealed = seal_for(kept, brand.reply_jws(reply_payload(kept)));
  const auto reply = open_reply(kept, sealed, kLater);
  REQUIRE(reply.has_value());
  CHECK(reply->kind == ReplyKind::kText);
  CHECK(reply->text == "Yes, in your size.");
  CHECK(kept.remaining() == 2);
  for (int again = 0; again < 1000; ++again) {
    const auto repeated = open_reply(kept, sealed, kLater);
    REQUIRE(!repeated);
    CHECK(repeated.error().code == ErrorCode::kReplyRepeated);
  }
  CHECK(kept.remaining() == 2);
}

TEST_CASE("no changed or missing byte of a sealed reply is opened") {
  const Brand brand;
  const Kept kept = sealed_request(brand);
  const Bytes sealed = seal_for(kept, brand.reply_jws(reply_payload(kept)));
  REQUIRE(try_open(kept, sealed) == "");
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    INFO("byte " << at);
    Bytes changed = sealed;
    changed[at] ^= static_cast<std::uint8_t>(1U << (at % 8));
    CHECK(try_open(kept, changed) == "reply_damaged");
  }
  for (std::size_t length = 0; length < sealed.size(); length += length % 97 == 0 ? 1 : 31) {
    INFO("cut to " << length);
    CHECK(try_open(kept, ByteView(sealed).first(length)) == "reply_damaged");
  }
  Bytes longer = sealed;
  longer.push_back(0);
  CHECK(try_open(kept, longer) == "reply_damaged");
  CHECK(try_open(kept, Bytes(17'457)) == "reply_damaged");
  CHECK(try_open(kept, Bytes(17'456)) == "reply_damaged");
}

TEST_CASE("a reply made for another request is refused") {
  const Brand brand;
  const Kept mine = sealed_request(brand);
  const Kept other = sealed_request(brand);
  const std::string for_other = brand.reply_jws(reply_payload(other));
  CHECK(try_open(other, seal_for(other, for_other)) == "");
  // As it stands: it does not open at all.
  CHECK(try_open(mine, seal_for(other, for_other)) == "reply_damaged");
  // Sealed anew for this request by the brand: it opens, and is about another.
  CHECK(try_open(mine, seal_for(mine, for_other)) == "reply_foreign");
}

TEST_CASE("every fault inside a reply has its name") {
  const Brand brand;
  const Brand stranger("stranger.example", 0xc0);
  const Kept kept = sealed_request(brand);
  const auto payload = [&] { return reply_payload(kept); };
  const auto signed_as = [&](const std::string& header, std::string_view body) {
    return crypto::sign_jws(header, as_bytes(body), brand.signing());
  };
  const std::string good_header = crypto::header_with_kid(kReplyTyp, "reply-1");
  const auto changed = [&](const std::function<void(json::object&)>& change) {
    json::object object = payload();
    change(object);
    return signed_as(good_header, json::serialize(object));
  };
  const std::string good = brand.reply_jws(payload());
  const std::string body = json::serialize(payload());

  struct Row {
    const char* name;
    std::string jws;
    std::string expected;
  };
  const std::vector<Row> rows = {
      {"good", good, ""},
      {"not a JWS", "hello", "reply_damaged"},
      {"empty", "", "reply_damaged"},
      {"an unsigned JWS", good.substr(0, good.rfind('.') + 1), "reply_damaged"},
      {"alg none", signed_as(R"({"alg":"none","typ":"customer-reply+jwt","kid":"reply-1"})", body),
       "reply_damaged"},
      {"another typ", signed_as(crypto::header_with_kid(kRequestTyp, "reply-1"), body),
       "reply_damaged"},
      {"its own key in the header",
       signed_as(crypto::header_with_key(kReplyTyp, brand.signing().verifying_key()), body),
       "reply_damaged"},
      {"a crit member",
       signed_as(R"({"alg":"EdDSA","typ":"customer-reply+jwt","kid":"reply-1","crit":["x"]})",
                 body),
       "reply_damaged"},
      {"a header over its length",
       signed_as(crypto::header_with_kid(kReplyTyp, std::string(600, 'k')), body), "reply_damaged"},
      {"an unknown kid", brand.reply_jws(payload(), "reply-2"), "reply_foreign"},
      {"signed by a stranger", stranger.reply_jws(payload()), "reply_foreign"},
      {"the person's own request", kept.jws, "reply_damaged"},
      {"payload is an array", signed_as(good_header, "[]"), "reply_damaged"},
      {"payload is not JSON", signed_as(good_header, "x"), "reply_damaged"},
      {"a duplicate member", signed_as(good_header, R"({"typ":"reply",)" + body.substr(1)),
       "reply_damaged"},
      {"another payload typ", changed([](json::object& o) { o["typ"] = "request"; }),
       "reply_damaged"},
      {"no in_reply_to", changed([](json::object& o) { o.erase("in_reply_to"); }), "reply_damaged"},
      {"in_reply_to is a number", changed([](json::object& o) { o["in_reply_to"] = 1; }),
       "reply_damaged"},
      {"no iat", changed([](json::object& o) { o.erase("iat"); }), "reply_damaged"},
      {"iat is a text", changed([](json::object& o) { o["iat"] = "1"; }), "reply_damaged"},
      {"iat is a fraction", changed([](json::object& o) { o["iat"] = 1.5; }), "reply_damaged"},
      {"one member more", changed([](json::object& o) { o["x"] = 1; }), "reply_damaged"},
      {"content is a text", changed([](json::object& o) { o["content"] = "hi"; }), "reply_damaged"},
      {"content of another kind",
       changed([](json::object& o) { o["content"].as_object()["@type"] = "Advertisement"; }),
       "reply_damaged"},
      {"about another request",
       changed([](json::object& o) { o["in_reply_to"] = to_base64url(filled(32, 1)); }),
       "reply_foreign"},
      {"in_reply_to in hexadecimal",
       changed([&](json::object& o) { o["in_reply_to"] = to_hex(kept.receipt()); }),
       "reply_foreign"},
      {"written after the end", changed([&](json::object& o) { o["iat"] = kept.until + 1; }),
       "reply_late"},
      {"written at the end, dated ahead", changed([&](json::object& o) { o["iat"] = kept.until; }),
       "reply_late"},
      {"dated five minutes ahead", changed([](json::object& o) { o["iat"] = kLater + 300; }), ""},
      {"dated further ahead", changed([](json::object& o) { o["iat"] = kLater + 301; }),
       "reply_late"},
      {"dated at the beginning of time", changed([](json::object& o) { o["iat"] = 0; }), ""},
      {"iat beyond 64 bits",
       signed_as(good_header, R"({"typ":"reply","in_reply_to":")" + to_base64url(kept.receipt()) +
                                  R"(","iat":18446744073709551615,"content":{}})"),
       "reply_damaged"},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    CHECK(try_open(kept, seal_for(kept, row.jws)) == row.expected);
  }
  // Padding that is not zero, under a good seal.
  Bytes padded = pad(good);
  padded.back() = 1;
  CHECK(try_open(kept, seal_reply(kept.reply_secret.view(), kept.enc, filled(32, 1), padded)) ==
        "reply_damaged");
}

TEST_CASE("the time to answer ends for good") {
  const Brand brand;
  Kept kept = sealed_request(brand);
  const Bytes sealed = seal_for(kept, brand.reply_jws(reply_payload(kept)));
  CHECK(try_open(kept, sealed, kept.until) == "");
  CHECK(try_open(kept, sealed, kept.until + 1) == "reply_late");
  // Inside the clocks' allowed difference, what is dated after the end is late all the same.
  const auto dated = [&](std::int64_t iat) {
    return seal_for(kept, brand.reply_jws(reply_payload(kept, message(), iat)));
  };
  CHECK(try_open(kept, dated(kept.until + 1), kept.until - 10) == "reply_late");
  CHECK(try_open(kept, dated(kept.until), kept.until - 10) == "");
  CHECK(code_of(open_reply(kept, sealed, kept.until + 1)) == "reply_late");
  // A clock set back does not bring it back: the key is gone.
  CHECK(kept.reply_secret.empty());
  CHECK(code_of(open_reply(kept, sealed, kLater)) == "reply_excess");
}

TEST_CASE("no more replies are opened than were asked for") {
  const Brand brand;
  Kept kept = sealed_request(brand);
  std::vector<Bytes> sealed;
  for (std::uint8_t i = 0; i < 5; ++i) {
    sealed.push_back(seal_for(
        kept, brand.reply_jws(reply_payload(kept, message("Reply " + std::to_string(i)))), i));
  }
  for (std::size_t i = 0; i < 3; ++i) CHECK(code_of(open_reply(kept, sealed[i], kLater)) == "");
  CHECK(kept.remaining() == 0);
  CHECK(kept.reply_secret.empty());
  CHECK(code_of(open_reply(kept, sealed[3], kLater)) == "reply_excess");
  CHECK(code_of(open_reply(kept, sealed[0], kLater)) == "reply_repeated");
  CHECK(code_of(open_reply(kept, sealed[4], kept.until + 1)) == "reply_late");
}

TEST_CASE("the same words sealed again are a repeat, not a second reply") {
  const Brand brand;
  Kept kept = sealed_request(brand);
  const std::string jws = brand.reply_jws(reply_payload(kept));
  CHECK(code_of(open_reply(kept, seal_for(kept, jws, 1), kLater)) == "");
  CHECK(code_of(open_reply(kept, seal_for(kept, jws, 2), kLater)) == "reply_repeated");
  CHECK(kept.remaining() == 2);
}

TEST_CASE("a mailbox lists all replies so far; each press opens what is new") {
  const Brand brand;
  Kept kept = sealed_request(brand);
  const Bytes first = seal_for(kept, brand.reply_jws(reply_payload(kept, message("one"))), 1);
  const Bytes second = seal_for(kept, brand.reply_jws(reply_payload(kept, message("two"))), 2);
  Bytes broken = second;
  broken[40] ^= 1U;
  const auto look = [&](const std::string& body) {
    return open_mailbox(kept, {200, "application/customer-replies+json", as_bytes(body)}, kLater);
  };

  const auto one = look(mailbox_body({first}));
  REQUIRE(one.has_value());
  CHECK(one->state == MailboxState::kReplies);
  REQUIRE(one->replies.size() == 1);
  CHECK(one->replies[0]->text == "one");

  const auto two = look(mailbox_body({first, broken, second}));
  REQUIRE(two.has_value());
  REQUIRE(two->replies.size() == 3);
  CHECK(code_of(two->replies[0]) == "reply_repeated");
  CHECK(code_of(two->replies[1]) == "reply_damaged");
  REQUIRE(two->replies[2].has_value());
  CHECK(two->replies[2]->text == "two");

  const auto three = look(mailbox_body({first, second}));
  REQUIRE(three.has_value());
  CHECK(code_of(three->replies[0]) == "reply_repeated");
  CHECK(code_of(three->replies[1]) == "reply_repeated");
  CHECK(kept.remaining() == 1);
}

TEST_CASE("a mailbox's other answers") {
  Kept kept = sealed_request(Brand());
  const auto state = [&](int status, std::string_view type = "", std::string_view body = "") {
    return open_mailbox(kept, {status, type, as_bytes(body)}, kLater);
  };
  CHECK(state(202)->state == MailboxState::kNotYet);
  CHECK(state(404)->state == MailboxState::kGone);
  CHECK(state(410)->state == MailboxState::kGone);
  for (const int status : {0, 201, 204, 301, 400, 401, 403, 429, 500, 503}) {
    INFO(status);
    CHECK(state(status)->state == MailboxState::kOtherStatus);
  }
  const std::string type = "application/customer-replies+json";
  const std::vector<std::pair<const char*, std::string>> refused = {
      {"empty", ""},
      {"a page", "<html>"},
      {"an array", "[]"},
      {"another member", R"({"reply":["AA"]})"},
      {"a member more", R"({"replies":["AA"],"x":1})"},
      {"no replies", R"({"replies":[]})"},
      {"a text", R"({"replies":"AA"})"},
      {"eleven", R"({"replies":["A","A","A","A","A","A","A","A","A","A","A"]})"},
      {"too deep", R"({"replies":[[["A"]]]})"},
      {"a long text", R"({"replies":[")" + std::string(32'769, 'A') + R"("]})"},
      {"too much", R"({"replies":["A"]})" + std::string(kMaxMailboxBytes, ' ')},
      {"a duplicate", R"({"replies":["AA"],"replies":["AA"]})"},
  };
  for (const auto& [name, body] : refused) {
    INFO(name);
    const auto reading = state(200, type, body);
    REQUIRE(!reading);
    CHECK(reading.error().code == ErrorCode::kReplyDamaged);
  }
  CHECK(!state(200, "application/json", R"({"replies":["AA"]})"));
  for (const char* entry : {"1", "null", "\"\"", "\"A\"", "\"AA==\"", "\"+/\"", "{}", "[]"}) {
    INFO(entry);
    const auto reading = state(200, type, R"({"replies":[)" + std::string(entry) + "]}");
    REQUIRE(reading.has_value());
    CHECK(code_of(reading->replies[0]) == "reply_damaged");
  }
}
