// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/convert.hpp"

#include <string>
#include <vector>

#include "catch/catch.hpp"
#include "filters/parse.hpp"

using namespace volition::filters;

namespace {

/// The rule of one line as JSON without its id, or "refused: reason".
std::string converted(const std::string& line, Browser browser) {
  const ParsedList list = parse_list(line, 0, Target::kChromium);
  if (list.filters.empty() && list.hosts.empty()) return "not parsed";
  HostStore store;
  auto answer =
      convert(list.hosts.empty() ? list.filters.front() : list.filter_of(list.hosts.front()),
              browser, store);
  if (const auto* refusal = std::get_if<Refusal>(&answer))
    return "refused: " + std::string(refusal_name(*refusal));
  std::string json;
  append_json(std::get<Converted>(answer).rule, 1, browser, json);
  return json.substr(std::string(R"~({"id":1,)~").size());
}

}  // namespace

TEST_CASE("filters become rules that both browsers read alike") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"||t.example^",
       R"~("priority":100,"action":{"type":"block"},"condition":{"requestDomains":["t.example"]}})~"},
      {"||t.example^$third-party,script",
       R"~("priority":100,"action":{"type":"block"},"condition":{"requestDomains":["t.example"],"domainType":"thirdParty","resourceTypes":["script"]}})~"},
      {"@@||t.example/ok$important",
       R"~("priority":400,"action":{"type":"allow"},"condition":{"urlFilter":"||t.example/ok"}})~"},
      {"||t.example^$important",
       R"~("priority":300,"action":{"type":"block"},"condition":{"requestDomains":["t.example"]}})~"},
      {"||xn--e1afmkfd.example^",
       R"~("priority":100,"action":{"type":"block"},"condition":{"urlFilter":"||xn--e1afmkfd.example^"}})~"},
      {"||192.0.2.1^",
       R"~("priority":100,"action":{"type":"block"},"condition":{"requestDomains":["192.0.2.1"]}})~"},
      {"||*.t.example/x",
       R"~("priority":100,"action":{"type":"block"},"condition":{"urlFilter":".t.example/x"}})~"},
      {"/Ad\"\\$match-case",
       R"~("priority":100,"action":{"type":"block"},"condition":{"urlFilter":"/Ad\"\\","isUrlFilterCaseSensitive":true}})~"},
      {"/ad[0-9]/$domain=a.test|~b.a.test",
       R"~("priority":100,"action":{"type":"block"},"condition":{"regexFilter":"ad[0-9]","initiatorDomains":["a.test"],"excludedInitiatorDomains":["b.a.test"]}})~"},
      {R"~(/^https:\/\/t\.example\/ad.*\.js/$match-case)~",
       R"~("priority":100,"action":{"type":"block"},"condition":{"urlFilter":"|https://t.example/ad*.js","isUrlFilterCaseSensitive":true}})~"},
      {"/ad.js$denyallow=c.test,domain=a.test",
       R"~("priority":100,"action":{"type":"block"},"condition":{"urlFilter":"/ad.js","excludedRequestDomains":["c.test"],"initiatorDomains":["a.test"]}})~"},
      {"||t.example^$to=x.t.example",
       R"~("priority":100,"action":{"type":"block"},"condition":{"urlFilter":"||t.example^","requestDomains":["x.t.example"]}})~"},
      {"||t.example^$method=post",
       R"~("priority":100,"action":{"type":"block"},"condition":{"requestDomains":["t.example"],"requestMethods":["post"]}})~"},
      {"@@||shop.example^$document",
       R"~("priority":200,"action":{"type":"allowAllRequests"},"condition":{"requestDomains":["shop.example"],"resourceTypes":["main_frame"]}})~"},
      {"$removeparam=utm_source",
       R"~("priority":20,"action":{"type":"redirect","redirect":{"transform":{"queryTransform":{"removeParams":["utm_source"]}}}},"condition":{"urlFilter":"^utm_source=","isUrlFilterCaseSensitive":true,"resourceTypes":["main_frame","sub_frame"]}})~"},
      {"||shop.example/x$removeparam=a,script",
       R"~("priority":20,"action":{"type":"redirect","redirect":{"transform":{"queryTransform":{"removeParams":["a"]}}}},"condition":{"urlFilter":"||shop.example/x*^a=","resourceTypes":["script"]}})~"},
      {"@@||shop.example^$removeparam=a",
       R"~("priority":21,"action":{"type":"allow"},"condition":{"urlFilter":"^a=","isUrlFilterCaseSensitive":true,"requestDomains":["shop.example"],"resourceTypes":["main_frame","sub_frame"]}})~"},
      {"||shop.example^$removeparam",
       R"~("priority":20,"action":{"type":"redirect","redirect":{"transform":{"query":""}}},"condition":{"urlFilter":"?","requestDomains":["shop.example"],"resourceTypes":["main_frame","sub_frame"]}})~"},
      {"||shop.example^$csp=script-src 'self'",
       R"~("priority":10,"action":{"type":"modifyHeaders","responseHeaders":[{"operation":"append","header":"content-security-policy","value":"script-src 'self'"}]},"condition":{"requestDomains":["shop.example"],"resourceTypes":["main_frame","sub_frame"]}})~"},
      {"||shop.example^$permissions=a=()\\, b=()",
       R"~("priority":10,"action":{"type":"modifyHeaders","responseHeaders":[{"operation":"append","header":"permissions-policy","value":"a=(), b=()"}]},"condition":{"requestDomains":["shop.example"],"resourceTypes":["main_frame","sub_frame"]}})~"},
      {"/ad.js$domain=a.test|google.*",
       R"~("priority":100,"action":{"type":"block"},"condition":{"urlFilter":"/ad.js","initiatorDomains":["a.test"]}})~"},
      {"/ad.js$domain=google.*", "refused: domain_entity"},
      {"/ad.js$domain=a.test|~a.google.*", "refused: domain_entity"},
      {"/ad.js$domain=a.test,to=google.*", "refused: to_entity"},
      {"*$script,domain=a.test,denyallow=b.test|google.*", "refused: to_entity"},
      {"||\xC3\xA9.example^", "refused: non_ascii_host"},
      {"/ad.js$domain=xn--e1afmkfd.example", "refused: non_ascii_host"},
      {"$removeparam=/^utm_/", "refused: removeparam_regex"},
      {"$removeparam=~a", "refused: removeparam_negated"},
      {"$removeparam=a*b", "refused: removeparam_name"},
      {"||shop.example^$csp=default-src 'self'; report-uri https://evil.test/",
       "refused: policy_reports"},
      {"||shop.example^$csp=", "refused: policy_value"},
      {"/(?=a)b/", "refused: regex_lookaround"},
      {"/(?<!a)b/", "refused: regex_lookaround"},
      {"/(a)\\1/", "refused: regex_invalid"},
      {"/(unclosed/", "refused: regex_invalid"},
      {"/((((a{1000}){1000}){1000}){1000}){1000}/", "refused: regex_invalid"},
  };
  for (const auto& [line, expected] : rows) {
    INFO(line);
    CHECK(converted(line, Browser::kChromium) == expected);
    CHECK(converted(line, Browser::kFirefox) == expected);
  }
}

