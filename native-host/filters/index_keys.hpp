// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Under which keys a filter is filed, and which keys a request looks up. Both halves live here,
// because a filter filed under a key that no request asks for would never match.

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "filters/filter.hpp"
#include "filters/image_layout.hpp"
#include "filters/text.hpp"
#include "url/host.hpp"

namespace volition::filters {

inline std::uint32_t index_key(std::string_view text, KeyKind kind) {
  return hash_lowered(text, static_cast<std::uint8_t>(kind));
}

/// Calls `use` with each token of `text`: its longest runs of letters, digits and "%".
template <typename Use>
void for_each_token(std::string_view text, Use use) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (!is_token_char(text[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && is_token_char(text[at])) ++at;
    use(text.substr(begin, at - begin));
  }
}

/// Calls `use` with `host` and each host above it. An address is its own only one.
template <typename Use>
void for_each_suffix(std::string_view host, Use use) {
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host.empty()) return;
  use(host);
  if (url::is_ip_literal(host)) return;
  for (std::size_t dot = host.find('.'); dot != std::string_view::npos; dot = host.find('.')) {
    host.remove_prefix(dot + 1);
    use(host);
  }
}

/// How many filters hold each token: the rarest one is the best key.
class TokenCounts {
 public:
  void count(const NetworkFilter& filter);
  /// The keys to file `filter` under: never none.
  std::vector<std::uint32_t> keys(const NetworkFilter& filter) const;

 private:
  std::unordered_map<std::uint32_t, std::uint32_t> counts_;
};

}  // namespace volition::filters
