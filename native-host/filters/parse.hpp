// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A list's text into network filters. Every line ends in exactly one of four ways: nothing to do
// (blank, comment), cosmetic (counted, another flow), refused with a named reason, or one or more
// network filters.

#include <cstdint>
#include <string_view>
#include <vector>

#include "filters/filter.hpp"
#include "filters/refusal.hpp"

namespace volition::filters {

/// A longer line is refused: offsets into a line are 16 bits wide in the image.
constexpr std::size_t kMaxLineBytes = 0xFFFF;

/// What the preprocessor's conditions are judged for.
enum class Target : std::uint8_t { kChromium, kFirefox };

struct ParsedList {
  /// The list's text, into which the filters point.
  std::string_view text;
  std::string_view title;
  std::string_view version;
  std::uint32_t lines = 0;
  /// Lines for another flow: element hiding, styles, scriptlets, and switches for them.
  std::uint32_t cosmetic = 0;
  /// Lines that `!#if` or a platform hint leaves out.
  std::uint32_t left_out = 0;
  /// The list's number, which stands in its filters.
  std::uint16_t number = 0;
  /// What HostFilter can say, and everything else, each in the order of the lines.
  std::vector<HostFilter> hosts;
  std::vector<NetworkFilter> filters;
  RefusalCounts refused;

  std::string_view host_of(const HostFilter& host) const {
    return text.substr(host.at, host.host_size);
  }
  std::string_view text_of(const HostFilter& host) const {
    return text.substr(host.at - host.lead, host.text_size);
  }
  /// The same filter in full.
  NetworkFilter filter_of(const HostFilter& host) const;
  /// Keeps a filter in the shortest form that says it.
  void keep(const NetworkFilter& filter);

  /// Network filters in the text, refused ones included.
  std::uint32_t network() const {
    return static_cast<std::uint32_t>(hosts.size() + filters.size()) + refused.total();
  }
};

/// Parses a whole list. `list` is stored in each filter; the views live as long as `text`. Never
/// fails.
ParsedList parse_list(std::string_view text, std::uint16_t list, Target target);

}  // namespace volition::filters
