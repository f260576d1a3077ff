// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/badfilter.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "crypto/keyed_hash.hpp"
#include "filters/options.hpp"

namespace volition::filters {
namespace {

/// The line without its options; what a badfilter and its target have in common at first sight.
std::string_view pattern_part(const NetworkFilter& filter) {
  std::string_view body = filter.text;
  const std::size_t marks = filter.exception ? 2 : 0;
  const std::size_t dollar = find_options(body.substr(marks));
  return dollar == std::string_view::npos ? body : body.substr(0, marks + dollar);
}

/// Pattern and sorted options, without `badfilter`.
std::string canonical(const NetworkFilter& filter, std::string_view pattern) {
  std::vector<std::string_view> options;
  if (pattern.size() < filter.text.size()) {
    OptionWalk walk(filter.text.substr(pattern.size() + 1));
    while (const auto option = walk.next()) {
      if (*option != "badfilter") options.push_back(*option);
    }
  }
  std::sort(options.begin(), options.end());
  std::string out(pattern);
  for (const std::string_view option : options) {
    out += '\n';
    out += option;
  }
  return out;
}

}  // namespace

void apply_badfilters(std::vector<ParsedList>& lists) {
  crypto::KeyedViewSet patterns;
  crypto::KeyedSet targets;
  for (const ParsedList& list : lists) {
    for (const NetworkFilter& filter : list.filters) {
      if (!filter.badfilter) continue;
      const std::string_view pattern = pattern_part(filter);
      patterns.insert(filter.pattern);
      targets.insert(canonical(filter, pattern));
    }
  }
  if (targets.empty()) return;
  for (ParsedList& list : lists) {
    std::erase_if(list.hosts, [&](const HostFilter& host) {
      if (!patterns.contains(list.host_of(host))) return false;
      const NetworkFilter filter = list.filter_of(host);
      const bool off = targets.contains(canonical(filter, pattern_part(filter)));
      if (off) list.refused.add(Refusal::kBadfilter);
      return off;
    });
    std::erase_if(list.filters, [&](const NetworkFilter& filter) {
      const bool off =
          filter.badfilter || (patterns.contains(filter.pattern) &&
                               targets.contains(canonical(filter, pattern_part(filter))));
      if (off) list.refused.add(Refusal::kBadfilter);
      return off;
    });
  }
}

}  // namespace volition::filters
