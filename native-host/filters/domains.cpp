// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/domains.hpp"

#include <algorithm>

#include "filters/text.hpp"
#include "url/host.hpp"

namespace volition::filters {
namespace {

bool is_plausible_domain(std::string_view name) {
  if (name.empty() || name.size() > 253 || name.front() == '.') return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || is_alnum(c) || c == '-' || c == '_' || c == '.' || c == '[' ||
           c == ']' || c == ':';
  });
}

/// The host without its public suffix: "google" and "www.google" of "www.google.co.uk" end alike.
std::string_view without_suffix(std::string_view host) {
  const std::string_view site = url::registrable_domain(host);
  const std::size_t dot = site.find('.');
  if (dot == std::string_view::npos || url::is_ip_literal(host)) return {};
  return host.substr(0, host.size() - (site.size() - dot));
}

}  // namespace

std::optional<DomainValue> DomainWalk::next() {
  while (!rest_.empty()) {
    const std::size_t end = rest_.find('|');
    std::string_view name = rest_.substr(0, end);
    rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
    name = trim(name);
    DomainValue value;
    if (name.starts_with('~')) {
      value.negated = true;
      name.remove_prefix(1);
    }
    if (name.ends_with(".*")) {
      value.entity = true;
      name.remove_suffix(2);
    } else if (name.ends_with('.')) {
      name.remove_suffix(1);
    }
    if (name.empty()) continue;
    value.name = name;
    return value;
  }
  return std::nullopt;
}

std::optional<Refusal> check_domains(std::string_view raw) {
  if (raw.starts_with('/') || raw.starts_with("~/")) return Refusal::kDomainRegex;
  DomainWalk walk(raw);
  std::size_t count = 0;
  while (const auto value = walk.next()) {
    if (value->name.starts_with('/')) return Refusal::kDomainRegex;
    if (++count > kMaxDomainValues) return Refusal::kTooManyDomains;
    if (!is_plausible_domain(value->name)) return Refusal::kMalformedDomain;
  }
  if (count == 0) return Refusal::kMalformedDomain;
  return std::nullopt;
}

bool domain_matches(const DomainValue& value, std::string_view host) {
  if (value.entity) host = without_suffix(host);
  if (host.ends_with('.')) host.remove_suffix(1);
  const std::string_view name = value.name;
  if (host.size() < name.size()) return false;
  if (host.size() > name.size() && host[host.size() - name.size() - 1] != '.') return false;
  return equals_ignoring_case(host.substr(host.size() - name.size()), name);
}

bool domains_match(std::string_view raw, std::string_view host) {
  if (raw.empty()) return true;
  DomainWalk walk(raw);
  bool any_positive = false;
  bool found = false;
  while (const auto value = walk.next()) {
    any_positive = any_positive || !value->negated;
    if (host.empty() || (found && !value->negated) || !domain_matches(*value, host)) continue;
    if (value->negated) return false;
    found = true;
  }
  return found || !any_positive;
}

}  // namespace volition::filters
