// SPDX-License-Identifier: GPL-3.0-or-later

// The rules that are shipped and the engine that explains them must agree: a simulator of the
// browsers, written apart from the engine, judges the compiled JSON, and each difference is a fault
// or a named limitation.

#include <boost/json/parse.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "catch/catch.hpp"
#include "dnr_simulator.hpp"
#include "filters/compile.hpp"
#include "filters/explain.hpp"
#include "vectors.hpp"

using namespace volition;
using namespace volition::filters;

namespace {

/// What a person meets, by the rules: "pass" also where an exception freed it.
std::string by_rules(const test::DnrSimulator& rules, const test::DnrRequest& request) {
  return rules.outcome(request) == "block" ? "block" : "pass";
}

std::string by_engine(Explainer& engine, const Request& request) {
  const auto answer = engine.explain(request);
  REQUIRE(answer.has_value());
  return answer->verdict == Verdict::kBlock ? "block" : "pass";
}

void add_rules(const Compilation& compilation, test::DnrSimulator& rules) {
  for (const Ruleset& set : compilation.rulesets) rules.add(boost::json::parse(set.json));
}

}  // namespace

TEST_CASE("compiled rules decide the vectors as the engine does") {
  const auto vectors = test::read_vectors("filters/matching.json");
  for (const Browser browser : {Browser::kChromium, Browser::kFirefox}) {
    for (const auto& row : vectors.at("cases").as_array()) {
      INFO(browser_name(browser) << ' ' << row);
      std::string text;
      for (const auto& line : row.at("list").as_array())
        text += std::string(line.as_string()) + "\n";
      // A named limitation: no rule can hold an entity.
      if (text.find("=google.*") != std::string::npos) continue;
      const auto compiled = compile({{"list", text}}, browser, 0);
      REQUIRE(compiled.has_value());
      test::DnrSimulator rules;
      add_rules(*compiled, rules);
      std::string type = test::text_of(row, "type");
      // Each browser has its own name for what navigator.sendBeacon and srcset send.
      if (browser == Browser::kChromium && type == "beacon") type = "ping";
      if (browser == Browser::kChromium && type == "imageset") type = "image";
      const std::string verdict = test::text_of(row, "verdict");
      CHECK(by_rules(rules, {test::text_of(row, "url"), type, test::text_of(row, "frame")}) ==
            (verdict == "block" ? "block" : "pass"));
    }
  }
}

// VOLITION_REFERENCE names a folder with lists/*.txt and request-log.tsv (type, address, frame).
TEST_CASE("compiled rules decide real requests as the engine does") {
  const char* folder = std::getenv("VOLITION_REFERENCE");
  if (folder == nullptr) {
    WARN("skipped: VOLITION_REFERENCE names no folder of lists and requests");
    return;
  }
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(folder) + "/lists")) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  const auto lists = read_lists(files);
  REQUIRE(lists.has_value());
  for (const Browser browser : {Browser::kChromium, Browser::kFirefox}) {
    const auto compiled = compile(*lists, browser, 0);
    REQUIRE(compiled.has_value());
    CHECK(static_cast<double>(compiled->filters_in_effect) >=
          0.95 * static_cast<double>(compiled->network_filters));
    test::DnrSimulator rules;
    add_rules(*compiled, rules);
    Explainer engine(*Image::from_bytes(compiled->image));
    std::ifstream log(std::string(folder) + "/request-log.tsv");
    std::string line;
    std::size_t seen = 0;
    std::size_t differ = 0;
    std::size_t blocked = 0;
    while (std::getline(log, line)) {
      const std::size_t first = line.find('\t');
      const std::size_t second = line.find('\t', first + 1);
      const std::string type = line.substr(0, first);
      const std::string url = line.substr(first + 1, second - first - 1);
      const std::string frame = line.substr(second + 1);
      const auto known = parse_request_type(type);
      REQUIRE(known.has_value());
      const std::string engine_says = by_engine(engine, {url, *known, frame, {}});
      const std::string name = type == "document" ? "main_frame" : type;
      ++seen;
      if (engine_says == "block") ++blocked;
      if (by_rules(rules, {url, name, frame}) != engine_says) {
        ++differ;
        std::cout << "differs (engine: " << engine_says << "): " << line.substr(0, 300) << '\n';
      }
    }
    std::cout << browser_name(browser) << ": " << seen << " requests, " << blocked << " blocked, "
              << differ << " differ\n";
    CHECK(seen > 0);
    CHECK(differ * 1000 <= seen);
  }
}
