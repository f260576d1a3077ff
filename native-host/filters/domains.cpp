// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/domains.hpp"

#include <algorithm>

#include "filters/name_table.hpp"
#include "filters/text.hpp"

namespace volition::filters {
namespace {

bool is_plausible_domain(std::string_view name) {
  if (name.empty() || name.size() > kMaxTableName || name.front() == '.') return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || is_alnum(c) || c == '-' || c == '_' || c == '.' || c == '[' ||
           c == ']' || c == ':';
  });
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

}  // namespace volition::filters
