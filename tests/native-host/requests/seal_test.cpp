// SPDX-License-Identifier: GPL-3.0-or-later
// Only what was approved is signed, and only the brand it was meant for opens it.

#include "requests/seal.hpp"

#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "catch/catch.hpp"
#include "exchange.hpp"

using namespace volition;
using namespace volition::requests;
using namespace volition::requests::test;

namespace {

std::string code_of(const Result<Kept>& kept) {
  return kept ? "" : std::string(code_name(kept.error().code));
}

Draft fresh_draft(const Brand& brand, const Wish& wish = shoe_wish()) {
  return std::move(*make_draft(brand.descriptor(), wish, kNow));
}

using Texts = std::vector<std::string>;

/// Every run of 8 bytes in each text.
std::set<std::string> runs_of(const Texts& texts) {
  constexpr std::size_t kRun = 8;
  std::set<std::string> runs;
  for (const std::string& text : texts)
    for (std::size_t at = 0; at + kRun <= text.size(); ++at) runs.insert(text.substr(at, kRun));
  return runs;
}

/// What is left of the texts around the words, longest words first.
Texts without_words(const Texts& texts, const Texts& words) {
  Texts pieces = texts;
  for (const std::string& word : words) {
    Texts next;
    for (const std::string& piece : pieces) {
      std::size_t from = 0;
      for (std::size_t at = 0; at != std::string::npos; from = at + word.size()) {
        at = piece.find(word, from);
        next.push_back(piece.substr(from, at == std::string::npos ? at : at - from));
        if (at == std::string::npos) break;
      }
    }
    pieces = std::move(next);
  }
  return pieces;
}

/// The strings of 8 bytes that both hold, the vocabulary cut out.
Texts shared_strings(const Texts& a, const Texts& b, const Texts& vocabulary) {
  const auto of_b = runs_of(without_words(b, vocabulary));
  Texts shared;
  for (const std::string& run : runs_of(without_words(a, vocabulary)))
    if (of_b.contains(run)) shared.push_back(run);
  return shared;
}

}  // namespace

TEST_CASE("the brand opens exactly what the preview showed") {
  const Brand brand;
  const Draft draft = fresh_draft(brand);
  const auto kept = seal_draft(draft, draft.approve, kNow);
  REQUIRE(kept.has_value());
  const auto opened = brand.open(kept->wire);
  CHECK(opened.payload == draft.payload);
  CHECK(opened.jws == kept->jws);
  CHECK(opened.plaintext.size() == 2048);
  CHECK(kept->wire.size() == draft.wire_bytes);
  CHECK(kept->mailbox ==
        "https://shop.example/requests/" + to_base64url(opened.mailbox_secret.view()));
  CHECK(crypto::equal_secret(kept->reply_secret.view(), opened.reply_secret.view()));
  CHECK(to_base64url(opened.key) ==
        to_base64url(crypto::SigningKey::from_seed(kept->seed.view())->verifying_key()));
  CHECK(kept->receipt() == crypto::sha256(as_bytes(opened.jws)));
  CHECK(kept->max_replies == 3);
  CHECK(kept->until == draft.until);
}

TEST_CASE("nothing but the approved bytes is sealed") {
  const Brand brand;
  const Draft good = fresh_draft(brand);
  const auto try_with = [&](auto change) {
    Draft draft = fresh_draft(brand);
    const crypto::Sha256 approve = draft.approve;
    change(draft);
    return code_of(seal_draft(draft, approve, kNow));
  };
  CHECK(try_with([](Draft&) {}) == "");
  CHECK(try_with([](Draft& d) { d.payload.back() = ' '; }) == "not_approved");
  CHECK(try_with([](Draft& d) { d.to.endpoint += "x"; }) == "not_approved");
  CHECK(try_with([](Draft& d) { d.to.origin = "https://evil.example"; }) == "not_approved");
  CHECK(try_with([](Draft& d) { d.to.hpke.kid = "other"; }) == "not_approved");
  CHECK(try_with([](Draft& d) { d.to.hpke.public_key[0] ^= 1U; }) == "not_approved");
  CHECK(try_with([](Draft& d) { d.to.hash[0] ^= 1U; }) == "not_approved");
  CHECK(try_with([](Draft& d) { d.seed.data()[0] ^= 1U; }) == "not_approved");
  // What the draft says of its own hash does not matter.
  CHECK(try_with([](Draft& d) {
          d.payload.back() = ' ';
          d.approve =
              approve_hash(d, crypto::SigningKey::from_seed(d.seed.view())->verifying_key());
        }) == "not_approved");
  CHECK(code_of(seal_draft(good, {}, kNow)) == "not_approved");
  CHECK(code_of(seal_draft(good, filled(32, 0), kNow)) == "not_approved");
  CHECK(code_of(seal_draft(good, ByteView(good.approve).first(31), kNow)) == "not_approved");
  const Draft other = fresh_draft(brand);
  CHECK(code_of(seal_draft(good, other.approve, kNow)) == "not_approved");
}

TEST_CASE("the parts of the approved hash cannot be moved into each other") {
  const Brand brand;
  Draft draft = fresh_draft(brand);
  const crypto::Sha256 approve = draft.approve;
  draft.to.origin += draft.to.endpoint.substr(0, 4);
  draft.to.endpoint = draft.to.endpoint.substr(4);
  CHECK(code_of(seal_draft(draft, approve, kNow)) == "not_approved");
}

