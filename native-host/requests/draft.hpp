// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A draft: the exact words that would leave, fixed before the person sees them (WIRE.md §2). It
// draws the request's id and key, so that what the preview shows is what the signature will cover,
// byte for byte. A draft lives in memory only.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/money.hpp"
#include "base/result.hpp"
#include "crypto/secret_buffer.hpp"
#include "requests/descriptor.hpp"

namespace volition::requests {

constexpr std::size_t kMaxPayloadBytes = 49'152;
constexpr int kMaxReplies = 10;
/// The longest time to answer: 366 days.
constexpr std::int64_t kMaxAnswerSeconds = 31'622'400;

enum class Condition { kNew, kUsed, kRefurbished };
enum class Delivery { kMail, kPickup };
/// IEEE 7012 agreements: "SD-BASE", "PDC-INTENT".
enum class Terms { kServiceOnly, kIntent };
std::string_view terms_name(Terms terms);
std::optional<Terms> parse_terms(std::string_view name);

/// What the person wants to say. What is nullopt is switched off, and is not in the payload at all.
struct Fields {
  std::optional<std::string> name;
  std::optional<std::string> maker;
  std::optional<std::string> sku;
  std::optional<std::string> gtin;
  std::optional<std::string> url;
  std::optional<Money> max_price;
  std::optional<int> quantity;
  std::optional<Condition> condition;
  std::optional<std::string> area;
  std::optional<Delivery> delivery;
  std::optional<std::string> question;
  std::optional<std::string> person_name;
  std::optional<std::string> postcode;
};

/// What a draft is made of. `until` is the end of the time to answer, in seconds since 1970.
struct Wish {
  Kind kind = Kind::kDemand;
  Fields fields;
  int max_replies = 1;
  std::int64_t until = 0;
  Terms terms = Terms::kServiceOnly;
};

/// One leaf of the payload, for people: path "content.itemOffered.name", value "Trail shoes".
struct Row {
  std::string path;
  std::string value;

  friend bool operator==(const Row&, const Row&) = default;
};

struct Draft {
  /// The request's id on the wire: 32 hexadecimal digits.
  std::string id;
  Kind kind = Kind::kDemand;
  Terms terms = Terms::kServiceOnly;
  int max_replies = 1;
  /// Seconds since 1970.
  std::int64_t made_at = 0;
  std::int64_t until = 0;
  /// The signed payload, byte for byte: the `exact` of the preview.
  std::string payload;
  /// All of the payload, leaf by leaf and in its order.
  std::vector<Row> rows;
  /// Whom it goes to, as judged.
  Descriptor to;
  /// Length of the sealed message in bytes.
  std::size_t wire_bytes = 0;
  /// Binds what was shown: payload, origin, endpoint, key id, encryption key, descriptor hash.
  crypto::Sha256 approve{};
  /// Ed25519 seed of the request's own key.
  crypto::SecretBuffer seed;
};

/// Fills bytes at random. Only test vectors pass another one than the default.
using FillRandom = std::function<void(std::span<std::uint8_t>)>;
FillRandom system_random();

/// Errors: kind_not_accepted; descriptor_expired; field_not_allowed with the field's name (a needed
/// one is missing: `name` for a Demand, `question` for an AskAction; control characters, not UTF-8,
/// over its length, not a value of its kind); invalid_params (times, counts).
Result<Draft> make_draft(const Descriptor& to, const Wish& wish, std::int64_t now,
                         const FillRandom& random = system_random());

/// What `Draft::approve` is made of: SHA-256 over payload, origin, endpoint, key id, encryption
/// key, descriptor hash and the request's public signing key (32 bytes).
crypto::Sha256 approve_hash(const Draft& draft, ByteView signing_key);

}  // namespace volition::requests
