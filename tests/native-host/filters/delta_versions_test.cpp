// SPDX-License-Identifier: GPL-3.0-or-later

// Two published versions of the shipped lists: an extension built from the older one, with the
// delta, must decide as one built from the newer one. VOLITION_OLDER_LISTS and
// VOLITION_NEWER_LISTS name folders as scripts/fetch-lists fills one; VOLITION_REFERENCE, if set, a
// folder with request-log.tsv (type, address, frame).

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <unordered_set>
#include <vector>

#include "browser_with_delta.hpp"
#include "catch/catch.hpp"

using namespace volition;
using namespace volition::filters;

namespace {

const std::vector<std::string> kNames = {"base",       "tracking", "url-tracking", "popups",
                                         "annoyances", "social",   "french"};
constexpr std::size_t kEnabled = 5;

std::vector<std::string> read_folder(const std::string& folder) {
  std::vector<std::string> out;
  for (const std::string& name : kNames) {
    auto list = read_lists({std::filesystem::path(folder) / (name + ".txt")});
    REQUIRE(list.has_value());
    out.push_back(std::move(list->front().text));
  }
  return out;
}

/// Requests that meet what changed: the address of each `||host/path` that only one text has.
void add_requests(const std::string& text, const std::string& other, std::size_t every,
                  std::vector<test::DnrRequest>& out) {
  std::unordered_set<std::string> known;
  std::string line;
  std::istringstream others(other);
  while (std::getline(others, line)) known.insert(line);
  std::istringstream lines(text);
  std::size_t seen = 0;
  while (std::getline(lines, line)) {
    const bool exception = line.starts_with("@@||");
    if ((!exception && !line.starts_with("||")) || known.contains(line)) continue;
    if (seen++ % every != 0) continue;
    std::string address = line.substr(exception ? 4 : 2);
    address = address.substr(0, address.find('$'));
    for (char& c : address) {
      if (c == '^' || c == '*' || c == '|') c = '/';
    }
    out.push_back({"https://" + address, "script", "https://page.test/"});
    out.push_back({"https://" + address + "?x=1", "main_frame", ""});
  }
}

void add_log(const std::string& file, std::size_t every, std::vector<test::DnrRequest>& out) {
  std::ifstream log(file);
  std::string line;
  for (std::size_t i = 0; std::getline(log, line); ++i) {
    if (i % every != 0) continue;
    const std::size_t first = line.find('\t');
    const std::size_t second = line.find('\t', first + 1);
    const std::string type = line.substr(0, first);
    out.push_back({line.substr(first + 1, second - first - 1),
                   type == "document" ? "main_frame" : type, line.substr(second + 1)});
  }
}

}  // namespace

TEST_CASE("an older extension with its delta decides as a newer one") {
  const char* older_folder = std::getenv("VOLITION_OLDER_LISTS");
  const char* newer_folder = std::getenv("VOLITION_NEWER_LISTS");
  if (older_folder == nullptr || newer_folder == nullptr) {
    WARN("skipped: VOLITION_OLDER_LISTS and VOLITION_NEWER_LISTS name no folders");
    return;
  }
  const auto older = read_folder(older_folder);
  const auto newer = read_folder(newer_folder);
  std::vector<test::DnrRequest> requests;
  for (std::size_t i = 0; i < kEnabled; ++i) {
    add_requests(older[i], newer[i], 20, requests);
    add_requests(newer[i], older[i], 20, requests);
  }
  if (const char* reference = std::getenv("VOLITION_REFERENCE"))
    add_log(std::string(reference) + "/request-log.tsv", 10, requests);
  for (const Browser browser : {Browser::kChromium, Browser::kFirefox}) {
    DeltaInput input;
    input.browser = browser;
    for (std::size_t i = 0; i < kNames.size(); ++i) {
      input.shipped.push_back({kNames[i], older[i],
                               i < kEnabled ? Shipped::kEnabled : Shipped::kDisabled,
                               i < kEnabled ? ListState::kOn : ListState::kOff, newer[i]});
    }
    const Compilation shipped = test::compile_shipped(input);
    input.baseline = shipped.digest;
    const auto began = std::chrono::steady_clock::now();
    const auto delta = make_delta(input);
    const auto took = std::chrono::steady_clock::now() - began;
    REQUIRE(delta.has_value());
    REQUIRE(delta->match == BaselineMatch::kSame);
    std::size_t bytes = 0;
    for (const std::string& rule : delta->rules) bytes += rule.size();
    std::size_t ids = 0;
    for (const DisabledRules& rules : delta->disable) ids += rules.ids.size();
    std::cout << browser_name(browser) << ": " << delta->rules.size() << " dynamic rules, " << bytes
              << " bytes, " << ids << " static rules disabled of " << shipped.rules << ", "
              << std::chrono::duration_cast<std::chrono::milliseconds>(took).count() << " ms\n";
    for (const DeltaList& list : delta->lists) {
      std::cout << "  " << list.id << ": " << list.rules << " dynamic rules, " << list.in_effect
                << " of " << list.network << " in effect\n";
      CHECK(list.refused.of(Refusal::kOverBudget) + list.refused.of(Refusal::kRegexOverBudget) ==
            0);
    }
    test::DnrSimulator with_delta;
    test::add_rules(shipped, *delta, with_delta);
    test::DnrSimulator compiled_anew;
    test::add_rules(test::compile_today(input), compiled_anew);
    std::size_t differ = 0;
    std::size_t decided = 0;
    for (const test::DnrRequest& request : requests) {
      const std::string now = test::met(compiled_anew, request);
      if (now != "pass") ++decided;
      if (test::met(with_delta, request) == now) continue;
      ++differ;
      std::cout << "  differs (" << now << "): " << request.type << ' ' << request.url << " from "
                << request.initiator << '\n';
    }
    std::cout << "  " << requests.size() << " requests, " << decided << " decided, " << differ
              << " differ\n";
    CHECK(differ == 0);
  }
}