TEST_CASE("where the browsers differ") {
  struct Row {
    std::string line, chromium, firefox;
  };
  const std::string start =
      R"~("priority":100,"action":{"type":"block"},"condition":{"requestDomains":["t.example"],)~";
  const std::vector<Row> rows = {
      {"||t.example^$ping", start + R"~("resourceTypes":["ping"]}})~",
       start + R"~("resourceTypes":["ping","beacon"]}})~"},
      {"||t.example^$image", start + R"~("resourceTypes":["image"]}})~",
       start + R"~("resourceTypes":["image","imageset"]}})~"},
      {"||t.example^$~ping", start + R"~("excludedResourceTypes":["main_frame","ping"]}})~",
       start + R"~("excludedResourceTypes":["main_frame","ping","beacon"]}})~"},
      {"||t.example^$other",
       start + R"~("resourceTypes":["csp_report","other","webtransport","webbundle"]}})~",
       start +
           R"~("resourceTypes":["csp_report","other","speculative","web_manifest","xml_dtd","xslt","json"]}})~"},
      {"/(?:aa|bb|cc|dd|ee|ff|gg|hh|ii|jj)[0-9a-z]{20,40}\\.(?:js|png|gif|jpg)/",
       "refused: regex_too_large",
       R"~("priority":100,"action":{"type":"block"},"condition":{"regexFilter":"(?:aa|bb|cc|dd|ee|ff|gg|hh|ii|jj)[0-9a-z]{20,40}\\.(?:js|png|gif|jpg)"}})~"},
  };
  for (const Row& row : rows) {
    INFO(row.line);
    CHECK(converted(row.line, Browser::kChromium) == row.chromium);
    CHECK(converted(row.line, Browser::kFirefox) == row.firefox);
  }
}

TEST_CASE("only hosts that every browser accepts enter an array") {
  for (const char* host : {"a.example", "a-b_c.example", "1.example", "example", "192.0.2.1"})
    CHECK(is_array_host(host));
  for (const char* host :
       {"", "a..b", "A.example", "xn--api-hn0a.rtnews.pro", "a.xn--q1a.example", "192.0.2.01",
        "192.0.2.256", "192.0.2", "a.123", "0x1", "ab--cd.example", "a.example.", "a b", "[::1]"}) {
    INFO(host);
    CHECK_FALSE(is_array_host(host));
  }
}
