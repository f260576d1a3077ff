// SPDX-License-Identifier: GPL-3.0-or-later
#include "dnr_simulator.hpp"

#include <libpsl.h>
#include <re2/re2.h>

#include <algorithm>
#include <stdexcept>

namespace volition::test {
namespace {

namespace js = boost::json;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

std::string host_of(std::string_view url) {
  const std::size_t slashes = url.find("://");
  if (slashes == std::string_view::npos) return {};
  std::string_view rest = url.substr(slashes + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  rest = rest.substr(rest.rfind('@') + 1);
  return lower(rest.substr(0, rest.find(':')));
}

std::string site_of(const std::string& host) {
  if (host.find_first_not_of("0123456789.") == std::string::npos) return host;
  const char* site = psl_registrable_domain(psl_builtin(), host.c_str());
  return site == nullptr ? host : site;
}

/// A `urlFilter` as the regular expression that the documentation describes.
std::string as_expression(std::string_view filter) {
  std::string out;
  if (filter.starts_with("||")) {
    out = "^[a-z]+://(?:[^/?#]*\\.)?";
    filter.remove_prefix(2);
  } else if (filter.starts_with('|')) {
    out = "^";
    filter.remove_prefix(1);
  }
  const bool to_end = filter.ends_with('|');
  if (to_end) filter.remove_suffix(1);
  for (const char c : filter) {
    if (c == '*') {
      out += ".*";
    } else if (c == '^') {
      out += "(?:[^a-zA-Z0-9_.%-]|$)";
    } else {
      out += re2::RE2::QuoteMeta(re2::StringPiece(&c, 1));
    }
  }
  return to_end ? out + "$" : out;
}

/// The longest plain piece of a `urlFilter`, to spare the expression.
std::string plain_piece(std::string_view filter) {
  std::string best;
  std::string run;
  for (const char c : filter) {
    if (c == '*' || c == '^' || c == '|') {
      run.clear();
    } else {
      run += c;
      if (run.size() > best.size()) best = run;
    }
  }
  return lower(best);
}

using Names = std::unordered_set<std::string>;

/// Whether the address's query has a parameter of one of these names.
bool query_has(std::string_view url, const Names& names) {
  url = url.substr(0, url.find('#'));
  const std::size_t mark = url.find('?');
  std::string_view rest =
      mark == std::string_view::npos ? std::string_view() : url.substr(mark + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    if (names.contains(std::string(pair.substr(0, pair.find('='))))) return true;
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
  }
  return false;
}

Names names_of(const js::object& condition, const char* key) {
  Names out;
  if (const auto* value = condition.if_contains(key)) {
    for (const auto& each : value->as_array()) out.insert(std::string(each.as_string()));
  }
  return out;
}

/// A host and every host above it.
std::vector<std::string> with_parents(std::string host) {
  std::vector<std::string> out{host};
  for (std::size_t dot = host.find('.'); dot != std::string::npos; dot = host.find('.')) {
    host = host.substr(dot + 1);
    out.push_back(host);
  }
  return out;
}

bool names_hold(const Names& names, const std::vector<std::string>& hosts) {
  return !names.empty() && std::any_of(hosts.begin(), hosts.end(), [&](const std::string& host) {
    return names.contains(host);
  });
}

/// A request with what every rule asks of it, found once.
struct Prepared {
  const DnrRequest& request;
  std::string lower_url;
  std::vector<std::string> hosts;
  std::vector<std::string> initiators;
  bool third_party;

  explicit Prepared(const DnrRequest& given)
      : request(given),
        lower_url(lower(given.url)),
        hosts(with_parents(host_of(given.url))),
        initiators(with_parents(host_of(given.initiator))),
        third_party(initiators.front().empty() ||
                    site_of(hosts.front()) != site_of(initiators.front())) {}
};

}  // namespace

struct DnrSimulator::Rule {
  int priority = 1;
  std::string action;
  std::unique_ptr<re2::RE2> expression;
  std::string piece;
  Names types, excluded_types, methods;
  Names requests, excluded_requests, initiators, excluded_initiators;
  std::string party;
  /// What a redirect takes out of the query.
  Names params;

  /// A redirect that would change nothing does nothing, though it stands before weaker rules.
  std::string outcome(const DnrRequest& request) const {
    return !params.empty() && !query_has(request.url, params) ? "none" : action;
  }

