// SPDX-License-Identifier: GPL-3.0-or-later
#include "url/url.hpp"

#include <algorithm>
#include <array>

#include "url/host.hpp"

namespace volition::url {
namespace {

constexpr std::array<std::string_view, 4> kSchemes = {"https", "http", "wss", "ws"};

char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

Error malformed(std::string_view what) { return {ErrorCode::kAddressMalformed, std::string(what)}; }

/// "[2001:db8::1]": only the characters are judged; the browser has done the rest, and nobody
/// connects from here.
bool is_bracketed_ip(std::string_view host) {
  if (host.size() < 4 || host.size() > 47 || host.front() != '[' || host.back() != ']')
    return false;
  const std::string_view inner = host.substr(1, host.size() - 2);
  return inner.find(':') != std::string_view::npos &&
         inner.find_first_not_of("0123456789abcdef:.") == std::string_view::npos;
}

Result<std::optional<std::uint16_t>> parse_port(std::string_view text) {
  if (text.empty()) return std::optional<std::uint16_t>{};
  if (text.size() > 5) return malformed("port");
  std::uint32_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return malformed("port");
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
  }
  if (value > 65535) return malformed("port");
  return std::optional<std::uint16_t>{static_cast<std::uint16_t>(value)};
}

}  // namespace

Result<Url> Url::parse(std::string_view text) {
  if (text.size() > kMaxUrlBytes) return ErrorCode::kStringTooLong;
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::any_of(text.begin(), text.end(), is_control)) return malformed("control character");

  Url url;
  const std::size_t colon = text.substr(0, 6).find(':');
  if (colon == std::string_view::npos || text.substr(colon, 3) != "://") return malformed("scheme");
  url.text_.assign(text);
  std::transform(url.text_.begin(), url.text_.begin() + static_cast<std::ptrdiff_t>(colon),
                 url.text_.begin(), to_lower);
  url.scheme_end_ = colon;
  if (std::find(kSchemes.begin(), kSchemes.end(), url.scheme()) == kSchemes.end())
    return malformed("scheme");

  const std::size_t authority = colon + 3;
  url.path_begin_ = std::min(text.find_first_of("/?#", authority), text.size());
  url.path_end_ = std::min(text.find_first_of("?#", url.path_begin_), text.size());
  url.query_end_ = std::min(text.find('#', url.path_end_), text.size());
  // A browser reads "\" before the query as "/", other readers do not:
  // "https://shop.example\@evil.example/".
  if (text.substr(0, url.path_end_).find('\\') != std::string_view::npos)
    return malformed("backslash");

  url.host_begin_ = authority;
  const std::size_t at = text.substr(authority, url.path_begin_ - authority).rfind('@');
  if (at != std::string_view::npos) {
    url.has_user_info_ = true;
    url.host_begin_ = authority + at + 1;
  }
  const std::string_view host_port =
      text.substr(url.host_begin_, url.path_begin_ - url.host_begin_);
  const std::size_t bracket = host_port.starts_with('[') ? host_port.find(']') : 0;
  if (bracket == std::string_view::npos) return malformed("host");
  const std::size_t port_colon = host_port.find(':', bracket);
  url.host_end_ = url.host_begin_ + std::min(port_colon, host_port.size());
  if (port_colon != std::string_view::npos) {
    auto port = parse_port(host_port.substr(port_colon + 1));
    if (!port) return port.error();
    url.port_ = *port;
  }
  std::transform(url.text_.begin() + static_cast<std::ptrdiff_t>(url.host_begin_),
                 url.text_.begin() + static_cast<std::ptrdiff_t>(url.host_end_),
                 url.text_.begin() + static_cast<std::ptrdiff_t>(url.host_begin_), to_lower);
  if (!is_host_name(url.host()) && !is_bracketed_ip(url.host())) return malformed("host");
  return url;
}

bool Url::host_is_ip_literal() const { return is_ip_literal(host()); }

std::string_view Url::query() const {
  return has_query() ? part(path_end_ + 1, query_end_) : std::string_view();
}

std::string_view Url::fragment() const {
  return has_fragment() ? part(query_end_ + 1, text_.size()) : std::string_view();
}

std::string Url::origin() const {
  std::string out(scheme());
  out += "://";
  out += part(host_begin_, path_begin_);
  return out;
}

std::string_view Url::registrable_domain() const { return url::registrable_domain(host()); }

std::string Url::without_query() const {
  std::string out = origin();
  out += path().empty() ? std::string_view("/") : path();
  return out;
}

}  // namespace volition::url
