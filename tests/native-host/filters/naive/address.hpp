// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// An address and a host as the naive matcher sees them: written for the tests alone, from the rules
// in native-host/filters/README.md and native-host/url/README.md, without a line of the program's
// own readers.

#include <cstddef>
#include <optional>
#include <string>

namespace volition::naive {

/// An address without its fragment; scheme and host in lower case.
struct Address {
  std::string text;
  std::size_t host_begin = 0;
  std::size_t host_end = 0;

  /// Without a final dot.
  std::string host() const;
};

/// nullopt where the product reads no address: another scheme, an ill-formed host or port, a
/// control character, a backslash before the query.
std::optional<Address> read_address(const std::string& text);

/// "a.example", "a-b_c.example": labels of 1 to 63 letters, digits, "-" and "_" in lower case.
bool is_host(const std::string& text);
/// "192.0.2.7", "[2001:db8::1]".
bool is_ip(const std::string& host);
/// Whether `host` is `name` or below it. An address has nothing below it.
bool is_or_is_below(const std::string& host, const std::string& name);
/// The host's site: its public suffix and one label more; the host itself where there is none.
std::string site_of(const std::string& host);
/// "www.google" of "www.google.co.uk"; empty where nothing is left.
std::string without_public_suffix(const std::string& host);
/// Whether the last label is a top-level domain that the Public Suffix List names.
bool ends_in_known_suffix(const std::string& host);

/// ASCII letters to lower case.
std::string lower(std::string text);

}  // namespace volition::naive
