// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/cosmetic.hpp"

#include <algorithm>
#include <utility>

#include "filters/text.hpp"
#include "url/host.hpp"

namespace volition::filters {
namespace {

constexpr std::size_t kMaxCosmeticLine = 0xFFFF;
constexpr std::size_t kMaxHosts = 4000;

/// The mark between hosts and body, and what it announces.
struct Mark {
  std::size_t at = 0;
  std::size_t size = 0;
  bool exception = false;
  /// The letter within: '\0' hides, '?' procedures, '$' styles, '%' scripts.
  char letter = '\0';
};

/// "##", "#@#", "#?#", "#@?#", "#$#", "#$?#", "#%#" … at the first "#" that begins one.
std::optional<Mark> find_mark(std::string_view line) {
  for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1)) {
    Mark mark;
    mark.at = at;
    std::size_t end = at + 1;
    const auto take = [&](char c) {
      if (end >= line.size() || line[end] != c) return false;
      ++end;
      return true;
    };
    mark.exception = take('@');
    if (take('$')) {
      mark.letter = '$';
    } else if (take('%')) {
      mark.letter = '%';
    }
    if (take('?') && mark.letter == '\0') mark.letter = '?';
    if (!take('#')) continue;
    mark.size = end - at;
    return mark;
  }
  return std::nullopt;
}

/// What may stand before the mark; anything else is an address with a fragment.
bool are_hosts(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_alnum(c) || static_cast<unsigned char>(c) >= 0x80 ||
           std::string_view(".-_,~*[]: ").find(c) != std::string_view::npos;
  });
}

std::optional<CosmeticRefusal> read_host(std::string_view text, CosmeticFilter& out) {
  CosmeticHost host;
  text = trim(text);
  if (text.starts_with('~')) {
    host.negated = true;
    text.remove_prefix(1);
  }
  if (text.empty()) return CosmeticRefusal::kMalformedDomain;
  if (text == "*" && !host.negated) return std::nullopt;
  if (text.starts_with('/')) return CosmeticRefusal::kDomainRegex;
  if (!is_ascii(text)) return CosmeticRefusal::kNonAsciiHost;
  host.name = lowered(text);
  std::string_view name = host.name;
  if (name.ends_with(".*")) name.remove_suffix(2);
  if (name.ends_with('.') || !url::is_host_name(name)) return CosmeticRefusal::kMalformedDomain;
  if (out.hosts.size() >= kMaxHosts) return CosmeticRefusal::kTooManyDomains;
  out.hosts.push_back(std::move(host));
  return std::nullopt;
}

std::optional<CosmeticRefusal> read_hosts(std::string_view text, char between,
                                          CosmeticFilter& out) {
  while (!text.empty()) {
    const std::size_t end = text.find(between);
    if (const auto refusal = read_host(text.substr(0, end), out)) return refusal;
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return std::nullopt;
}

CosmeticLine read_selectors(std::string_view line, const Mark& mark) {
  CosmeticFilter filter;
  filter.kind = mark.exception ? CosmeticKind::kException : CosmeticKind::kHide;
  if (mark.letter == '$') return CosmeticRefusal::kStyle;
  if (mark.letter == '%') return CosmeticRefusal::kScriptlet;
  const std::string_view body = trim(line.substr(mark.at + mark.size));
  if (body.starts_with("+js(") || body.starts_with("script:")) return CosmeticRefusal::kScriptlet;
  if (body.starts_with('^')) return CosmeticRefusal::kHtmlFilter;
  if (const auto refusal = read_hosts(line.substr(0, mark.at), ',', filter)) return *refusal;
  auto written = write_selectors(body);
  if (const auto* refusal = std::get_if<CosmeticRefusal>(&written)) return *refusal;
  filter.selectors = std::move(std::get<std::vector<WrittenSelector>>(written));
  const bool only_negated = !filter.hosts.empty() && filter.is_generic();
  // "Everywhere but on these it is not hidden": no list says it, and nobody could say what it
  // means.
  if (filter.kind == CosmeticKind::kException && only_negated)
    return CosmeticRefusal::kMalformedDomain;
  return filter;
}

/// The mask that the options of an exception give; 0 where they are about requests.
PageMask read_options(std::string_view options, std::string_view& domains) {
  PageMask mask = 0;
  while (!options.empty()) {
    const std::size_t end = options.find(',');
    const std::string_view option = trim(options.substr(0, end));
    options = end == std::string_view::npos ? std::string_view() : options.substr(end + 1);
    if (option == "elemhide" || option == "ehide" || option == "document" || option == "doc")
      mask |= kNoGeneric | kNoSpecific;
    if (option == "generichide" || option == "ghide") mask |= kNoGeneric;
    if (option == "specifichide" || option == "shide") mask |= kNoSpecific;
    if (option.starts_with("domain=")) domains = option.substr(7);
    if (option.starts_with("from=")) domains = option.substr(5);
  }
  return mask;
}

/// "@@||host/path^$elemhide" and "@@$generichide,domain=a|b".
CosmeticLine read_page(std::string_view line) {
  const std::size_t dollar = line.rfind('$');
  if (dollar == std::string_view::npos) return std::monostate{};
  CosmeticFilter filter;
  filter.kind = CosmeticKind::kPage;
  std::string_view domains;
  filter.mask = read_options(line.substr(dollar + 1), domains);
  if (filter.mask == 0) return std::monostate{};
  std::string_view pattern = line.substr(2, dollar - 2);
  if (pattern.empty() || pattern == "*") {
    if (domains.empty()) return CosmeticRefusal::kPagePattern;
    if (const auto refusal = read_hosts(domains, '|', filter)) return *refusal;
    if (filter.is_generic()) return CosmeticRefusal::kPagePattern;
    return filter;
  }
  // A pattern and hosts of frames: nothing here knows the frame around a frame.
  if (!pattern.starts_with("||") || !domains.empty()) return CosmeticRefusal::kPagePattern;
  pattern.remove_prefix(2);
  std::size_t end = 0;
  while (end < pattern.size() && (is_alnum(pattern[end]) || pattern[end] == '-' ||
                                  pattern[end] == '_' || pattern[end] == '.'))
    ++end;
  std::string host(pattern.substr(0, end));
  std::string_view rest = pattern.substr(end);
  if (host.ends_with('.')) {
    // "||example.^" and "||example.*^": any public suffix.
    if (rest.starts_with('*')) rest.remove_prefix(1);
    host += '*';
  }
  if (!rest.empty() && rest.front() != '/' && rest.front() != '^')
    return CosmeticRefusal::kPagePattern;
  if (const auto refusal = read_host(host, filter)) return *refusal;
  if (filter.hosts.empty()) return CosmeticRefusal::kPagePattern;
  if (rest != "^") filter.rest = std::string(rest);
  return filter;
}

}  // namespace