TEST_CASE("a draft that waited too long is not sealed") {
  const Brand brand;
  const Draft draft = fresh_draft(brand);
  CHECK(code_of(seal_draft(draft, draft.approve, draft.until - 1)) == "");
  CHECK(code_of(seal_draft(draft, draft.approve, draft.until)) == "request_closed");
  Wish long_wish = shoe_wish();
  long_wish.until = kNow + 366 * kDay;
  const Draft outlives = fresh_draft(brand, long_wish);
  CHECK(code_of(seal_draft(outlives, outlives.approve, outlives.to.expires_at)) ==
        "descriptor_expired");
}

TEST_CASE("another brand, origin or key does not open it") {
  const Brand brand;
  const Brand other("other.example", 0xb0);
  const Brand same_keys_elsewhere("other.example", 0xa0);
  const Kept kept = sealed_request(brand);
  CHECK_NOTHROW(brand.open(kept.wire));
  CHECK_THROWS(other.open(kept.wire));
  // Same private keys, another origin: `info` differs.
  CHECK_THROWS(same_keys_elsewhere.open(kept.wire));
}

TEST_CASE("the wire has three members and no changed byte of it opens") {
  const Brand brand;
  const Kept kept = sealed_request(brand);
  const auto wire = parse_json(kept.wire);
  REQUIRE(wire.has_value());
  CHECK(wire->as_object().size() == 3);
  CHECK(wire->at("kid").as_string() == "2025-11");
  CHECK(wire->at("enc").as_string().size() == 43);
  const Bytes enc = *from_base64url(std::string(wire->at("enc").as_string()));
  const Bytes ct = *from_base64url(std::string(wire->at("ct").as_string()));
  for (std::size_t at = 0; at < enc.size() + ct.size(); at += at < 64 ? 1 : 37) {
    INFO("byte " << at);
    Bytes changed_enc = enc;
    Bytes changed_ct = ct;
    // 0x80 of the last byte of a key is ignored by X25519, but enters the KEM's context.
    (at < enc.size() ? changed_enc[at] : changed_ct[at - enc.size()]) ^= 0x80U;
    CHECK_THROWS(brand.open(write_wire("2025-11", changed_enc, changed_ct)));
  }
}

TEST_CASE("two requests share no string but the vocabulary") {
  // Two people's words that have nothing in common, to one brand and to two.
  const Brand brand;
  const Brand other("garden.example", 0xb0);
  Wish first = shoe_wish();
  Wish second = shoe_wish();
  second.kind = Kind::kAsk;
  second.fields = {};
  second.fields.question = "Wann blüht der Flieder?";
  second.max_replies = 1;
  second.until = kNow + 20'000'007;
  second.terms = Terms::kServiceOnly;

  // The words of WIRE.md §2 and what is the brand's own.
  const Texts vocabulary = {
      R"({"alg":"EdDSA","typ":"customer-request+jwt","jwk":{"kty":"OKP","crv":"Ed25519","x":")",
      R"(","content":{"@context":"https://schema.org","@type":")",
      R"("priceSpecification":{"@type":"PriceSpecification",)",
      R"("itemOffered":{"@type":"Product",)",
      R"("question":{"@type":"Question",)",
      R"(","aud":"https://garden.example","iat":1764000000,"exp":)",
      R"(","aud":"https://shop.example","iat":1764000000,"exp":)",
      R"({"typ":"request","id":")",
      R"(,"max_replies":)",
      R"(,"terms":")"};

  struct Sent {
    Draft draft;
    Kept kept;
    Brand::Opened opened;
  };
  const auto send = [](const Brand& to, const Wish& wish) {
    Draft draft = fresh_draft(to, wish);
    Kept kept = std::move(*seal_draft(draft, draft.approve, kNow));
    auto opened = to.open(kept.wire);
    return Sent{std::move(draft), std::move(kept), std::move(opened)};
  };
  // Payload, header, key, enc, mailbox, ids: everything that a brand can see of a request.
  const auto visible = [](const Sent& sent) {
    const auto jws = *crypto::split_jws(sent.opened.jws, 512);
    return Texts{sent.opened.payload,
                 jws.header,
                 to_hex(sent.opened.key),
                 to_hex(sent.kept.enc),
                 to_hex(jws.signature),
                 to_hex(sent.opened.mailbox_secret.view()),
                 to_hex(sent.opened.reply_secret.view())};
  };
  for (const Brand* to : {&brand, &other}) {
    const Sent one = send(brand, first);
    const Sent two = send(*to, second);
    const auto shared = shared_strings(visible(one), visible(two), vocabulary);
    for (const std::string& run : shared) UNSCOPED_INFO(run);
    CHECK(shared.empty());
    CHECK(one.draft.id != two.draft.id);

    // Negative control: an identifier planted in both is found.
    Texts marked_one = visible(one);
    Texts marked_two = visible(two);
    marked_one[0] += "u-5f3a9c1e";
    marked_two[1] += "u-5f3a9c1e";
    CHECK_FALSE(shared_strings(marked_one, marked_two, vocabulary).empty());
  }
  // The same words sent twice share the words, and no key, id, enc or mailbox.
  const Sent one = send(brand, first);
  const Sent again = send(brand, first);
  CHECK(one.draft.id != again.draft.id);
  CHECK(one.kept.enc != again.kept.enc);
  CHECK(one.kept.mailbox != again.kept.mailbox);
  CHECK(one.opened.key != again.opened.key);
  CHECK(one.kept.wire.size() == again.kept.wire.size());
}

TEST_CASE("lengths on the wire differ by buckets only") {
  const Brand brand;
  std::set<std::size_t> lengths;
  for (std::size_t size = 1; size <= 300; size += 13) {
    Wish wish = shoe_wish();
    wish.fields.name = std::string(size, 'x');
    lengths.insert(sealed_request(brand, wish).wire.size());
  }
  CHECK(lengths.size() == 1);
}
