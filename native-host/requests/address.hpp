// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which addresses a message of the person may go to, or a reply may show: https on the public
// internet, never the person's own network (WIRE.md §1 and §6). Judged by name alone: this program
// has no resolver, and the browser's own rules for private networks stand beside it.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "url/url.hpp"

namespace volition::requests {

/// Longest endpoint and longest address in a reply, in bytes.
constexpr std::size_t kMaxEndpointBytes = 1024;
constexpr std::size_t kMaxShownAddressBytes = 2000;

/// Any https address that may be shown and opened by a press. Errors, the first that holds:
/// address_malformed, address_not_https, address_user_info, address_ip_literal,
/// address_private_host, address_port.
Result<url::Url> judge_address(std::string_view address, std::size_t max_bytes);

/// As above, and on the same registrable domain as `brand`. Errors as above, and address_foreign.
Result<url::Url> judge_brand_address(std::string_view address, std::string_view brand);

/// As above, and fit to post to: no query, no fragment, a plain path without a final slash.
Result<url::Url> judge_endpoint(std::string_view address, std::string_view brand);

/// Whether a name is one of the person's own network and no brand's: single-label, or below a
/// suffix kept for private use (RFC 6761, RFC 6762, RFC 8375, RFC 9476, ICANN's .internal), or one
/// of the names that resolve to private addresses by design.
bool is_private_host(std::string_view host);

}  // namespace volition::requests
