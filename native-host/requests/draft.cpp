// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/draft.hpp"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "crypto/hpke.hpp"
#include "crypto/jws.hpp"
#include "crypto/random.hpp"
#include "requests/content.hpp"
#include "requests/padding.hpp"
#include "requests/seal.hpp"
#include "requests/text.hpp"

namespace volition::requests {
namespace {

namespace json = boost::json;

constexpr std::size_t kIdBytes = 16;

/// Length of unpadded base64url.
std::size_t base64url_length(std::size_t bytes) { return (bytes * 4 + 2) / 3; }

std::size_t sealed_length(const Descriptor& to, const std::string& header,
                          const std::string& payload) {
  const std::size_t jws = base64url_length(header.size()) + 1 + base64url_length(payload.size()) +
                          1 + base64url_length(crypto::kSignatureBytes);
  const std::size_t ct = padded_length(jws) + crypto::kHpkeTagBytes;
  return write_wire(to.hpke.kid, {}, {}).size() + base64url_length(crypto::kHpkeKeyBytes) +
         base64url_length(ct);
}

Status check_wish(const Descriptor& to, const Wish& wish, std::int64_t now) {
  if (std::find(to.accepts.begin(), to.accepts.end(), wish.kind) == to.accepts.end()) {
    return ErrorCode::kKindNotAccepted;
  }
  if (to.expires_at <= now) return ErrorCode::kDescriptorExpired;
  if (wish.max_replies < 1 || wish.max_replies > kMaxReplies) {
    return Error{ErrorCode::kInvalidParams, "max_replies"};
  }
  if (wish.until <= now || wish.until - now > kMaxAnswerSeconds) {
    return Error{ErrorCode::kInvalidParams, "until"};
  }
  return ok();
}

}  // namespace

std::string_view terms_name(Terms terms) {
  return terms == Terms::kServiceOnly ? "SD-BASE" : "PDC-INTENT";
}

std::optional<Terms> parse_terms(std::string_view name) {
  for (const Terms terms : {Terms::kServiceOnly, Terms::kIntent})
    if (terms_name(terms) == name) return terms;
  return std::nullopt;
}

FillRandom system_random() {
  return [](std::span<std::uint8_t> bytes) { crypto::fill_random(bytes); };
}

crypto::Sha256 approve_hash(const Draft& draft, ByteView signing_key) {
  const std::array<ByteView, 8> parts = {as_bytes("volition approve 1"),
                                         as_bytes(draft.payload),
                                         as_bytes(draft.to.origin),
                                         as_bytes(draft.to.endpoint),
                                         as_bytes(draft.to.hpke.kid),
                                         draft.to.hpke.public_key,
                                         draft.to.hash,
                                         signing_key};
  // Each part after its length: no part can borrow bytes from its neighbour.
  Bytes joined;
  for (const ByteView part : parts) {
    for (unsigned shift = 0; shift < 64; shift += 8)
      joined.push_back(static_cast<std::uint8_t>(part.size() >> shift));
    joined.insert(joined.end(), part.begin(), part.end());
  }
  return crypto::sha256(joined);
}

Result<Draft> make_draft(const Descriptor& to, const Wish& wish, std::int64_t now,
                         const FillRandom& random) {
  if (auto status = check_wish(to, wish, now); !status) return status.error();
  auto content = make_content(wish.kind, wish.fields);
  if (!content) return content.error();

  Draft draft;
  std::array<std::uint8_t, kIdBytes> id{};
  random(id);
  draft.id = to_hex(id);
  draft.seed = crypto::SecretBuffer(crypto::kSigningSeedBytes);
  random(draft.seed.bytes());
  draft.kind = wish.kind;
  draft.terms = wish.terms;
  draft.max_replies = wish.max_replies;
  draft.made_at = now;
  draft.until = wish.until;
  draft.to = to;

  json::object payload;
  payload["typ"] = "request";
  payload["id"] = draft.id;
  payload["aud"] = to.origin;
  payload["iat"] = now;
  payload["exp"] = wish.until;
  payload["max_replies"] = wish.max_replies;
  payload["terms"] = json_text(terms_name(wish.terms));
  payload["content"] = std::move(*content);
  draft.payload = json::serialize(payload);
  if (draft.payload.size() > kMaxPayloadBytes) {
    return Error{ErrorCode::kFieldNotAllowed, "the whole is too long"};
  }
  draft.rows = rows_of(payload);

  const auto key = crypto::SigningKey::from_seed(draft.seed.view());
  if (!key) return key.error();
  draft.wire_bytes =
      sealed_length(to, crypto::header_with_key(kRequestTyp, key->verifying_key()), draft.payload);
  draft.approve = approve_hash(draft, key->verifying_key());
  return draft;
}

}  // namespace volition::requests
