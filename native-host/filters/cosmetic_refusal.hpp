// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every reason for which a cosmetic line is not used, apart from those of network filters
// (refusal.hpp). Counted per list in the cosmetic report. Names are never changed; new ones are
// appended (cosmetic_test.cpp pins them).

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace volition::filters {

enum class CosmeticRefusal : std::uint8_t {
  // The selector.
  kSelectorTooLong,
  kSelectorMalformed,
  kSelectorTooComplex,
  kPseudoClass,
  kPseudoElement,
  kNestedHas,
  kHidesPage,
  // What CSS alone cannot say, or what would do more than hide.
  kProcedural,
  kAction,
  kStyle,
  kScriptlet,
  kHtmlFilter,
  // Where the line is for.
  kModifier,
  kMalformedDomain,
  kDomainRegex,
  kNonAsciiHost,
  kTooManyDomains,
  /// A page exception ($elemhide and relatives) whose pattern does not begin with a host.
  kPagePattern,
  kLineTooLong,
  kCount,
};

constexpr std::size_t kCosmeticRefusalCount = static_cast<std::size_t>(CosmeticRefusal::kCount);

/// "selector_malformed", "procedural" …
constexpr std::string_view cosmetic_refusal_name(CosmeticRefusal reason) {
  constexpr std::array<std::string_view, kCosmeticRefusalCount> kNames = {
      "selector_too_long",
      "selector_malformed",
      "selector_too_complex",
      "pseudo_class",
      "pseudo_element",
      "nested_has",
      "hides_page",
      "procedural",
      "action",
      "style",
      "scriptlet",
      "html_filter",
      "modifier",
      "malformed_domain",
      "domain_regex",
      "non_ascii_host",
      "too_many_domains",
      "page_pattern",
      "line_too_long",
  };
  return reason < CosmeticRefusal::kCount ? kNames[static_cast<std::size_t>(reason)] : "unknown";
}

}  // namespace volition::filters
