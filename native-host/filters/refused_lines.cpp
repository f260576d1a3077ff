// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/refused_lines.hpp"

#include <variant>

#include "filters/convert.hpp"
#include "filters/cosmetic.hpp"
#include "filters/parse.hpp"
#include "filters/preprocess.hpp"
#include "filters/text.hpp"

namespace volition::filters {
namespace {

std::optional<std::string_view> first_refusal(const RefusalCounts& counts) {
  for (std::size_t i = 0; i < kRefusalCount; ++i) {
    const auto reason = static_cast<Refusal>(i);
    if (counts.of(reason) > 0) return refusal_name(reason);
  }
  return std::nullopt;
}

/// Why a line is of no use; nullopt where it is of use, or says nothing.
std::optional<std::string_view> refusal_of(std::string_view line, Browser browser) {
  const Target target = browser == Browser::kChromium ? Target::kChromium : Target::kFirefox;
  ParsedList read = parse_list(line, 0, target);
  if (const auto refusal = first_refusal(read.refused)) return refusal;
  for (const HostFilter& host : read.hosts) read.filters.push_back(read.filter_of(host));
  for (const NetworkFilter& filter : read.filters) {
    if (plain_host_signature(filter)) continue;
    HostStore store;
    const auto converted = convert(filter, browser, store);
    if (const auto* refusal = std::get_if<Refusal>(&converted)) return refusal_name(*refusal);
  }
  const CosmeticLine cosmetic = read_cosmetic_line(line);
  if (const auto* refusal = std::get_if<CosmeticRefusal>(&cosmetic))
    return cosmetic_refusal_name(*refusal);
  return std::nullopt;
}

}  // namespace

std::vector<RefusedLine> refused_lines(std::string_view text, Browser browser,
                                       std::optional<std::string_view> reason, std::uint32_t first,
                                       std::size_t limit) {
  std::vector<RefusedLine> found;
  Preprocessor preprocessor(browser == Browser::kChromium ? Target::kChromium : Target::kFirefox);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (std::uint32_t number = 1; !text.empty() && found.size() < limit; ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = trim(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    const Preprocessor::Fate fate = preprocessor.judge(line);
    if (number < first) continue;
    std::optional<std::string_view> refusal;
    if (fate == Preprocessor::Fate::kInclude) refusal = refusal_name(Refusal::kInclude);
    if (fate == Preprocessor::Fate::kUse) refusal = refusal_of(line, browser);
    if (refusal && (!reason || *reason == *refusal)) found.push_back({number, line, *refusal});
  }
  return found;
}

}  // namespace volition::filters
