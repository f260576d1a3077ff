// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/dnr.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "filters/text.hpp"

namespace volition::filters {
namespace {

struct TypeNames {
  RequestType type;
  /// Names both browsers know, then those of one alone.
  std::vector<std::string_view> both;
  std::vector<std::string_view> chromium;
  std::vector<std::string_view> firefox;
};

const std::vector<TypeNames>& type_names() {
  static const std::vector<TypeNames> kNames = {
      {RequestType::kDocument, {"main_frame"}, {}, {}},
      {RequestType::kSubdocument, {"sub_frame"}, {}, {}},
      {RequestType::kStylesheet, {"stylesheet"}, {}, {}},
      {RequestType::kScript, {"script"}, {}, {}},
      {RequestType::kImage, {"image"}, {}, {"imageset"}},
      {RequestType::kFont, {"font"}, {}, {}},
      {RequestType::kObject, {"object"}, {}, {}},
      {RequestType::kXhr, {"xmlhttprequest"}, {}, {}},
      {RequestType::kPing, {"ping"}, {}, {"beacon"}},
      {RequestType::kMedia, {"media"}, {}, {}},
      {RequestType::kWebsocket, {"websocket"}, {}, {}},
      {RequestType::kOther,
       {"csp_report", "other"},
       {"webtransport", "webbundle"},
       {"speculative", "web_manifest", "xml_dtd", "xslt", "json"}},
  };
  return kNames;
}

void append_names(const std::vector<std::string_view>& names, std::string& out) {
  for (const std::string_view name : names) {
    append_json_string(name, out);
    out += ',';
  }
}

void append_types(std::string_view key, TypeMask types, Browser browser, std::string& out) {
  out += ",\"";
  out += key;
  out += "\":[";
  for (const TypeNames& names : type_names()) {
    if ((types & mask(names.type)) == 0) continue;
    append_names(names.both, out);
    append_names(browser == Browser::kChromium ? names.chromium : names.firefox, out);
  }
  out.back() = ']';
}

/// Hosts, which never hold what JSON escapes.
void append_hosts(std::string_view key, const HostArray& hosts, std::string& out) {
  if (hosts.empty()) return;
  out += ",\"";
  out += key;
  out += "\":[";
  for (const std::string_view host : hosts) {
    out += '"';
    out += host;
    out += "\",";
  }
  out.back() = ']';
}

void append_methods(MethodMask methods, std::string& out) {
  static constexpr std::array<std::string_view, 9> kNames = {
      "connect", "delete", "get", "head", "options", "patch", "post", "put", "other"};
  out += ",\"requestMethods\":[";
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if ((methods >> i & 1U) == 0) continue;
    append_json_string(kNames[i], out);
    out += ',';
  }
  out.back() = ']';
}

void append_header(std::string_view header, std::string_view value, std::string& out) {
  out += R"({"type":"modifyHeaders","responseHeaders":[{"operation":"append","header":)";
  append_json_string(header, out);
  out += ",\"value\":";
  append_json_string(value, out);
  out += "}]}";
}

void append_action(const DnrRule& rule, std::string& out) {
  switch (rule.action) {
    case DnrAction::kBlock:
      out += R"({"type":"block"})";
      break;
    case DnrAction::kAllow:
      out += R"({"type":"allow"})";
      break;
    case DnrAction::kAllowAllRequests:
      out += R"({"type":"allowAllRequests"})";
      break;
    case DnrAction::kRemoveParam:
      out += R"({"type":"redirect","redirect":{"transform":{"queryTransform":{"removeParams":[)";
      for (const std::string_view name : rule.params) {
        append_json_string(name, out);
        out += ',';
      }
      out.back() = ']';
      out += "}}}}";
      break;
    case DnrAction::kRemoveQuery:
      out += R"({"type":"redirect","redirect":{"transform":{"query":""}}})";
      break;
    case DnrAction::kCsp:
      append_header("content-security-policy", rule.value, out);
      break;
    case DnrAction::kPermissions:
      append_header("permissions-policy", rule.value, out);
      break;
  }
}

/// removeparam's rule must only match an address that holds the parameter, because a match that
/// changes nothing shadows every other rule of its priority, in both browsers.
std::string guarded_filter(std::string_view filter, std::string_view name) {
  std::string out(filter);
  if (out.ends_with('|')) out.pop_back();
  if (!out.empty()) out += '*';
  out += '^';
  out += name;
  out += '=';
  return out;
}

void append_condition(const DnrRule& rule, Browser browser, std::string& out) {
  const std::size_t begin = out.size();
  const bool guarded = rule.params.size() == 1 && rule.regex_filter.empty();
  if (guarded || !rule.url_filter.empty()) {
    out += ",\"urlFilter\":";
    append_json_string(
        guarded ? guarded_filter(rule.url_filter, rule.params.front()) : rule.url_filter, out);
  }
  if (!rule.regex_filter.empty()) {
    out += ",\"regexFilter\":";
    append_json_string(rule.regex_filter, out);
  }
  if (rule.case_sensitive) out += ",\"isUrlFilterCaseSensitive\":true";
  append_hosts("requestDomains", rule.request_domains, out);
  append_hosts("excludedRequestDomains", rule.excluded_request_domains, out);
  append_hosts("initiatorDomains", rule.initiator_domains, out);
  append_hosts("excludedInitiatorDomains", rule.excluded_initiator_domains, out);
  if (rule.party != Party::kAny) {
    out += rule.party == Party::kThird ? ",\"domainType\":\"thirdParty\""
                                       : ",\"domainType\":\"firstParty\"";
  }
  if (rule.types != kDefaultTypes) {
    const auto missing = static_cast<TypeMask>(kDnrTypes & ~rule.types);
    if (missing != 0 && std::popcount(missing) <= 5 &&
        rule.action != DnrAction::kAllowAllRequests) {
      append_types("excludedResourceTypes", missing, browser, out);
    } else {
      append_types("resourceTypes", rule.types, browser, out);
    }
  }
  if (rule.methods != kEveryMethod) append_methods(rule.methods, out);
  if (out.size() > begin) out.erase(begin, 1);  // the first comma
}

}  // namespace

std::string_view HostStore::lowered(std::string_view host) {
  if (std::none_of(host.begin(), host.end(), [](char c) { return c != to_lower(c); })) return host;
  return kept_.emplace_back(filters::lowered(host));
}

void append_json_string(std::string_view text, std::string& out) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  const auto is_special = [](char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
  };
  out += '"';
  while (!text.empty()) {
    const auto at = std::find_if(text.begin(), text.end(), is_special);
    const auto plain = static_cast<std::size_t>(at - text.begin());
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const auto byte = static_cast<unsigned char>(text.front());
    if (byte < 0x20) {
      out += "\\u00";
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    } else {
      out += '\\';
      out += text.front();
    }
    text.remove_prefix(1);
  }
  out += '"';
}

void append_json(const DnrRule& rule, std::uint32_t id, Browser browser, std::string& out) {
  out += "{\"id\":";
  out += std::to_string(id);
  out += ",\"priority\":";
  out += std::to_string(rule.priority);
  out += ",\"action\":";
  append_action(rule, out);
  out += ",\"condition\":{";
  append_condition(rule, browser, out);
  out += "}}";
}

std::string ruleset_json(const std::vector<DnrRule>& rules, Browser browser) {
  std::string out = "[";
  std::uint32_t id = 0;
  for (const DnrRule& rule : rules) {
    out += id == 0 ? "\n" : ",\n";
    append_json(rule, ++id, browser, out);
  }
  return out + "\n]\n";
}

}  // namespace volition::filters
