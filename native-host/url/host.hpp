// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Host names: which are well formed, and which belong to one owner (Public Suffix List, by libpsl's
// built-in copy).

#include <string_view>

namespace volition::url {

/// Whether `host` is a lower-case ASCII host name as browsers serialise it: labels of 1 to 63 of
/// [a-z0-9_-], 253 bytes in all, one final dot allowed. Punycode labels are not decoded here.
bool is_host_name(std::string_view host);

/// Whether a browser takes the host for an address: in brackets, or its last label is a number
/// (WHATWG "ends in a number": decimal, or hexadecimal after 0x).
bool is_ip_literal(std::string_view host);

/// "shop.co.uk" for "www.shop.co.uk". An unknown suffix counts as one label ("www.shop.example" →
/// "shop.example"). An IP literal and a bare public suffix are their own answer. A final dot is
/// left out. A view into `host`, which must be lower-case.
std::string_view registrable_domain(std::string_view host);

/// "www.shop" for "www.shop.co.uk": the host without its public suffix. Empty for an IP literal and
/// a bare public suffix ("github.io"). A view into `host`, which must be lower-case.
std::string_view without_public_suffix(std::string_view host);

/// Whether the list knows the host's last label: "a.example.com" yes, "banner.gif" no. `host` must
/// be lower-case.
bool has_known_suffix(std::string_view host);

/// Whether `host` is `domain` or below it: "a.shop.example" is within "shop.example",
/// "ashop.example" is not.
bool is_within(std::string_view host, std::string_view domain);

/// Whether two hosts have the same registrable domain ("first party").
bool same_site(std::string_view a, std::string_view b);

}  // namespace volition::url
