// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/seal.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "crypto/hpke.hpp"
#include "crypto/jws.hpp"
#include "requests/padding.hpp"
#include "requests/text.hpp"

namespace volition::requests {
namespace {

constexpr std::string_view kMailboxLabel = "volition mailbox";
constexpr std::string_view kReplyLabel = "volition reply";
constexpr std::size_t kExportBytes = 32;

}  // namespace

Bytes request_info(std::string_view origin) {
  constexpr std::string_view kPurpose = "volition request";
  Bytes info(kPurpose.begin(), kPurpose.end());
  info.push_back(0);
  info.insert(info.end(), origin.begin(), origin.end());
  return info;
}

std::string write_wire(std::string_view kid, ByteView enc, ByteView ct) {
  boost::json::object wire;
  wire["kid"] = json_text(kid);
  wire["enc"] = to_base64url(enc);
  wire["ct"] = to_base64url(ct);
  return boost::json::serialize(wire);
}

Result<Kept> seal_draft(const Draft& draft, ByteView approve, std::int64_t now,
                        const FillRandom& random) {
  const auto key = crypto::SigningKey::from_seed(draft.seed.view());
  if (!key) return key.error();
  // Computed anew from what is about to be signed, not read from the draft.
  const crypto::Sha256 expected = approve_hash(draft, key->verifying_key());
  if (!crypto::equal_secret(expected, approve)) return ErrorCode::kNotApproved;
  if (draft.until <= now) return ErrorCode::kRequestClosed;
  if (draft.to.expires_at <= now) return ErrorCode::kDescriptorExpired;

  crypto::SecretBuffer ephemeral(crypto::kHpkeKeyBytes);
  random(ephemeral.bytes());
  auto sender = crypto::hpke_setup_sender(draft.to.hpke.public_key, request_info(draft.to.origin),
                                          ephemeral.view());
  if (!sender) return sender.error();

  Kept kept;
  kept.jws = crypto::sign_jws(crypto::header_with_key(kRequestTyp, key->verifying_key()),
                              as_bytes(draft.payload), *key);
  const Bytes ct = sender->context.seal({}, pad(kept.jws));
  kept.enc.assign(sender->enc.begin(), sender->enc.end());
  kept.wire = write_wire(draft.to.hpke.kid, kept.enc, ct);
  kept.seed = draft.seed.clone();
  kept.reply_secret = sender->context.export_secret(as_bytes(kReplyLabel), kExportBytes);
  kept.origin = draft.to.origin;
  kept.endpoint = draft.to.endpoint;
  const crypto::SecretBuffer mailbox =
      sender->context.export_secret(as_bytes(kMailboxLabel), kExportBytes);
  kept.mailbox = draft.to.endpoint + "/" + to_base64url(mailbox.view());
  kept.keys = draft.to.keys;
  kept.max_replies = draft.max_replies;
  kept.made_at = draft.made_at;
  kept.until = draft.until;
  return kept;
}

}  // namespace volition::requests
