// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/convert.hpp"

#include <re2/re2.h>

#include <algorithm>

#include "filters/backtracking.hpp"
#include "filters/domains.hpp"
#include "filters/plain_regex.hpp"
#include "filters/priority.hpp"
#include "filters/text.hpp"
#include "url/host.hpp"

namespace volition::filters {
namespace {

/// The part of a host-anchored pattern that must lie in the host.
std::string_view host_part(std::string_view pattern) {
  return pattern.substr(0, pattern.find_first_of("/^*?:"));
}

struct SplitDomains {
  HostArray included;
  HostArray excluded;
  std::optional<Refusal> refusal;
  bool partial = false;
};

/// Splits "a|~b". An entity or a host that no array can hold is left out where that only narrows
/// the filter, and is a refusal where it would widen it.
SplitDomains split_domains(std::string_view raw, Refusal entity_refusal, HostStore& store) {
  SplitDomains out;
  if (raw.empty()) return out;
  DomainWalk walk(raw);
  std::optional<Refusal> left_out;
  bool any_positive = false;
  while (const auto value = walk.next()) {
    any_positive = any_positive || !value->negated;
    const std::string_view host = store.lowered(value->name);
    std::optional<Refusal> reason;
    if (value->entity) {
      reason = entity_refusal;
    } else if (!is_array_host(host)) {
      reason = Refusal::kNonAsciiHost;
    }
    if (!reason) {
      (value->negated ? out.excluded : out.included).push_back(host);
    } else if (value->negated) {
      out.refusal = reason;
      return out;
    } else {
      left_out = reason;
    }
  }
  if (any_positive && out.included.empty()) out.refusal = left_out;
  out.partial = left_out.has_value();
  for (auto* hosts : {&out.included, &out.excluded}) {
    std::sort(hosts->begin(), hosts->end());
    hosts->erase(std::unique(hosts->begin(), hosts->end()), hosts->end());
  }
  return out;
}

/// The glob as a `urlFilter`.
std::string url_filter_of(const NetworkFilter& filter) {
  std::string out;
  if (filter.anchor == Anchor::kHost) {
    // "||*" is refused by both browsers, and means hardly more than "anywhere".
    if (!filter.pattern.starts_with('*')) out = "||";
  } else if (filter.anchor == Anchor::kStart) {
    out = "|";
  }
  out += percent_encoded(filter.pattern);
  if (filter.ends_at_end) out += '|';
  return out;
}

std::string host_filter(std::string_view host) {
  std::string out = "||";
  out += host;
  out += '^';
  return out;
}

int priority_of(const NetworkFilter& filter) {
  switch (filter.effect) {
    case Effect::kRemoveParam:
      return filter.exception ? kPriorityRemoveParamException : kPriorityRemoveParam;
    case Effect::kCsp:
    case Effect::kPermissions:
      return filter.exception ? kPriorityPolicyException : kPriorityPolicy;
    case Effect::kBlock:
      break;
  }
  if (filter.exception) return filter.important ? kPriorityImportantException : kPriorityException;
  return filter.important ? kPriorityImportant : kPriorityBlock;
}

/// The pattern, into `rule`.
std::optional<Refusal> convert_pattern(const NetworkFilter& filter, Browser browser,
                                       HostStore& store, DnrRule& rule) {
  switch (filter.shape) {
    case Shape::kEverything:
      return std::nullopt;
    case Shape::kHost: {
      const std::string_view host = store.lowered(filter.pattern);
      if (is_array_host(host)) {
        rule.request_domains.push_back(host);
      } else {
        // Punycode and odd addresses: exact as a filter, and no browser judges their spelling
        // there.
        rule.url_filter = host_filter(host);
      }
      return std::nullopt;
    }
    case Shape::kGlob:
      if (filter.anchor == Anchor::kHost && !is_ascii(host_part(filter.pattern)))
        return Refusal::kNonAsciiHost;
      rule.url_filter = url_filter_of(filter);
      rule.case_sensitive = filter.match_case;
      return std::nullopt;
    case Shape::kRegex:
      if (auto plain = plain_url_filter(filter.pattern)) {
        rule.url_filter = std::move(*plain);
      } else if (const auto refusal = check_regex(filter.pattern, filter.match_case, browser)) {
        return refusal;
      } else if (browser == Browser::kFirefox && may_backtrack_without_end(filter.pattern)) {
        return Refusal::kRegexSlow;
      } else {
        rule.regex_filter = std::string(filter.pattern);
      }
      rule.case_sensitive = filter.match_case && !(rule.url_filter + rule.regex_filter).empty();
      return std::nullopt;
  }
  return std::nullopt;
}

bool is_plain_param(std::string_view name) {
  return !name.empty() && name.size() <= 200 && std::all_of(name.begin(), name.end(), [](char c) {
    return is_alnum(c) || std::string_view("_-.%[]~!:").find(c) != std::string_view::npos;
  });
}

std::optional<Refusal> convert_remove_param(const NetworkFilter& filter, DnrRule& rule) {
  if (!rule.regex_filter.empty()) return Refusal::kRemoveParamRegex;
  if (filter.value.empty()) {
    rule.action = filter.exception ? DnrAction::kAllow : DnrAction::kRemoveQuery;
    if (!filter.exception && rule.url_filter.find('?') == std::string::npos)
      rule.url_filter += rule.url_filter.empty() ? "?" : "*?";
    return std::nullopt;
  }
  if (filter.value.starts_with('~')) return Refusal::kRemoveParamNegated;
  if (filter.value.starts_with('/')) return Refusal::kRemoveParamRegex;
  if (!is_plain_param(filter.value)) return Refusal::kRemoveParamName;
  rule.action = filter.exception ? DnrAction::kAllow : DnrAction::kRemoveParam;
  rule.params.push_back(filter.value);
  // removeParams compares case by case, so the guard must too.
  if (rule.url_filter.empty()) rule.case_sensitive = true;
  return std::nullopt;
}

/// Policies may only forbid: a list must not name an address that pages would then report to.
std::optional<Refusal> convert_policy(const NetworkFilter& filter, DnrRule& rule) {
  if (filter.exception) {
    rule.action = DnrAction::kAllow;
    return std::nullopt;
  }
  std::string value;
  for (const char c : filter.value) {
    if (c != '\\') value += c;  // AdGuard escapes commas
  }
  const std::string lower = lowered(value);
  if (lower.find("report") != std::string::npos) return Refusal::kPolicyReports;
  if (value.empty() || value.size() > 2000 || !is_ascii(value)) return Refusal::kPolicyValue;
  rule.action = filter.effect == Effect::kCsp ? DnrAction::kCsp : DnrAction::kPermissions;
  rule.value = value;
  return std::nullopt;
}

/// "192.0.2.1" as browsers write it: four numbers up to 255, no needless zero.
bool is_ipv4(std::string_view host) {
  int parts = 0;
  while (true) {
    const std::size_t end = std::min(host.find('.'), host.size());
    const std::string_view part = host.substr(0, end);
    if (part.empty() || part.size() > 3 || !std::all_of(part.begin(), part.end(), is_digit) ||
        (part.size() > 1 && part.front() == '0') || (part.size() == 3 && part > "255"))
      return false;
    ++parts;
    if (end == host.size()) return parts == 4;
    host.remove_prefix(end + 1);
  }
}

/// Of well-formed host names, those that an array takes.
bool can_enter_array(std::string_view host) {
  if (host.ends_with('.')) return false;
  if (is_digit(host.back()) || host.find("0x") != std::string_view::npos) {
    if (url::is_ip_literal(host)) return is_ipv4(host);
  }
  // A label that claims to be punycode, and what the older IDNA rules keep for such claims
  // ("??--").
  for (std::size_t at = host.find("--"); at != std::string_view::npos;
       at = host.find("--", at + 1)) {
    if (at == 2 || (at > 2 && host[at - 3] == '.')) return false;
  }
  return true;
}

}  // namespace

bool is_array_host(std::string_view host) {
  return url::is_host_name(host) && can_enter_array(host);
}

std::optional<std::uint64_t> plain_host_signature(const NetworkFilter& filter) {
  const TypeMask types = filter.types & kDnrTypes;
  if (filter.shape != Shape::kHost || filter.effect != Effect::kBlock || filter.page ||
      types == 0 || !filter.domains.empty() || !filter.to.empty() || !filter.denyallow.empty() ||
      !can_enter_array(filter.pattern))
    return std::nullopt;
  return std::uint64_t{types} | std::uint64_t{filter.methods} << 16U |
         std::uint64_t{static_cast<std::uint8_t>(filter.party)} << 32U |
         (filter.exception ? std::uint64_t{1} << 40U : 0) |
         (filter.important ? std::uint64_t{1} << 41U : 0);
}

std::optional<std::uint64_t> plain_host_signature(const HostFilter& host, std::string_view name) {
  const TypeMask types = host.types & kDnrTypes;
  if (types == 0 || !can_enter_array(name)) return std::nullopt;
  return std::uint64_t{types} | std::uint64_t{kEveryMethod} << 16U |
         std::uint64_t{static_cast<std::uint8_t>(host.party)} << 32U;
}

std::optional<Refusal> check_regex(std::string_view expression, bool case_sensitive,
                                   Browser browser) {
  for (const std::string_view look : {"(?=", "(?!", "(?<=", "(?<!"}) {
    if (expression.find(look) != std::string_view::npos) return Refusal::kRegexLookaround;
  }
  // Neither browser takes other bytes in a rule, and Chrome reads the expression as Latin-1.
  if (!is_ascii(expression)) return Refusal::kRegexInvalid;
  re2::RE2::Options options;
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  options.set_case_sensitive(case_sensitive);
  options.set_never_capture(true);
  options.set_log_errors(false);
  // Chrome's own bound for one rule. Elsewhere only what keeps a hostile list cheap.
  options.set_max_mem(browser == Browser::kChromium ? 2 << 10 : 256 << 10);
  const re2::RE2 compiled(re2::StringPiece(expression.data(), expression.size()), options);
  if (compiled.ok()) return std::nullopt;
  return compiled.error_code() == re2::RE2::ErrorPatternTooLarge ? Refusal::kRegexTooLarge
                                                                 : Refusal::kRegexInvalid;
}

std::variant<Converted, Refusal> convert(const NetworkFilter& filter, Browser browser,
                                         HostStore& store) {
  Converted out;
  DnrRule& rule = out.rule;
  rule.action = filter.exception ? DnrAction::kAllow : DnrAction::kBlock;
  rule.priority = priority_of(filter);
  rule.types = filter.types & kDnrTypes;
  // Only for pages that another page opened: a rule sees their document alone, and would also stop
  // a link that the person follows.
  if (rule.types == 0 && !filter.page) return Refusal::kPopup;
  rule.party = filter.party;
  rule.methods = filter.methods;
  if (const auto refusal = convert_pattern(filter, browser, store, rule)) return *refusal;

  SplitDomains from = split_domains(filter.domains, Refusal::kDomainEntity, store);
  SplitDomains to = split_domains(filter.to, Refusal::kToEntity, store);
  SplitDomains deny = split_domains(filter.denyallow, Refusal::kToEntity, store);
  for (const SplitDomains* split : {&from, &to, &deny}) {
    if (split->refusal) return *split->refusal;
    out.partial = out.partial || split->partial;
  }
  // A value left out of denyallow would widen the filter.
  if (deny.partial) return Refusal::kToEntity;
  rule.initiator_domains = std::move(from.included);
  rule.excluded_initiator_domains = std::move(from.excluded);
  if (!to.included.empty()) {
    if (!rule.request_domains.empty()) rule.url_filter = host_filter(rule.request_domains.front());
    rule.request_domains = std::move(to.included);
  }
  rule.excluded_request_domains = std::move(to.excluded);
  rule.excluded_request_domains.insert(rule.excluded_request_domains.end(), deny.included.begin(),
                                       deny.included.end());

  if (filter.effect == Effect::kRemoveParam) {
    if (const auto refusal = convert_remove_param(filter, rule)) return *refusal;
  } else if (filter.effect != Effect::kBlock) {
    if (const auto refusal = convert_policy(filter, rule)) return *refusal;
  }
  if (filter.page) {
    DnrRule page = rule;
    page.action = DnrAction::kAllowAllRequests;
    page.types = mask(RequestType::kDocument);
    page.filters = 0;
    if (rule.types == 0) {
      rule = std::move(page);
      rule.filters = 1;
    } else {
      out.has_page_rule = true;
      out.page_rule = std::move(page);
    }
  }
  return out;
}

}  // namespace volition::filters
