// SPDX-License-Identifier: GPL-3.0-or-later
#include "naive/address.hpp"

#include <libpsl.h>

namespace volition::naive {
namespace {

const std::string kDigits = "0123456789";
const std::string kLower = "abcdefghijklmnopqrstuvwxyz";

bool made_of(const std::string& text, const std::string& allowed) {
  return text.find_first_not_of(allowed) == std::string::npos;
}

std::string last_label(const std::string& host) {
  const std::size_t dot = host.rfind('.');
  return dot == std::string::npos ? host : host.substr(dot + 1);
}

bool is_port(const std::string& text) {
  return text.size() <= 5 && made_of(text, kDigits) && (text.empty() || std::stoi(text) <= 65535);
}

}  // namespace

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = kLower[static_cast<std::size_t>(c - 'A')];
  }
  return text;
}

std::string Address::host() const {
  std::string out = text.substr(host_begin, host_end - host_begin);
  if (!out.empty() && out.back() == '.') out.pop_back();
  return out;
}

bool is_host(const std::string& text) {
  if (text.empty() || text.size() > 253) return false;
  std::size_t begin = 0;
  while (true) {
    const std::size_t dot = text.find('.', begin);
    const std::string label = text.substr(begin, dot - begin);
    if (label.empty() || label.size() > 63 || !made_of(label, kLower + kDigits + "-_"))
      return false;
    if (dot == std::string::npos) return true;
    begin = dot + 1;
  }
}

bool is_ip(const std::string& host) {
  if (!host.empty() && host.front() == '[') return true;
  const std::string last = last_label(host);
  if (last.empty()) return false;
  if (made_of(last, kDigits)) return true;
  return last.substr(0, 2) == "0x" && made_of(last.substr(2), kDigits + "abcdef");
}

bool is_or_is_below(const std::string& host, const std::string& name) {
  if (host == name) return true;
  if (is_ip(host) || host.size() <= name.size()) return false;
  return host.substr(host.size() - name.size() - 1) == "." + name;
}

std::string site_of(const std::string& host) {
  if (is_ip(host)) return host;
  const char* site = psl_registrable_domain(psl_builtin(), host.c_str());
  return site == nullptr ? host : site;
}

std::string without_public_suffix(const std::string& host) {
  if (is_ip(host)) return "";
  const char* suffix = psl_unregistrable_domain(psl_builtin(), host.c_str());
  if (suffix == nullptr || host == suffix) return "";
  return host.substr(0, host.size() - std::string(suffix).size() - 1);
}

bool ends_in_known_suffix(const std::string& host) {
  return psl_is_public_suffix2(psl_builtin(), last_label(host).c_str(),
                               PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE) == 1;
}

std::optional<Address> read_address(const std::string& text) {
  for (const char c : text) {
    if ((c >= 0 && c < 0x20) || c == 0x7F) return std::nullopt;
  }
  const std::size_t colon = text.find("://");
  if (colon == std::string::npos || text.size() > 65536) return std::nullopt;
  const std::string scheme = lower(text.substr(0, colon));
  if (scheme != "http" && scheme != "https" && scheme != "ws" && scheme != "wss")
    return std::nullopt;

  const std::string address = text.substr(0, text.find('#'));
  const std::size_t authority_begin = colon + 3;
  std::size_t authority_end = address.find_first_of("/?", authority_begin);
  if (authority_end == std::string::npos) authority_end = address.size();
  const std::string before_query = address.substr(0, address.find('?'));
  if (before_query.find('\\') != std::string::npos) return std::nullopt;

  std::size_t host_begin = authority_begin;
  const std::size_t at = address.rfind('@', authority_end);
  if (at != std::string::npos && at >= authority_begin && at < authority_end) host_begin = at + 1;
  const std::string host_and_port = address.substr(host_begin, authority_end - host_begin);
  const std::size_t bracket = host_and_port.find(']');
  std::size_t port_colon = host_and_port.find(':');
  if (!host_and_port.empty() && host_and_port.front() == '[') {
    if (bracket == std::string::npos) return std::nullopt;
    port_colon = host_and_port.find(':', bracket);
  }
  const std::string host = lower(host_and_port.substr(0, port_colon));
  if (port_colon != std::string::npos && !is_port(host_and_port.substr(port_colon + 1)))
    return std::nullopt;

  const bool bracketed = host.size() >= 4 && host.size() <= 47 && host.front() == '[' &&
                         host.back() == ']' && host.find(':') != std::string::npos &&
                         made_of(host.substr(1, host.size() - 2), kDigits + "abcdef:.");
  std::string name = host;
  if (!name.empty() && name.back() == '.') name.pop_back();
  // "https://" alone stands in request logs and is judged, as an address without a host.
  const bool bare_scheme = authority_begin == text.size();
  if (!bracketed && !bare_scheme && !is_host(name)) return std::nullopt;

  Address out;
  out.text = scheme + address.substr(colon, host_begin - colon) + host +
             address.substr(host_begin + host.size());
  out.host_begin = host_begin;
  out.host_end = host_begin + host.size();
  return out;
}

}  // namespace volition::naive
