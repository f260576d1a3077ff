// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The values of `domain=`, `to=` and `denyallow=`: "a.example|~b.example|google.*". They are walked
// where they stand.

#include <optional>
#include <string_view>

#include "filters/refusal.hpp"

namespace volition::filters {

/// The most values in one option.
constexpr std::size_t kMaxDomainValues = 4000;

struct DomainValue {
  std::string_view name;
  bool negated = false;
  /// "google.*": any public suffix. `name` is then "google".
  bool entity = false;
};

/// Walks the values in order. Lives as long as the text.
class DomainWalk {
 public:
  explicit DomainWalk(std::string_view raw) : rest_(raw) {}
  std::optional<DomainValue> next();

 private:
  std::string_view rest_;
};

/// Why the values cannot be used: too_many_domains, domain_regex, malformed_domain; nullopt where
/// they can. Hosts may be in any case and in UTF-8 here.
std::optional<Refusal> check_domains(std::string_view raw);

}  // namespace volition::filters
