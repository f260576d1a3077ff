// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/reply.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

#include "base/json.hpp"
#include "crypto/chacha20_poly1305.hpp"
#include "crypto/hkdf.hpp"
#include "crypto/hpke.hpp"
#include "crypto/jws.hpp"
#include "requests/padding.hpp"
#include "requests/reply_content.hpp"
#include "requests/text.hpp"

namespace volition::requests {
namespace {

namespace json = boost::json;

constexpr std::size_t kNonceBytes = 32;
constexpr std::size_t kMaxReplyHeaderBytes = 512;
constexpr std::size_t kMaxEntries = 10;
constexpr std::int64_t kClockDifferenceSeconds = 300;
constexpr std::size_t kMinSealedBytes = kNonceBytes + kMinPlaintextBytes + crypto::kHpkeTagBytes;
constexpr std::size_t kMaxSealedBytes =
    kNonceBytes + kMaxReplyPlaintextBytes + crypto::kHpkeTagBytes;

constexpr JsonLimits kPayloadLimits{.max_bytes = kMaxReplyPlaintextBytes,
                                    .max_depth = 16,
                                    .max_elements = 200,
                                    .max_string_bytes = kMaxReplyPlaintextBytes};
constexpr JsonLimits kMailboxLimits{.max_bytes = kMaxMailboxBytes,
                                    .max_depth = 3,
                                    .max_elements = kMaxEntries,
                                    .max_string_bytes = 32'768};

Error damaged(const char* detail) { return Error{ErrorCode::kReplyDamaged, detail}; }
Error foreign(const char* detail) { return Error{ErrorCode::kReplyForeign, detail}; }

/// Key and nonce of one reply, wiped when they go (RFC 9458 §4.4).
class ReplyKeys {
 public:
  ReplyKeys(ByteView reply_secret, ByteView enc, ByteView nonce32) {
    Bytes salt(enc.begin(), enc.end());
    salt.insert(salt.end(), nonce32.begin(), nonce32.end());
    std::array<std::uint8_t, crypto::kSha256Bytes> prk{};
    crypto::hkdf_extract(salt, reply_secret, prk);
    crypto::hkdf_expand(prk, as_bytes("key"), key_);
    crypto::hkdf_expand(prk, as_bytes("nonce"), nonce_);
    crypto::wipe(prk);
  }
  ReplyKeys(const ReplyKeys&) = delete;
  ReplyKeys& operator=(const ReplyKeys&) = delete;
  ~ReplyKeys() {
    crypto::wipe(key_);
    crypto::wipe(nonce_);
  }
  ByteView key() const { return key_; }
  const crypto::ChaChaNonce& nonce() const { return nonce_; }

 private:
  std::array<std::uint8_t, crypto::kChaChaKeyBytes> key_{};
  crypto::ChaChaNonce nonce_{};
};

/// The payload of a JWS that one of the descriptor's keys signed.
Result<Bytes> verified_payload(const Kept& kept, std::string_view text) {
  auto jws = crypto::split_jws(text, kMaxReplyHeaderBytes);
  if (!jws) return damaged("not a JWS");
  const auto kid = crypto::kid_of_header(jws->header, kReplyTyp);
  if (!kid) return damaged("header");
  const auto key = std::find_if(kept.keys.begin(), kept.keys.end(),
                                [&](const NamedKey& named) { return named.kid == *kid; });
  if (key == kept.keys.end()) return foreign("kid");
  if (!crypto::verify_jws(*jws, key->public_key)) return foreign("signature");
  return std::move(jws->payload);
}

struct Payload {
  std::int64_t iat = 0;
  json::object content;
};

/// The members of the payload, and that they are about this request.
Result<Payload> read_payload(const Kept& kept, ByteView bytes) {
  auto parsed = parse_json(as_text(bytes), kPayloadLimits);
  if (!parsed || !parsed->is_object()) return damaged("payload");
  json::object& root = parsed->get_object();
  const auto in_reply_to = text_member(root, "in_reply_to");
  const auto iat = integer_member(root, "iat");
  json::value* content = root.if_contains("content");
  if (root.size() != 4 || text_member(root, "typ") != "reply" || !in_reply_to || !iat ||
      content == nullptr || !content->is_object()) {
    return damaged("payload");
  }
  if (*in_reply_to != to_base64url(kept.receipt())) return foreign("in_reply_to");
  return Payload{*iat, std::move(content->get_object())};
}

Status check_time(const Kept& kept, std::int64_t iat, std::int64_t now) {
  if (now > kept.until || iat > kept.until) return ErrorCode::kReplyLate;
  if (iat > now + kClockDifferenceSeconds) {
    return Error{ErrorCode::kReplyLate, "dated in the future"};
  }
  return ok();
}

}  // namespace

std::string_view reply_kind_name(ReplyKind kind) {
  switch (kind) {
    case ReplyKind::kOffer:
      return "Offer";
    case ReplyKind::kAccept:
      return "AcceptAction";
    case ReplyKind::kText:
      break;
  }
  return "text";
}

Result<Reply> open_reply(Kept& kept, ByteView sealed, std::int64_t now) {
  if (sealed.size() < kMinSealedBytes || sealed.size() > kMaxSealedBytes) return damaged("size");
  const crypto::Sha256 sealed_hash = crypto::sha256(sealed);
  const auto opened_before = [&](auto member, const crypto::Sha256& hash) {
    return std::any_of(kept.seen.begin(), kept.seen.end(),
                       [&](const Kept::Seen& seen) { return seen.*member == hash; });
  };
  if (opened_before(&Kept::Seen::sealed, sealed_hash)) return ErrorCode::kReplyRepeated;
  close_when_over(kept, now);
  if (kept.reply_secret.empty()) {
    return now > kept.until ? ErrorCode::kReplyLate : ErrorCode::kReplyExcess;
  }

  const ReplyKeys keys(kept.reply_secret.view(), kept.enc, sealed.first(kNonceBytes));
  const auto plaintext =
      crypto::chacha_open(keys.key(), keys.nonce(), {}, sealed.subspan(kNonceBytes));
  if (!plaintext) return damaged("does not open");
  const auto text = unpad(*plaintext, kMaxReplyPlaintextBytes);
  if (!text) return damaged("padding");
  const auto bytes = verified_payload(kept, *text);
  if (!bytes) return bytes.error();
  const auto payload = read_payload(kept, *bytes);
  if (!payload) return payload.error();
  if (auto status = check_time(kept, payload->iat, now); !status) return status.error();
  const crypto::Sha256 jws_hash = crypto::sha256(as_bytes(*text));
  if (opened_before(&Kept::Seen::jws, jws_hash)) return ErrorCode::kReplyRepeated;
  if (kept.remaining() <= 0) return ErrorCode::kReplyExcess;
  auto reply = read_reply_content(payload->content);
  if (!reply) return reply.error();
  kept.seen.push_back({sealed_hash, jws_hash});
  close_when_over(kept, now);
  return reply;
}

Result<MailboxReading> open_mailbox(Kept& kept, const MailboxAnswer& answer, std::int64_t now) {
  close_when_over(kept, now);
  if (answer.status == 202) return MailboxReading{MailboxState::kNotYet, {}};
  if (answer.status == 404 || answer.status == 410) return MailboxReading{MailboxState::kGone, {}};
  if (answer.status != 200) return MailboxReading{MailboxState::kOtherStatus, {}};
  if (!is_media_type(answer.content_type, kRepliesMediaType)) return damaged("type");
  if (answer.body.size() > kMaxMailboxBytes) return damaged("size");
  const auto parsed = parse_json(as_text(answer.body), kMailboxLimits);
  if (!parsed || !parsed->is_object() || parsed->get_object().size() != 1) {
    return damaged("not a list of replies");
  }
  const json::value* list = find(parsed->get_object(), "replies");
  if (list == nullptr || !list->is_array() || list->get_array().empty()) {
    return damaged("not a list of replies");
  }
  MailboxReading reading{MailboxState::kReplies, {}};
  for (const json::value& entry : list->get_array()) {
    std::optional<Bytes> sealed;
    if (entry.is_string()) {
      sealed = from_base64url({entry.get_string().data(), entry.get_string().size()});
    }
    reading.replies.push_back(sealed ? open_reply(kept, *sealed, now)
                                     : Result<Reply>(damaged("not base64url")));
  }
  return reading;
}

}  // namespace volition::requests