bool CosmeticFilter::is_generic() const {
  return std::all_of(hosts.begin(), hosts.end(),
                     [](const CosmeticHost& host) { return host.negated; });
}

CosmeticLine read_cosmetic_line(std::string_view line) {
  line = trim(line);
  if (line.empty() || line.starts_with('!')) return std::monostate{};
  const bool modified = line.starts_with("[$");
  if (line.starts_with('[') && !modified) return std::monostate{};
  if (line.starts_with("@@")) {
    return line.size() > kMaxCosmeticLine ? CosmeticLine(std::monostate{}) : read_page(line);
  }
  // AdGuard's "$$": changes of the page's own text.
  for (const std::string_view html : {"$$", "$@$"}) {
    const std::size_t at = line.find(html);
    if (at == std::string_view::npos || at + html.size() >= line.size()) continue;
    const char next = line[at + html.size()];
    if (are_hosts(line.substr(0, at)) && (is_alnum(next) || next == '[' || next == '*'))
      return CosmeticRefusal::kHtmlFilter;
  }
  const auto mark = find_mark(line);
  if (modified) return mark ? CosmeticLine(CosmeticRefusal::kModifier) : std::monostate{};
  if (!mark) return std::monostate{};
  const std::string_view before = line.substr(0, mark->at);
  // "/expression/##selector": an expression names the hosts.
  if (before.size() > 1 && before.starts_with('/') && before.ends_with('/'))
    return CosmeticRefusal::kDomainRegex;
  if (!are_hosts(before)) return std::monostate{};
  if (line.size() > kMaxCosmeticLine) return CosmeticRefusal::kLineTooLong;
  return read_selectors(line, *mark);
}

bool begins_as(std::string_view text, std::string_view pattern) {
  const bool to_end = pattern.ends_with('|');
  if (to_end) pattern.remove_suffix(1);
  std::size_t t = 0;
  std::size_t p = 0;
  std::size_t star = std::string_view::npos;
  std::size_t star_text = 0;
  while (true) {
    if (p == pattern.size() && (!to_end || t == text.size())) return true;
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
      continue;
    }
    const bool at_end = t == text.size();
    if (p < pattern.size()) {
      if (pattern[p] == '^' && at_end) {
        ++p;
        continue;
      }
      const bool same = !at_end && (pattern[p] == '^' ? is_separator(text[t])
                                                      : to_lower(pattern[p]) == to_lower(text[t]));
      if (same) {
        ++p;
        ++t;
        continue;
      }
    }
    if (star == std::string_view::npos || star_text >= text.size()) return false;
    p = star + 1;
    t = ++star_text;
  }
}

}  // namespace volition::filters
