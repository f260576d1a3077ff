// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One address as its parts. It follows the WHATWG URL Standard for the schemes http, https, ws and
// wss, and is stricter: it reads addresses that a browser already serialised, or that a hostile
// page or brand wrote, so what two parsers could read differently is refused and never repaired.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace volition::url {

/// The longest address that is read, in bytes.
constexpr std::size_t kMaxUrlBytes = std::size_t{64} * 1024;

/// An absolute http, https, ws or wss address. Scheme and host are lower-case, everything else
/// stands as written. The views live as long as the Url and move with it.
class Url {
 public:
  /// Errors: string_too_long (over 64 KiB), address_malformed (no or another scheme, an empty,
  /// non-ASCII, overlong or ill-formed host, a port over 65535, a control character anywhere, a
  /// backslash before the query).
  static Result<Url> parse(std::string_view text);

  /// The whole address, with scheme and host in lower case.
  std::string_view text() const { return text_; }
  /// "https", without the colon.
  std::string_view scheme() const { return part(0, scheme_end_); }
  bool is_https() const { return scheme() == "https"; }
  /// Whether the authority names a user or a password, even an empty one.
  bool has_user_info() const { return has_user_info_; }
  /// "www.shop.example", "192.0.2.1" or "[2001:db8::1]". A final dot stays.
  std::string_view host() const { return part(host_begin_, host_end_); }
  /// Whether a browser takes the host for an address: bracketed, or its last label is a number
  /// ("127.1", "0x7f").
  bool host_is_ip_literal() const;
  /// The port as written; nullopt where none is.
  std::optional<std::uint16_t> port() const { return port_; }
  /// Where host and port end and the path begins, as an offset into text().
  std::size_t path_offset() const { return path_begin_; }
  /// Where the host begins, as an offset into text().
  std::size_t host_offset() const { return host_begin_; }
  /// "/a/b"; empty where the address has none.
  std::string_view path() const { return part(path_begin_, path_end_); }
  /// What follows "?", without it; empty where there is none.
  std::string_view query() const;
  /// What follows "#", without it.
  std::string_view fragment() const;
  bool has_query() const { return query_end_ > path_end_; }
  bool has_fragment() const { return text_.size() > query_end_; }
  /// "https://shop.example:8443", without user info.
  std::string origin() const;
  /// The registrable domain of the host (registrable_domain in host.hpp).
  std::string_view registrable_domain() const;
  /// The address without user info, query and fragment: the only form that may be stored.
  std::string without_query() const;

 private:
  Url() = default;
  std::string_view part(std::size_t begin, std::size_t end) const {
    return std::string_view(text_).substr(begin, end - begin);
  }

  std::string text_;
  std::size_t scheme_end_ = 0;
  std::size_t host_begin_ = 0;
  std::size_t host_end_ = 0;
  std::size_t path_begin_ = 0;
  std::size_t path_end_ = 0;
  std::size_t query_end_ = 0;
  std::optional<std::uint16_t> port_;
  bool has_user_info_ = false;
};

}  // namespace volition::url
