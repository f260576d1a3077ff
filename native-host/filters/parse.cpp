// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/parse.hpp"

#include <algorithm>
#include <bit>

#include "filters/hashing.hpp"
#include "filters/host_scan.hpp"
#include "filters/options.hpp"
#include "filters/preprocess.hpp"
#include "filters/text.hpp"
#include "filters/text_scan.hpp"
#include "url/host.hpp"

namespace volition::filters {
namespace {

/// "example.com,~b.example##.ad" and its many relatives: a "#" mark or AdGuard's "$$" after nothing
/// but domains.
bool is_cosmetic(std::string_view line) {
  if (line.starts_with("[$")) return true;
  if (line.starts_with('/')) {
    // AdGuard's "/domain expression/##selector".
    const std::size_t close = line.find("/#");
    if (close != std::string_view::npos) line.remove_prefix(close + 1);
  }
  // "@" begins "@@" only; inside domains it never stands.
  const std::size_t mark = find_any_of<'#', '$', '|', '^', '@'>(line);
  if (mark == std::string_view::npos) return false;
  std::string_view rest = line.substr(mark);
  if (rest.starts_with("$$") || rest.starts_with("$@$")) {
    rest.remove_prefix(rest[1] == '$' ? 2 : 3);
    return !rest.empty() &&
           (is_alnum(rest.front()) || rest.front() == '[' || rest.front() == '*') &&
           line.find('/') > mark;
  }
  if (!rest.starts_with('#')) return false;
  rest.remove_prefix(1);
  if (rest.starts_with('@')) rest.remove_prefix(1);
  if (rest.starts_with('$') || rest.starts_with('%')) rest.remove_prefix(1);
  if (rest.starts_with('?')) rest.remove_prefix(1);
  return rest.starts_with('#');
}

/// A host and where its dots are; not known of one of 64 bytes and more.
struct LeadingHost {
  std::string_view name;
  std::uint64_t dots = 0;

