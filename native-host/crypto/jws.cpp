// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/jws.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "base/json.hpp"

namespace volition::crypto {
namespace {

namespace json = boost::json;

constexpr JsonLimits kHeaderLimits{
    .max_bytes = 4096, .max_depth = 3, .max_elements = 8, .max_string_bytes = 512};

Error bad_form(const char* detail) { return Error{ErrorCode::kBadSignature, detail}; }

/// The length of what `text` decodes to, without decoding it.
std::size_t decoded_length(std::string_view text) { return text.size() * 3 / 4; }

/// Whether the member is there and is this very text.
bool is_text(const json::object& object, std::string_view name, std::string_view expected) {
  const json::value* value = object.if_contains(json::string_view(name.data(), name.size()));
  return value != nullptr && value->is_string() &&
         std::string_view(value->get_string().data(), value->get_string().size()) == expected;
}

/// The header as an object of exactly `size` members with alg EdDSA and this typ. Members that are
/// not expected are refused by the count, since the expected ones are all looked up.
Result<json::object> read_header(std::string_view header_json, std::string_view typ) {
  auto parsed = parse_json(header_json, kHeaderLimits);
  if (!parsed || !parsed->is_object()) return bad_form("the header is not an object");
  json::object object = std::move(parsed->get_object());
  if (object.size() != 3) return bad_form("the header has other members");
  if (!is_text(object, "alg", "EdDSA")) return bad_form("alg is not EdDSA");
  if (!is_text(object, "typ", typ)) return bad_form("typ is another");
  return object;
}

}  // namespace

std::string sign_jws(std::string_view header_json, ByteView payload, const SigningKey& key) {
  std::string compact = to_base64url(as_bytes(header_json));
  compact += '.';
  compact += to_base64url(payload);
  const Signature signature = key.sign(as_bytes(compact));
  compact += '.';
  compact += to_base64url(signature);
  return compact;
}

Result<CompactJws> split_jws(std::string_view compact, std::size_t max_header_bytes) {
  const std::size_t first = compact.find('.');
  if (first == std::string_view::npos) return bad_form("not three parts");
  const std::size_t second = compact.find('.', first + 1);
  if (second == std::string_view::npos) return bad_form("not three parts");
  const std::string_view header_part = compact.substr(0, first);
  const std::string_view signature_part = compact.substr(second + 1);
  if (decoded_length(header_part) > max_header_bytes) return bad_form("the header is too long");
  if (decoded_length(signature_part) != kSignatureBytes) return bad_form("no Ed25519 signature");
  auto header = from_base64url(header_part);
  auto payload = from_base64url(compact.substr(first + 1, second - first - 1));
  auto signature = from_base64url(signature_part);
  if (!header || !payload || !signature) return bad_form("not base64url");
  return CompactJws{compact.substr(0, second), std::string(as_text(*header)), std::move(*payload),
                    std::move(*signature)};
}

Status verify_jws(const CompactJws& jws, ByteView public_key) {
  if (public_key.size() != kVerifyingKeyBytes) return Error{ErrorCode::kBadKey, "not 32 bytes"};
  if (!verify_signature(public_key, as_bytes(jws.signing_input), jws.signature)) {
    return Error{ErrorCode::kBadSignature, "the signature is not by this key"};
  }
  return ok();
}

std::string header_with_key(std::string_view typ, ByteView public_key) {
  json::object jwk;
  jwk["kty"] = "OKP";
  jwk["crv"] = "Ed25519";
  jwk["x"] = to_base64url(public_key);
  json::object header;
  header["alg"] = "EdDSA";
  header["typ"] = json::string_view(typ.data(), typ.size());
  header["jwk"] = std::move(jwk);
  return json::serialize(header);
}

Result<Bytes> key_of_header(std::string_view header_json, std::string_view typ) {
  auto header = read_header(header_json, typ);
  if (!header) return header.error();
  const json::value* jwk = header->if_contains("jwk");
  if (jwk == nullptr || !jwk->is_object()) return bad_form("no jwk");
  const json::object& members = jwk->get_object();
  const json::value* x = members.if_contains("x");
  if (members.size() != 3 || !is_text(members, "kty", "OKP") ||
      !is_text(members, "crv", "Ed25519") || x == nullptr || !x->is_string()) {
    return bad_form("jwk is not an Ed25519 public key");
  }
  auto key = from_base64url({x->get_string().data(), x->get_string().size()});
  if (!key || key->size() != kVerifyingKeyBytes) return bad_form("x is not 32 bytes");
  return std::move(*key);
}

std::string header_with_kid(std::string_view typ, std::string_view kid) {
  json::object header;
  header["alg"] = "EdDSA";
  header["typ"] = json::string_view(typ.data(), typ.size());
  header["kid"] = json::string_view(kid.data(), kid.size());
  return json::serialize(header);
}

Result<std::string> kid_of_header(std::string_view header_json, std::string_view typ) {
  auto header = read_header(header_json, typ);
  if (!header) return header.error();
  const json::value* kid = header->if_contains("kid");
  if (kid == nullptr || !kid->is_string()) return bad_form("no kid");
  return std::string(kid->get_string().data(), kid->get_string().size());
}

}  // namespace volition::crypto