  bool matches(const Prepared& given) const {
    const std::string& type = given.request.type;
    if (!types.empty()
            ? !types.contains(type)
            : (!excluded_types.empty() ? excluded_types.contains(type) : type == "main_frame"))
      return false;
    if (!methods.empty() && !methods.contains(given.request.method)) return false;
    if (!party.empty() && given.third_party != (party == "thirdParty")) return false;
    if (!requests.empty() && !names_hold(requests, given.hosts)) return false;
    if (!initiators.empty() && !names_hold(initiators, given.initiators)) return false;
    if (names_hold(excluded_requests, given.hosts)) return false;
    if (names_hold(excluded_initiators, given.initiators)) return false;
    if (!expression) return true;
    if (given.lower_url.find(piece) == std::string::npos) return false;
    return re2::RE2::PartialMatch(given.request.url, *expression);
  }
};

DnrSimulator::DnrSimulator() = default;
DnrSimulator::~DnrSimulator() = default;

void DnrSimulator::add(const js::value& rules) {
  static const Names kKnown = {"urlFilter",
                               "regexFilter",
                               "isUrlFilterCaseSensitive",
                               "requestDomains",
                               "excludedRequestDomains",
                               "initiatorDomains",
                               "excludedInitiatorDomains",
                               "domainType",
                               "resourceTypes",
                               "excludedResourceTypes",
                               "requestMethods"};
  for (const auto& value : rules.as_array()) {
    const js::object& condition = value.at("condition").as_object();
    for (const auto& member : condition) {
      if (!kKnown.contains(std::string(member.key())))
        throw std::runtime_error("unknown condition: " + std::string(member.key()));
    }
    auto rule = std::make_unique<Rule>();
    rule->priority = static_cast<int>(value.at("priority").as_int64());
    rule->action = std::string(value.at("action").at("type").as_string());
    const auto* filter = condition.if_contains("urlFilter");
    const auto* regex = condition.if_contains("regexFilter");
    const auto* sensitive = condition.if_contains("isUrlFilterCaseSensitive");
    if (filter != nullptr || regex != nullptr) {
      re2::RE2::Options options;
      options.set_encoding(re2::RE2::Options::EncodingLatin1);
      options.set_max_mem(128 << 20);  // Firefox's expressions are long
      options.set_case_sensitive(sensitive != nullptr && sensitive->as_bool());
      const std::string text((filter != nullptr ? filter : regex)->as_string());
      if (filter != nullptr) rule->piece = plain_piece(text);
      rule->expression =
          std::make_unique<re2::RE2>(filter != nullptr ? as_expression(text) : text, options);
      if (!rule->expression->ok()) throw std::runtime_error("not an expression: " + text);
    }
    boost::system::error_code none;
    if (const auto* params =
            value.find_pointer("/action/redirect/transform/queryTransform/removeParams", none)) {
      for (const auto& name : params->as_array())
        rule->params.insert(std::string(name.as_string()));
    }
    rule->types = names_of(condition, "resourceTypes");
    rule->excluded_types = names_of(condition, "excludedResourceTypes");
    rule->methods = names_of(condition, "requestMethods");
    rule->requests = names_of(condition, "requestDomains");
    rule->excluded_requests = names_of(condition, "excludedRequestDomains");
    rule->initiators = names_of(condition, "initiatorDomains");
    rule->excluded_initiators = names_of(condition, "excludedInitiatorDomains");
    if (const auto* party = condition.if_contains("domainType"))
      rule->party = std::string(party->as_string());
    rules_.push_back(std::move(rule));
  }
}

const DnrSimulator::Rule* DnrSimulator::best(const DnrRequest& request,
                                             std::string_view only_action) const {
  static const std::vector<std::string> kOrder = {"allow", "allowAllRequests", "block", "redirect"};
  const auto rank = [&](const Rule& rule) {
    return std::find(kOrder.begin(), kOrder.end(), rule.action) - kOrder.begin();
  };
  const Prepared prepared(request);
  const Rule* best = nullptr;
  for (const auto& rule : rules_) {
    if (rule->action == "modifyHeaders") continue;
    if (!only_action.empty() && rule->action != only_action) continue;
    if (best != nullptr && (rule->priority < best->priority ||
                            (rule->priority == best->priority && rank(*rule) >= rank(*best))))
      continue;
    if (rule->matches(prepared)) best = rule.get();
  }
  return best;
}

std::string DnrSimulator::own_outcome(const DnrRequest& request) const {
  const Rule* winner = best(request, {});
  return winner == nullptr ? "none" : winner->outcome(request);
}

std::string DnrSimulator::outcome(const DnrRequest& request) const {
  const Rule* winner = best(request, {});
  if (!request.initiator.empty() && request.type != "main_frame") {
    const Rule* page = best({request.initiator, "main_frame", "", "get"}, "allowAllRequests");
    if (page != nullptr && (winner == nullptr || page->priority > winner->priority)) winner = page;
  }
  if (winner == nullptr) return "none";
  return winner->action == "allowAllRequests" ? "allow" : winner->outcome(request);
}

}  // namespace volition::test
