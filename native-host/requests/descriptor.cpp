// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/descriptor.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <utility>

#include "base/json.hpp"
#include "crypto/hpke.hpp"
#include "crypto/signature.hpp"
#include "requests/address.hpp"
#include "requests/text.hpp"

namespace volition::requests {
namespace {

namespace json = boost::json;

constexpr std::string_view kSpec = "customer-requests/1";
constexpr std::string_view kWellKnown = "/.well-known/customer-requests.json";
constexpr std::size_t kMaxKeys = 8;
constexpr std::size_t kMaxKidBytes = 64;
constexpr std::size_t kMaxOrganization = 200;
constexpr std::size_t kMaxAccepts = 10;
constexpr std::size_t kMaxContactPoints = 10;
constexpr std::size_t kMaxAgreements = 20;
constexpr std::size_t kMaxAgreement = 60;
constexpr std::size_t kMaxRetention = 40;

constexpr JsonLimits kLimits{.max_bytes = kMaxDescriptorBytes,
                             .max_depth = 16,
                             .max_elements = 1000,
                             .max_string_bytes = 16'384};

constexpr std::array<std::pair<Kind, std::string_view>, 2> kKinds = {
    {{Kind::kDemand, "Demand"}, {Kind::kAsk, "AskAction"}}};

Error malformed(std::string_view member) {
  return Error{ErrorCode::kDescriptorMalformed, std::string(member)};
}

bool is_kid(std::string_view kid) {
  return !kid.empty() && kid.size() <= kMaxKidBytes &&
         std::all_of(kid.begin(), kid.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '_' || c == '-';
         });
}

/// An array member of 1 (or none, where `least` is 0) to `most` elements.
Result<const json::array*> array_member(const json::object& object, std::string_view name,
                                        std::size_t least, std::size_t most) {
  const json::value* value = find(object, name);
  if (value == nullptr || !value->is_array()) return malformed(name);
  const json::array& array = value->get_array();
  if (array.size() < least || array.size() > most) return malformed(name);
  return &array;
}

/// What every entry of `hpke` and `keys` has: an object with a kid that no other entry has.
Result<const json::object*> read_entry(const json::value& value, std::string_view name,
                                       std::vector<std::string_view>& kids) {
  if (!value.is_object()) return malformed(name);
  const json::object& entry = value.get_object();
  const auto kid = text_member(entry, "kid");
  if (!kid || !is_kid(*kid) || std::find(kids.begin(), kids.end(), *kid) != kids.end()) {
    return malformed(name);
  }
  kids.push_back(*kid);
  return &entry;
}

/// 32 bytes of a base64url member.
std::optional<Bytes> key_member(const json::object& entry, std::string_view name) {
  const auto text = text_member(entry, name);
  if (!text || text->size() != 43) return std::nullopt;
  return from_base64url(*text);
}

/// The first entry of the one suite.
Result<NamedKey> read_hpke(const json::object& root) {
  const auto array = array_member(root, "hpke", 1, kMaxKeys);
  if (!array) return array.error();
  std::optional<NamedKey> chosen;
  std::vector<std::string_view> kids;
  for (const json::value& value : **array) {
    const auto entry = read_entry(value, "hpke", kids);
    if (!entry) return entry.error();
    const auto kem = integer_member(**entry, "kem_id");
    const auto kdf = integer_member(**entry, "kdf_id");
    const auto aead = integer_member(**entry, "aead_id");
    if (!kem || !kdf || !aead || !text_member(**entry, "pub")) return malformed("hpke");
    if (*kem != crypto::kHpkeKemX25519HkdfSha256 || *kdf != crypto::kHpkeKdfHkdfSha256 ||
        *aead != crypto::kHpkeAeadChaCha20Poly1305) {
      continue;
    }
    auto key = key_member(**entry, "pub");
    // A trial set-up finds a point of low order now and not when the person presses Send.
    if (!key || !crypto::hpke_setup_sender(*key, {})) return malformed("hpke");
    if (!chosen) chosen = NamedKey{std::string(kids.back()), std::move(*key)};
  }
  if (!chosen) return Error{ErrorCode::kDescriptorSuite, "hpke"};
  return std::move(*chosen);
}

Result<std::vector<NamedKey>> read_keys(const json::object& root) {
  const auto array = array_member(root, "keys", 1, kMaxKeys);
  if (!array) return array.error();
  std::vector<NamedKey> keys;
  std::vector<std::string_view> kids;
  for (const json::value& value : **array) {
    const auto entry = read_entry(value, "keys", kids);
    if (!entry) return entry.error();
    const auto kty = text_member(**entry, "kty");
    // A brand that publishes its private key would be impersonated by anybody.
    if (!kty || find(**entry, "d") != nullptr) return malformed("keys");
    if (*kty != "OKP" || text_member(**entry, "crv") != "Ed25519") continue;
    auto key = key_member(**entry, "x");
    if (!key) return malformed("keys");
    keys.push_back(NamedKey{std::string(kids.back()), std::move(*key)});
  }
  if (keys.empty()) return Error{ErrorCode::kDescriptorSuite, "keys"};
  return keys;
}

Result<std::vector<Kind>> read_accepts(const json::object& root) {
  const auto array = array_member(root, "accepts", 1, kMaxAccepts);
  if (!array) return array.error();
  std::vector<Kind> kinds;
  for (const json::value& value : **array) {
    if (!value.is_string()) return malformed("accepts");
    const auto kind = parse_kind({value.get_string().data(), value.get_string().size()});
    if (kind && std::find(kinds.begin(), kinds.end(), *kind) == kinds.end()) {
      kinds.push_back(*kind);
    }
  }
  return kinds;
}

Result<std::vector<std::string>> read_agreements(const json::object& root) {
  std::vector<std::string> agreements;
  if (find(root, "agreements") == nullptr) return agreements;
  const auto array = array_member(root, "agreements", 0, kMaxAgreements);
  if (!array) return array.error();
  for (const json::value& value : **array) {
    if (!value.is_string()) return malformed("agreements");
    const std::string_view text(value.get_string().data(), value.get_string().size());
    if (!is_text(text, kMaxAgreement, LineBreaks::kRefuse)) return malformed("agreements");
    agreements.push_back(inert(text));
  }
  return agreements;
}

/// The optional members that are only carried along.
Status read_optional(const json::object& root, Descriptor& into) {
  if (const json::value* contact = find(root, "contactPoint"); contact != nullptr) {
    const auto array = array_member(root, "contactPoint", 0, kMaxContactPoints);
    if (!array) return array.error();
    for (const json::value& value : **array)
      if (!value.is_object()) return malformed("contactPoint");
  }
  auto agreements = read_agreements(root);
  if (!agreements) return agreements.error();
  into.agreements = std::move(*agreements);
  if (find(root, "retention") != nullptr) {
    const auto retention = text_member(root, "retention");
    if (!retention || !is_text(*retention, kMaxRetention, LineBreaks::kRefuse)) {
      return malformed("retention");
    }
    into.retention = inert(*retention);
  }
  return ok();
}

Result<Descriptor> read_members(std::string_view brand, std::string_view url,
                                const json::object& root, std::int64_t now) {
  Descriptor descriptor;
  descriptor.brand = brand;
  if (text_member(root, "spec") != kSpec) return malformed("spec");
  const auto canonical = text_member(root, "canonical");
  if (!canonical) return malformed("canonical");
  if (*canonical != url) return Error{ErrorCode::kDescriptorForeign, "canonical"};

  const auto expires = text_member(root, "expires");
  const auto expires_at = expires ? parse_utc_time(*expires) : std::nullopt;
  if (!expires_at) return malformed("expires");
  if (*expires_at <= now) return Error{ErrorCode::kDescriptorExpired, "expires"};
  descriptor.expires = *expires;
  descriptor.expires_at = *expires_at;

  const auto organization = text_member(root, "organization");
  if (!organization || !is_text(*organization, kMaxOrganization, LineBreaks::kRefuse) ||
      inert(*organization) != *organization) {
    return malformed("organization");
  }
  descriptor.organization = *organization;

  auto accepts = read_accepts(root);
  if (!accepts) return accepts.error();
  descriptor.accepts = std::move(*accepts);
  auto hpke = read_hpke(root);
  if (!hpke) return hpke.error();
  descriptor.hpke = std::move(*hpke);
  auto keys = read_keys(root);
  if (!keys) return keys.error();
  descriptor.keys = std::move(*keys);
  if (auto status = read_optional(root, descriptor); !status) return status.error();

  const auto endpoint = text_member(root, "endpoint");
  if (!endpoint) return malformed("endpoint");
  const auto judged = judge_endpoint(*endpoint, brand);
  if (!judged) return judged.error();
  descriptor.endpoint = *endpoint;
  return descriptor;
}

}  // namespace

std::string_view kind_name(Kind kind) {
  for (const auto& [value, name] : kKinds)
    if (value == kind) return name;
  return {};
}

std::optional<Kind> parse_kind(std::string_view name) {
  for (const auto& [value, text] : kKinds)
    if (text == name) return value;
  return std::nullopt;
}

std::string descriptor_url(std::string_view brand) {
  return "https://" + std::string(brand) + std::string(kWellKnown);
}

Result<Descriptor> judge_descriptor(std::string_view brand, const DescriptorAnswer& answer,
                                    std::int64_t now) {
  const std::string url = descriptor_url(brand);
  const auto asked = judge_address(url, kMaxEndpointBytes);
  if (!asked) return asked.error();
  // A name such as "shop.example/x?" would move the well-known path elsewhere.
  if (asked->host() != brand) return Error{ErrorCode::kAddressMalformed, "brand"};
  if (answer.url != url) return Error{ErrorCode::kDescriptorRedirected, "url"};
  if (answer.status != 200) {
    return Error{ErrorCode::kDescriptorStatus, std::to_string(answer.status)};
  }
  if (!is_media_type(answer.content_type, "application/json")) return ErrorCode::kDescriptorType;
  if (answer.body.size() > kMaxDescriptorBytes) return ErrorCode::kDescriptorTooLarge;
  const auto parsed = parse_json(answer.body, kLimits);
  if (!parsed) return malformed(code_name(parsed.error().code));
  if (!parsed->is_object()) return malformed("not an object");
  auto descriptor = read_members(brand, url, parsed->get_object(), now);
  if (!descriptor) return descriptor.error();
  descriptor->origin = asked->origin();
  descriptor->hash = crypto::sha256(as_bytes(answer.body));
  return descriptor;
}

}  // namespace volition::requests
