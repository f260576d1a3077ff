// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One network filter into the declarativeNetRequest rule with the same meaning, or a named reason
// why there is none.

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "filters/dnr.hpp"
#include "filters/refusal.hpp"

namespace volition::filters {

/// A converted filter. A page exception with further types has a second rule.
struct Converted {
  DnrRule rule;
  bool has_page_rule = false;
  DnrRule page_rule;
  /// Values that no rule can hold were left out, and what is left is narrower: a `google.*` beside
  /// other domains.
  bool partial = false;
};

/// The rule's hosts are views into the filter's text or into `store`.
std::variant<Converted, Refusal> convert(const NetworkFilter& filter, Browser browser,
                                         HostStore& store);

/// What makes two filters for a host one rule, as a number. nullopt where the filter asks for more
/// than its host, kinds of request, party and method, or where no array can hold the host: then
/// `convert` is the way. Nine of ten filters take this shortcut.
std::optional<std::uint64_t> plain_host_signature(const NetworkFilter& filter);
/// The same of a host in its short form, and its name.
std::optional<std::uint64_t> plain_host_signature(const HostFilter& host, std::string_view name);

/// Whether a browser's rule can hold this host in an array: lower-case ASCII without punycode, or
/// an IPv4 address as browsers write it. One host that Firefox calls invalid silently drops a
/// static rule of thousands.
bool is_array_host(std::string_view host);

/// Why `expression` cannot be a `regexFilter`: look-around, back-references and what RE2 refuses,
/// in both browsers; over 2 KiB compiled, in Chromium. Also what the host's own engine can run,
/// since it is RE2 as well.
std::optional<Refusal> check_regex(std::string_view expression, bool case_sensitive,
                                   Browser browser);

}  // namespace volition::filters
