// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A brand for tests: keys, a descriptor, and the brand's side of the wire, written from WIRE.md
// with this project's primitives. (tests/support/brand-inbox is the one written with other
// people's.)

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

#include "crypto/chacha20_poly1305.hpp"
#include "crypto/hkdf.hpp"
#include "crypto/hpke.hpp"
#include "crypto/jws.hpp"
#include "requests/descriptor.hpp"
#include "requests/draft.hpp"
#include "requests/padding.hpp"
#include "requests/reply.hpp"
#include "requests/seal.hpp"

namespace volition::requests::test {

constexpr std::int64_t kNow = 1'764'000'000;  // 2025-11-24T16:00:00Z
constexpr std::int64_t kDay = 86'400;
constexpr std::string_view kExpires = "2026-11-24T16:00:00Z";

/// 0, 1, 2, … over all calls: the same numbers at every run.
inline FillRandom counting_random(std::uint8_t first = 0) {
  return [next = first](std::span<std::uint8_t> bytes) mutable {
    for (std::uint8_t& byte : bytes) byte = next++;
  };
}

inline Bytes filled(std::size_t size, std::uint8_t value) { return Bytes(size, value); }

class Brand {
 public:
  explicit Brand(std::string domain = "shop.example", std::uint8_t mark = 0xa0)
      : domain_(std::move(domain)),
        hpke_(crypto::hpke_derive_key_pair(filled(32, mark))),
        seed_(filled(32, static_cast<std::uint8_t>(mark + 1))),
        signing_(std::move(*crypto::SigningKey::from_seed(seed_))) {}

  const std::string& domain() const { return domain_; }
  std::string origin() const { return "https://" + domain_; }
  const crypto::HpkeKeyPair& hpke() const { return hpke_; }
  const crypto::SigningKey& signing() const { return signing_; }

  boost::json::object descriptor_json() const {
    boost::json::object hpke{{"kid", "2025-11"},
                             {"kem_id", 32},
                             {"kdf_id", 1},
                             {"aead_id", 3},
                             {"pub", to_base64url(hpke_.public_key)}};
    boost::json::object key{{"kty", "OKP"},
                            {"crv", "Ed25519"},
                            {"kid", "reply-1"},
                            {"x", to_base64url(signing_.verifying_key())}};
    return {{"spec", "customer-requests/1"},           {"canonical", descriptor_url(domain_)},
            {"expires", std::string(kExpires)},        {"organization", "Shop & Sons"},
            {"endpoint", origin() + "/requests"},      {"accepts", {"Demand", "AskAction"}},
            {"hpke", boost::json::array{hpke}},        {"keys", boost::json::array{key}},
            {"agreements", {"SD-BASE", "PDC-INTENT"}}, {"retention", "P30D"}};
  }

  Descriptor descriptor() const {
    const std::string url = descriptor_url(domain_);
    const std::string body = boost::json::serialize(descriptor_json());
    auto judged = judge_descriptor(domain_, {url, 200, "application/json", body}, kNow);
    if (!judged) throw std::runtime_error("the test's descriptor is refused");
    return std::move(*judged);
  }

  struct Opened {
    std::string plaintext;
    std::string jws;
    std::string payload;
    Bytes key;
    crypto::SecretBuffer mailbox_secret;
    crypto::SecretBuffer reply_secret;
  };

  /// Opens a request as WIRE.md §4 says; throws where it does not open.
  Opened open(std::string_view wire) const {
    const auto value = boost::json::parse(boost::json::string_view(wire.data(), wire.size()));
    const auto bytes = [&](const char* name) {
      return *from_base64url(std::string(value.at(name).as_string()));
    };
    auto context =
        crypto::hpke_setup_receiver(bytes("enc"), hpke_.secret.view(), request_info(origin()));
    if (!context) throw std::runtime_error("enc");
    const auto plaintext = context->open({}, bytes("ct"));
    if (!plaintext) throw std::runtime_error("does not open");
    Opened opened;
    opened.plaintext = std::string(as_text(*plaintext));
    opened.jws = *unpad(*plaintext, kMaxRequestPlaintextBytes);
    const auto jws = *crypto::split_jws(opened.jws, 512);
    opened.key = *crypto::key_of_header(jws.header, kRequestTyp);
    if (!crypto::verify_jws(jws, opened.key)) throw std::runtime_error("signature");
    opened.payload = std::string(as_text(jws.payload));
    opened.mailbox_secret = context->export_secret(as_bytes("volition mailbox"), 32);
    opened.reply_secret = context->export_secret(as_bytes("volition reply"), 32);
    return opened;
  }

