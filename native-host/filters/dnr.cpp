// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/dnr.hpp"

#include <array>
#include <bit>

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

void append_list(std::string_view key, const std::vector<std::string>& values, std::string& out) {
  if (values.empty()) return;
  out += ",\"";
  out += key;
  out += "\":[";
  for (const std::string& value : values) {
    append_json_string(value, out);
    out += ',';
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
      append_json_string(rule.value, out);
      out += "]}}}}";
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

void append_condition(const DnrRule& rule, Browser browser, std::string& out) {
  const std::size_t begin = out.size();
  if (!rule.url_filter.empty()) {
    out += ",\"urlFilter\":";
    append_json_string(rule.url_filter, out);
  }
  if (!rule.regex_filter.empty()) {
    out += ",\"regexFilter\":";
    append_json_string(rule.regex_filter, out);
  }
  if (rule.case_sensitive) out += ",\"isUrlFilterCaseSensitive\":true";
  append_list("requestDomains", rule.request_domains, out);
  append_list("excludedRequestDomains", rule.excluded_request_domains, out);
  append_list("initiatorDomains", rule.initiator_domains, out);
  append_list("excludedInitiatorDomains", rule.excluded_initiator_domains, out);
  if (rule.party != Party::kAny) {
    out += rule.party == Party::kThird ? ",\"domainType\":\"thirdParty\""
                                       : ",\"domainType\":\"firstParty\"";
  }
  if (rule.types != kDefaultTypes) {
    const auto missing = static_cast<TypeMask>(kEveryType & ~rule.types);
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

void append_json_string(std::string_view text, std::string& out) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    } else {
      out += c;
    }
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

}  // namespace volition::filters
