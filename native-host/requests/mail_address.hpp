// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The addresses of the mail channel: a brand's, which the person or the page gives, and the
// person's own. Read strictly, after the dot-atom form of RFC 5322 §3.4.1 and the limits of RFC
// 5321 §4.5.3.1: quoted names, comments, several addresses and everything else that two mail
// programs could read differently are refused, so that a request goes to the one address that was
// shown.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace volition::requests {

/// Longest address, in bytes.
constexpr std::size_t kMaxMailAddressBytes = 254;
constexpr std::size_t kMaxLocalPartBytes = 64;

struct MailAddress {
  /// As written: only the receiving server knows whether its case matters.
  std::string local;
  /// Lower-case ASCII.
  std::string domain;

  std::string text() const { return local + "@" + domain; }
  friend bool operator==(const MailAddress&, const MailAddress&) = default;
};

/// Errors: mail_address_malformed; address_private_host (the person's own network is no brand's).
Result<MailAddress> parse_mail_address(std::string_view text);

/// Whether an address is, by its name, one for data protection ("dpo@", "privacy@", "rgpd@"): such
/// a one is for rights only, never for an offer or a question.
bool is_for_rights(const MailAddress& address);

/// "user+tag@": what is sent there tells by itself which request it answers (RFC 5233). Nullopt
/// where the name would be too long, or has a part after "+" already.
std::optional<MailAddress> with_tag(const MailAddress& address, std::string_view tag);

}  // namespace volition::requests
