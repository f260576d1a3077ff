// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every reason for which a filter is not used. Each refusal is counted and shown in the compile
// report; nothing is dropped without a name. Names are never changed; new ones are appended
// (refusal_test.cpp pins them).

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace volition::filters {

enum class Refusal : std::uint8_t {
  // The line itself.
  kLineTooLong,
  kControlCharacter,
  kMalformedOption,
  kUnknownOption,
  kUnsupportedOption,
  kMatchesEverything,
  kTooManyDomains,
  kMalformedDomain,
  kInclude,
  // Regular expressions.
  kRegexLookaround,
  kRegexInvalid,
  kRegexTooLarge,
  kRegexOverBudget,
  // Options with a meaning that neither browser offers to rules.
  kPopup,
  kHeader,
  kGenericBlock,
  kReplace,
  kRedirectRule,
  kRedirectException,
  kDomainRegex,
  kDomainEntity,
  kToEntity,
  kNonAsciiHost,
  kRemoveParamRegex,
  kRemoveParamNegated,
  kRemoveParamName,
  kPolicyReports,
  kPolicyValue,
  // Lifts something this product does not do.
  kStealth,
  kCookie,
  kInlineScript,
  // Decided against.
  kBadfilter,
  kOverBudget,
  // Added later: names keep their order.
  kRegexSlow,
  kCount,
};

constexpr std::size_t kRefusalCount = static_cast<std::size_t>(Refusal::kCount);

/// "regex_lookaround", "popup" …
std::string_view refusal_name(Refusal reason);

/// How many of each.
struct RefusalCounts {
  std::array<std::uint32_t, kRefusalCount> by_reason{};

  void add(Refusal reason) { ++by_reason[static_cast<std::size_t>(reason)]; }
  std::uint32_t of(Refusal reason) const { return by_reason[static_cast<std::size_t>(reason)]; }
  std::uint32_t total() const;
};

}  // namespace volition::filters