  /// A reply's JWS.
  std::string reply_jws(const boost::json::object& payload,
                        std::string_view kid = "reply-1") const {
    return crypto::sign_jws(crypto::header_with_kid(kReplyTyp, kid),
                            as_bytes(boost::json::serialize(payload)), signing_);
  }

 private:
  std::string domain_;
  crypto::HpkeKeyPair hpke_;
  Bytes seed_;
  crypto::SigningKey signing_;
};

inline Wish shoe_wish() {
  Wish wish;
  wish.kind = Kind::kDemand;
  wish.fields.name = "Trail shoes";
  wish.fields.sku = "TS-42";
  wish.fields.max_price = Money{12'900, "EUR"};
  wish.max_replies = 3;
  wish.until = kNow + 11 * kDay;
  wish.terms = Terms::kIntent;
  return wish;
}

/// A request sealed to the brand.
inline Kept sealed_request(const Brand& brand, const Wish& wish = shoe_wish(),
                           const FillRandom& random = system_random()) {
  const auto draft = make_draft(brand.descriptor(), wish, kNow, random);
  if (!draft) throw std::runtime_error("the test's draft is refused");
  auto kept = seal_draft(*draft, draft->approve, kNow, random);
  if (!kept) throw std::runtime_error("the test's draft is not sealed");
  return std::move(*kept);
}

inline boost::json::object message(std::string_view text = "Yes, in your size.") {
  return {{"@context", "https://schema.org"}, {"@type", "Message"}, {"text", std::string(text)}};
}

/// The payload of a reply to this request.
inline boost::json::object reply_payload(const Kept& kept, boost::json::object content = message(),
                                         std::int64_t iat = kNow + kDay) {
  return {{"typ", "reply"},
          {"in_reply_to", to_base64url(kept.receipt())},
          {"iat", iat},
          {"content", std::move(content)}};
}

/// What a brand does with a padded JWS: WIRE.md §6, step by step. `nonce` has 32 bytes.
inline Bytes seal_reply(ByteView reply_secret, ByteView enc, ByteView nonce, ByteView plaintext) {
  Bytes salt(enc.begin(), enc.end());
  salt.insert(salt.end(), nonce.begin(), nonce.end());
  crypto::Sha256 prk{};
  crypto::hkdf_extract(salt, reply_secret, prk);
  Bytes key(32);
  crypto::hkdf_expand(prk, as_bytes("key"), key);
  crypto::ChaChaNonce aead_nonce{};
  crypto::hkdf_expand(prk, as_bytes("nonce"), aead_nonce);
  const Bytes ciphertext = crypto::chacha_seal(key, aead_nonce, {}, plaintext);
  Bytes sealed(nonce.begin(), nonce.end());
  sealed.insert(sealed.end(), ciphertext.begin(), ciphertext.end());
  return sealed;
}

/// The sealed bytes of a JWS, under the secret of this request.
inline Bytes seal_for(const Kept& kept, std::string_view jws, std::uint8_t nonce = 7) {
  return seal_reply(kept.reply_secret.view(), kept.enc, filled(32, nonce), pad(jws));
}

inline std::string mailbox_body(const std::vector<Bytes>& sealed) {
  boost::json::array list;
  for (const Bytes& one : sealed) list.emplace_back(to_base64url(one));
  return boost::json::serialize(boost::json::object{{"replies", list}});
}

}  // namespace volition::requests::test
