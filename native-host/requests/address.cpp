// SPDX-License-Identifier: GPL-3.0-or-later
#include "requests/address.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "url/host.hpp"

namespace volition::requests {
namespace {

// Names of the person's own network, each with everything below it. `.example` is reserved too
// (RFC 6761), but resolves nowhere: it is the demonstration's and the documentation's.
constexpr std::array kPrivateSuffixes = {
    // RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9476, and reverse look-up.
    "localhost", "local", "test", "invalid", "onion", "arpa", "alt",
    // Set aside by ICANN for private use, or never delegated because homes and firms use them.
    "internal", "corp", "home", "mail", "lan", "intranet", "private", "localdomain", "domain",
    // Public names that lead to private addresses by design.
    "nip.io", "sslip.io", "xip.io", "localtest.me", "lvh.me", "vcap.me", "lacolhost.com",
    "traefik.me", "local.gd", "plex.direct",
    // Boxes that answer to a public name inside the home.
    "fritz.box", "mafreebox.freebox.fr", "mabbox.bytel.fr", "tplinkwifi.net", "tplinklogin.net",
    "routerlogin.net", "routerlogin.com", "orbilogin.com", "asusrouter.com", "router.asus.com"};

bool is_printable_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

/// A path that every server and library reads alike: no escapes, no empty or dot segments.
bool is_plain_path(std::string_view path) {
  if (!path.starts_with('/') || path.ends_with('/')) return false;
  std::size_t begin = 1;
  while (begin <= path.size()) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view segment = path.substr(begin, end - begin);
    if (segment.empty() || segment == "." || segment == "..") return false;
    for (const char c : segment) {
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                         (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
      if (!plain) return false;
    }
    begin = end + 1;
  }
  return true;
}

}  // namespace

bool is_private_host(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host.find('.') == std::string_view::npos) return true;
  return std::any_of(kPrivateSuffixes.begin(), kPrivateSuffixes.end(),
                     [&](const char* suffix) { return url::is_within(host, suffix); });
}

Result<url::Url> judge_address(std::string_view address, std::size_t max_bytes) {
  if (address.size() > max_bytes) return Error{ErrorCode::kAddressMalformed, "too long"};
  if (!is_printable_ascii(address)) return Error{ErrorCode::kAddressMalformed, "not ASCII"};
  auto parsed = url::Url::parse(address);
  if (!parsed) return Error{ErrorCode::kAddressMalformed, "not an address"};
  if (!parsed->is_https()) return ErrorCode::kAddressNotHttps;
  if (parsed->has_user_info()) return ErrorCode::kAddressUserInfo;
  if (parsed->host_is_ip_literal()) return ErrorCode::kAddressIpLiteral;
  if (is_private_host(parsed->host())) return ErrorCode::kAddressPrivateHost;
  if (parsed->port().has_value()) return ErrorCode::kAddressPort;
  // One host, one spelling: "shop.example." would be another origin to a browser.
  if (parsed->host().ends_with('.')) return Error{ErrorCode::kAddressMalformed, "final dot"};
  return parsed;
}

Result<url::Url> judge_brand_address(std::string_view address, std::string_view brand) {
  auto judged = judge_address(address, kMaxEndpointBytes);
  if (!judged) return judged.error();
  if (!url::same_site(judged->host(), brand)) return ErrorCode::kAddressForeign;
  return judged;
}

Result<url::Url> judge_endpoint(std::string_view address, std::string_view brand) {
  auto judged = judge_brand_address(address, brand);
  if (!judged) return judged.error();
  if (judged->text() != address) return Error{ErrorCode::kAddressMalformed, "not in lower case"};
  if (judged->has_query() || judged->has_fragment()) {
    return Error{ErrorCode::kAddressMalformed, "query or fragment"};
  }
  if (!is_plain_path(judged->path())) return Error{ErrorCode::kAddressMalformed, "path"};
  return judged;
}

}  // namespace volition::requests
