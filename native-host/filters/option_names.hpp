// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The names of filter options in the dialects of Adblock Plus, uBlock Origin and AdGuard, and what
// each is to us (filters.md, "Syntax").

#include <cstdint>
#include <string_view>

#include "filters/filter.hpp"

namespace volition::filters {

enum class Option : std::uint8_t {
  kType,
  kThirdParty,
  kFirstParty,
  kDomain,
  kTo,
  kDenyallow,
  kMethod,
  kMatchCase,
  kImportant,
  kBadfilter,
  kAll,
  kDocument,
  kPopup,
  kRemoveParam,
  kRedirect,
  kRedirectRule,
  kRedirectShort,
  kCsp,
  kPermissions,
  kHeader,
  kUrlblock,
  kGenericBlock,
  kCosmeticSwitch,
  kStealth,
  kCookie,
  kReplace,
  kInline,
  kUnsupported,
  kNoop,
};

/// An option by one of its names.
struct OptionName {
  std::string_view name;
  Option option;
  /// Of kType alone.
  RequestType type = RequestType::kOther;
};

/// The option with this name, in any case; nullptr where no dialect has it.
const OptionName* find_option(std::string_view name);

}  // namespace volition::filters