  /// `around` is the text that the name stands in.
  std::uint32_t hash(std::string_view around) const {
    if (name.size() >= HostScan::kMost) return name_hash(name);
    const auto before = static_cast<std::size_t>(name.data() - around.data());
    const std::size_t after = around.size() - before - name.size();
    return before >= kHashMargin && after >= kHashMargin ? name_hash_padded(name, dots)
                                                         : name_hash(name, dots);
  }
  std::size_t last_label_size() const {
    if (name.size() >= HostScan::kMost) return last_label(name).size();
    return name.size() - static_cast<std::size_t>(std::bit_width(dots));
  }
};

/// The host of "||host^…" at the begin of `text`, as url::is_host_name has it and without a final
/// dot; empty where another thing stands there. Nine filters in ten are this and nothing else, so
/// that it is found in one pass.
LeadingHost leading_host(std::string_view text) {
  if (!text.starts_with("||")) return {};
  const HostScan scan = scan_host(text.data() + 2, text.data() + text.size());
  if (scan.size == HostScan::kMost) {
    // Not beyond the longest host: `text` may be all that is left of a list.
    constexpr std::size_t kMaxHost = 253;
    const std::string_view near = text.substr(2, kMaxHost + 1);
    const std::string_view host = near.substr(0, near.find('^'));
    if (host.size() == near.size()) return {};
    if (!url::is_host_name(host) || host.ends_with('.')) return {};
    return {host, 0};
  }
  const std::size_t end = 2 + scan.size;
  if (!scan.is_name() || end == text.size() || text[end] != '^') return {};
  return {{text.data() + 2, scan.size}, scan.dots};
}

/// A filter that is `host` and everything below it.
NetworkFilter host_filter(std::string_view host, std::string_view line, std::uint32_t number,
                          std::uint16_t list) {
  NetworkFilter filter;
  filter.text = line;
  filter.line = number;
  filter.list = list;
  filter.shape = Shape::kHost;
  filter.anchor = Anchor::kHost;
  filter.pattern = host;
  return filter;
}

/// Whether HostFilter says everything.
bool is_only_a_host(const NetworkFilter& filter) {
  return filter.shape == Shape::kHost && filter.effect == Effect::kBlock && !filter.exception &&
         !filter.important && !filter.badfilter && !filter.page && !filter.redirect &&
         !filter.match_case && filter.methods == kEveryMethod && filter.domains.empty() &&
         filter.to.empty() && filter.denyallow.empty() &&
         filter.pattern.size() <= kMaxHostFilterBytes && filter.text.size() <= kMaxLineBytes &&
         filter.pattern.data() - filter.text.data() <= 0xFF;
}

/// "||host^" with or without options: what most lines are, read without the general questions.
/// False where the line is not one, or leaves doubt.
bool parse_host_line(std::string_view line, std::uint32_t number, ParsedList& out) {
  const std::string_view host = leading_host(line).name;
  if (host.empty()) return false;
  const std::string_view rest = line.substr(host.size() + 3);
  if (!rest.empty() && (rest.front() != '$' || rest.size() > kMaxLineBytes - 300 ||
                        !reads_as_options(rest.substr(1)) || holds_control(rest)))
    return false;
  NetworkFilter filter = host_filter(host, line, number, out.number);
  if (!rest.empty()) {
    const OptionsOutcome outcome = parse_options(rest.substr(1), filter);
    if (outcome.refusal) {
      out.refused.add(*outcome.refusal);
      return true;
    }
    if (outcome.flow == OptionsFlow::kCosmetic) {
      ++out.cosmetic;
      return true;
    }
  }
  out.keep(filter);
  return true;
}

/// Takes "||host^" and its line's end from the begin of `rest`, which is the end of the list's
/// text. False, and nothing taken, where something else stands there.
bool take_plain_host(std::string_view& rest, ParsedList& out) {
  const LeadingHost found = leading_host(rest);
  const std::string_view host = found.name;
  if (host.empty() || host.size() > kMaxHostFilterBytes) return false;
  const std::size_t size = host.size() + 3;
  if (size < rest.size() && rest[size] != '\n') return false;
  HostFilter& filter = out.hosts.emplace_back();
  filter.at = static_cast<std::uint32_t>(host.data() - out.text.data());
  filter.line = ++out.lines;
  filter.hash = found.hash(out.text);
  filter.last_label = static_cast<std::uint8_t>(found.last_label_size());
  filter.text_size = static_cast<std::uint16_t>(size);
  filter.host_size = static_cast<std::uint8_t>(host.size());
  filter.lead = 2;
  rest.remove_prefix(std::min(size + 1, rest.size()));
  return true;
}

/// "0.0.0.0 a.example b.example # note": each host is a filter of its own.
bool parse_hosts_line(std::string_view line, std::uint32_t number, ParsedList& out) {
  const std::size_t blank = find_any_of<' ', '\t'>(line);
  if (blank == std::string_view::npos) return false;
  const std::string_view address = line.substr(0, blank);
  if (address != "0.0.0.0" && address != "127.0.0.1" && address != "::1" && address != "::")
    return false;
  std::string_view rest = line.substr(blank);
  rest = rest.substr(0, rest.find('#'));
  while (!(rest = trim(rest)).empty()) {
    const std::size_t end = std::min(rest.find_first_of(" \t"), rest.size());
    const std::string_view host = rest.substr(0, end);
    rest.remove_prefix(end);
    if (host.find('.') == std::string_view::npos || host == "0.0.0.0" ||
        host == "localhost.localdomain")
      continue;
    if (!url::is_host_name(host)) {
      out.refused.add(Refusal::kMalformedDomain);
      continue;
    }
    out.keep(host_filter(host, line, number, out.number));
  }
  return true;
}

bool is_regex(std::string_view pattern) {
  return pattern.size() > 2 && pattern.starts_with('/') && pattern.ends_with('/');
}

/// "email.mail.example.com" without anchors: written as a text to find anywhere, meant as a host
/// (uBlock Origin reads it so too). AdGuard's tracking list has 62,000 of them; as hosts they are
/// an array, as texts 62,000 rules.
bool reads_as_host(std::string_view pattern) {
  return std::count(pattern.begin(), pattern.end(), '.') >= 2 && url::is_host_name(pattern) &&
         !pattern.ends_with('.') && url::has_known_suffix(pattern);
}

/// Anchors, then the shape. A regular expression is only cut out here; compiling it is the users'
/// work.
void parse_pattern(std::string_view pattern, NetworkFilter& filter) {
  if (is_regex(pattern)) {
    filter.shape = Shape::kRegex;
    filter.pattern = pattern.substr(1, pattern.size() - 2);
    return;
  }
  // As it is written: a text with a star ("x.shop.example*") is meant as a text.
  const bool bare_host = reads_as_host(pattern);
  if (pattern.starts_with("||")) {
    filter.anchor = Anchor::kHost;
    pattern.remove_prefix(2);
  } else if (pattern.starts_with('|')) {
    filter.anchor = Anchor::kStart;
    pattern.remove_prefix(1);
  }
  if (pattern.ends_with('|')) {
    filter.ends_at_end = true;
    pattern.remove_suffix(1);
  }
  while (pattern.ends_with('*')) {
    pattern.remove_suffix(1);
    filter.ends_at_end = false;
  }
  if (pattern.starts_with('*')) filter.anchor = Anchor::kNone;
  while (pattern.starts_with('*')) pattern.remove_prefix(1);
  filter.pattern = pattern;
  if (pattern.empty()) {
    filter.shape = Shape::kEverything;
    filter.anchor = Anchor::kNone;
    filter.ends_at_end = false;
    return;
  }
  filter.shape = Shape::kGlob;
  if (bare_host) {
    filter.shape = Shape::kHost;
    filter.anchor = Anchor::kHost;
    return;
  }
  if (filter.anchor == Anchor::kHost && !filter.ends_at_end && pattern.ends_with('^')) {
    const std::string_view host = pattern.substr(0, pattern.size() - 1);
    // An upper-case host stays a glob: it compares the same, and the host table holds lower case
    // only.
    if (url::is_host_name(host) && !host.ends_with('.')) {
      filter.shape = Shape::kHost;
      filter.pattern = host;
    }
  }
}

/// A filter that nothing narrows would stop every page.
bool matches_everything(const NetworkFilter& filter) {
  return filter.shape == Shape::kEverything && filter.effect == Effect::kBlock &&
         filter.domains.empty() && filter.to.empty() && filter.types == kDefaultTypes &&
         filter.party == Party::kAny && filter.methods == kEveryMethod;
}

/// Reads one trimmed line and adds its filters, or its refusal, to `out`.
void parse_line(std::string_view line, std::uint32_t number, ParsedList& out) {
  if (line.empty() || line.starts_with('!')) return;
  if (parse_host_line(line, number, out)) return;
  if (line.starts_with('[') && line.ends_with(']') && !line.starts_with("[$")) return;
  if (is_cosmetic(line)) {
    ++out.cosmetic;
    return;
  }
  if (line.starts_with('#')) return;
  if (line.size() > kMaxLineBytes) return out.refused.add(Refusal::kLineTooLong);
  const bool control = holds_control(line);
  if (control && line.find('\t') == std::string_view::npos)
    return out.refused.add(Refusal::kControlCharacter);
  if (parse_hosts_line(line, number, out)) return;
  if (control) return out.refused.add(Refusal::kControlCharacter);

  NetworkFilter filter;
  filter.text = line;
  filter.line = number;
  filter.list = out.number;
  std::string_view body = line;
  if (body.starts_with("@@")) {
    filter.exception = true;
    body.remove_prefix(2);
  }
  const std::size_t dollar = find_options(body);
  if (dollar != std::string_view::npos) {
    const OptionsOutcome outcome = parse_options(body.substr(dollar + 1), filter);
    if (outcome.refusal) return out.refused.add(*outcome.refusal);
    if (outcome.flow == OptionsFlow::kCosmetic) {
      ++out.cosmetic;
      return;
    }
    body = body.substr(0, dollar);
  }
  parse_pattern(body, filter);
  if (matches_everything(filter)) return out.refused.add(Refusal::kMatchesEverything);
  out.keep(filter);
}

}  // namespace

NetworkFilter ParsedList::filter_of(const HostFilter& host) const {
  NetworkFilter filter = host_filter(host_of(host), text_of(host), host.line, number);
  filter.types = host.types;
  filter.party = host.party;
  return filter;
}

void ParsedList::keep(const NetworkFilter& filter) {
  if (!is_only_a_host(filter)) {
    filters.push_back(filter);
    return;
  }
  HostFilter& host = hosts.emplace_back();
  host.at = static_cast<std::uint32_t>(filter.pattern.data() - text.data());
  host.line = filter.line;
  host.hash = name_hash(filter.pattern);
  host.last_label = static_cast<std::uint8_t>(last_label(filter.pattern).size());
  host.types = filter.types;
  host.text_size = static_cast<std::uint16_t>(filter.text.size());
  host.host_size = static_cast<std::uint8_t>(filter.pattern.size());
  host.lead = static_cast<std::uint8_t>(filter.pattern.data() - filter.text.data());
  host.party = filter.party;
}

ParsedList parse_list(std::string_view text, std::uint16_t list, Target target) {
  ParsedList out;
  Preprocessor preprocessor(target);
  constexpr std::size_t kUsualLineBytes = 26;
  constexpr std::size_t kUsualHosts = 200'000;
  constexpr std::size_t kUsualFilters = 50'000;
  out.hosts.reserve(std::min(text.size() / kUsualLineBytes, kUsualHosts));
  out.filters.reserve(std::min(text.size() / kUsualLineBytes, kUsualFilters));
  out.number = list;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  out.text = text;
  while (!text.empty()) {
    if (preprocessor.uses_next() && take_plain_host(text, out)) continue;
    const std::size_t end = text.find('\n');
    const std::string_view line = trim(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    ++out.lines;
    if (line.starts_with('!')) {
      if (out.title.empty() && line.starts_with("! Title:")) out.title = trim(line.substr(8));
      if (out.version.empty() && line.starts_with("! Version:"))
        out.version = trim(line.substr(10));
    }
    switch (preprocessor.judge(line)) {
      case Preprocessor::Fate::kUse:
        parse_line(line, out.lines, out);
        break;
      case Preprocessor::Fate::kLeaveOut:
        ++out.left_out;
        break;
      case Preprocessor::Fate::kDirective:
        break;
      case Preprocessor::Fate::kInclude:
        out.refused.add(Refusal::kInclude);
        break;
    }
  }
  return out;
}

}  // namespace volition::filters
