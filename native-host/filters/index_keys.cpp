// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/index_keys.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "filters/domains.hpp"

namespace volition::filters {
namespace {

/// A filter for few pages is filed under them: its address is often one that a thousand others
/// share.
constexpr std::size_t kMaxFrameKeys = 64;

/// Tokens that nearly every address holds.
constexpr std::array<std::string_view, 12> kCommon = {"http", "https", "www", "com", "net", "org",
                                                      "js",   "html",  "php", "jpg", "png", "gif"};

/// Calls `use` with the tokens that every match of the glob holds whole: not those that touch a
/// "*", an open end, or a character that addresses write as "%XX".
template <typename Use>
void for_each_sure_token(const NetworkFilter& filter, Use use) {
  if (filter.shape != Shape::kGlob) return;
  const std::string_view text = filter.pattern;
  const auto opens = [&](std::size_t at) {
    return text[at] == '*' || static_cast<unsigned char>(text[at]) >= 0x80;
  };
  for_each_token(text, [&](std::string_view token) {
    const auto begin = static_cast<std::size_t>(token.data() - text.data());
    const std::size_t end = begin + token.size();
    const bool sure_left = begin == 0 ? filter.anchor != Anchor::kNone : !opens(begin - 1);
    const bool sure_right = end == text.size() ? filter.ends_at_end : !opens(end);
    if (sure_left && sure_right) use(token);
  });
}

/// The whole host that the pattern begins with, where it says where the host ends.
std::optional<std::string_view> whole_host(const NetworkFilter& filter) {
  if (filter.shape == Shape::kHost) return filter.pattern;
  if (filter.shape != Shape::kGlob || filter.anchor != Anchor::kHost) return std::nullopt;
  const std::size_t end = filter.pattern.find_first_of("/^:?*");
  if (end == std::string_view::npos || filter.pattern[end] == '*') return std::nullopt;
  const std::string_view host = filter.pattern.substr(0, end);
  if (!url::is_host_name(lowered(host)) || host.ends_with('.')) return std::nullopt;
  return host;
}

/// Keys of the pages the filter is for; empty where it is for any page, for too many, or for
/// entities.
std::vector<std::uint32_t> frame_keys(const NetworkFilter& filter) {
  std::vector<std::uint32_t> keys;
  DomainWalk walk(filter.domains);
  while (const auto value = walk.next()) {
    if (value->negated) continue;
    if (value->entity || keys.size() == kMaxFrameKeys) return {};
    keys.push_back(index_key(value->name, KeyKind::kFrame));
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace

void TokenCounts::count(const NetworkFilter& filter) {
  for_each_sure_token(
      filter, [&](std::string_view token) { ++counts_[index_key(token, KeyKind::kToken)]; });
}

std::vector<std::uint32_t> TokenCounts::keys(const NetworkFilter& filter) const {
  if (auto keys = frame_keys(filter); !keys.empty()) return keys;
  if (const auto host = whole_host(filter)) return {index_key(*host, KeyKind::kHost)};
  std::optional<std::uint32_t> best;
  std::uint32_t best_count = std::numeric_limits<std::uint32_t>::max();
  for_each_sure_token(filter, [&](std::string_view token) {
    const std::uint32_t key = index_key(token, KeyKind::kToken);
    const auto found = counts_.find(key);
    std::uint32_t count = found == counts_.end() ? 0 : found->second;
    if (std::find(kCommon.begin(), kCommon.end(), lowered(token)) != kCommon.end())
      count += 1'000'000;
    if (count >= best_count) return;
    best = key;
    best_count = count;
  });
  if (best) return {*best};
  return {index_key({}, KeyKind::kAlways)};
}

}  // namespace volition::filters
