// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A brand's descriptor: what it accepts, where, and by which keys (WIRE.md §1). The extension
// fetched it on a press; here it is judged. It comes from a stranger: everything is bounded and
// nothing is repaired.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/encoding.hpp"
#include "base/result.hpp"
#include "crypto/hkdf.hpp"

namespace volition::requests {

constexpr std::size_t kMaxDescriptorBytes = 65'536;

/// What a person may send (schema.org types). The names on the wire: kind_name.
enum class Kind { kDemand, kAsk };
/// "Demand", "AskAction".
std::string_view kind_name(Kind kind);
std::optional<Kind> parse_kind(std::string_view name);

/// The answer to the look-up, as the browser gave it. Views live as long as the caller's texts.
struct DescriptorAnswer {
  /// The address that answered in the end.
  std::string_view url;
  int status = 0;
  std::string_view content_type;
  /// The body's bytes.
  std::string_view body;
};

/// A public key with its name in the descriptor.
struct NamedKey {
  std::string kid;
  Bytes public_key;

  friend bool operator==(const NamedKey&, const NamedKey&) = default;
};

struct Descriptor {
  /// The domain that was asked.
  std::string brand;
  /// "https://shop.example".
  std::string origin;
  std::string endpoint;
  std::string organization;
  /// What both sides know of `accepts`; may be empty.
  std::vector<Kind> accepts;
  std::vector<std::string> agreements;
  std::optional<std::string> retention;
  /// As written, and in seconds since 1970.
  std::string expires;
  std::int64_t expires_at = 0;
  /// The encryption key to use: the first of a known suite (X25519, 32 bytes).
  NamedKey hpke;
  /// Keys that may sign replies (Ed25519, 32 bytes each), one or more.
  std::vector<NamedKey> keys;
  /// SHA-256 of the body.
  crypto::Sha256 hash{};
};

/// "https://shop.example/.well-known/customer-requests.json"
std::string descriptor_url(std::string_view brand);

/// The descriptor of `brand` (a lower-case host name) out of the answer, at `now` (seconds since
/// 1970). Errors: address_* for the brand's own name, then descriptor_status,
/// descriptor_redirected, descriptor_type, descriptor_too_large, descriptor_malformed,
/// descriptor_foreign, descriptor_expired, descriptor_suite, and address_* for the endpoint. The
/// detail names the member, never its value.
Result<Descriptor> judge_descriptor(std::string_view brand, const DescriptorAnswer& answer,
                                    std::int64_t now);

}  // namespace volition::requests
