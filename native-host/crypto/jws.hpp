// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// JSON Web Signature in its compact form (RFC 7515 §7.1) with Ed25519 only (RFC 8037, "EdDSA").
// What a header must say is each caller's own rule: this file signs, splits and verifies bytes.

#include <string>
#include <string_view>

#include "base/encoding.hpp"
#include "base/result.hpp"
#include "crypto/signature.hpp"

namespace volition::crypto {

/// A compact JWS taken apart; nothing is verified yet.
struct CompactJws {
  /// "header.payload" as it stands: what was signed. A view into the text that was split.
  std::string_view signing_input;
  std::string header;
  Bytes payload;
  Bytes signature;
};

/// `header_json` and `payload` as a compact JWS.
std::string sign_jws(std::string_view header_json, ByteView payload, const SigningKey& key);

/// Three parts of strict base64url, the last of 64 bytes. `max_header_bytes` bounds the decoded
/// header before it is decoded. Errors: bad_signature (the form is wrong).
Result<CompactJws> split_jws(std::string_view compact, std::size_t max_header_bytes);

/// Errors: bad_signature; bad_key for a public key that is not 32 bytes.
Status verify_jws(const CompactJws& jws, ByteView public_key);

/// The protected header of a JWS whose key travels with it: exactly alg, typ, jwk (WIRE.md §2, §7).
std::string header_with_key(std::string_view typ, ByteView public_key);

/// The public key of such a header. Errors: bad_signature for anything but exactly those members
/// with this `typ`.
Result<Bytes> key_of_header(std::string_view header_json, std::string_view typ);

/// The protected header of a JWS whose key is known by name: exactly alg, typ, kid (WIRE.md §6).
std::string header_with_kid(std::string_view typ, std::string_view kid);

/// The kid of such a header. Errors: bad_signature, as above.
Result<std::string> kid_of_header(std::string_view header_json, std::string_view typ);

}  // namespace volition::crypto
