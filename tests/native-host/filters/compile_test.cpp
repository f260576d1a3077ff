// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/compile.hpp"

#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include "catch/catch.hpp"
#include "filters/merge.hpp"

using namespace volition;
using namespace volition::filters;
namespace fs = std::filesystem;

namespace {

/// `count` lines of `make(i)`.
template <typename Make>
std::string lines(int count, Make make) {
  std::string out;
  for (int i = 0; i < count; ++i) out += make(std::to_string(i)) + "\n";
  return out;
}

Compilation compiled(const std::string& text, Browser browser = Browser::kFirefox) {
  auto answer = compile({{"list", text}}, browser, 0);
  REQUIRE(answer.has_value());
  return *answer;
}

boost::json::array rules_of(const Compilation& compilation) {
  return boost::json::parse(compilation.rulesets.front().json).as_array();
}

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "volition-compile-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

TEST_CASE("filters that differ in their host share one rule, never over 4,000 hosts") {
  const auto result = compiled(
      lines(9'000, [](const std::string& i) { return "||t" + i + ".example^$third-party"; }));
  CHECK(result.filters_in_effect == 9'000);
  const auto rules = rules_of(result);
  REQUIRE(rules.size() == 4);  // cut by each host's own hash, into a power of two
  std::set<std::string> hosts;
  for (const auto& rule : rules) {
    const auto& array = rule.at("condition").at("requestDomains").as_array();
    CHECK(array.size() <= kMaxArrayHosts);
    for (const auto& host : array) hosts.insert(std::string(host.as_string()));
  }
  CHECK(hosts.size() == 9'000);
}

TEST_CASE("filters that differ in their pages share one rule") {
  const auto rules =
      rules_of(compiled("/ad.js$domain=a.test\n/ad.js$domain=b.test|c.test\n"
                        "/ad.js$domain=~d.test"));
  CHECK(rules.size() == 2);
}

TEST_CASE("what a blocked host covers needs no rule of its own") {
  const auto result = compiled(
      "||t.example^\n||a.t.example^\n||t.example/pixel\n||b.t.example/x$script\n"
      "||u.example^$third-party\n||u.example/x$third-party\n||u.example/y\n||t.example/z$document");
  CHECK(result.filters_in_effect == 8);
  std::set<std::string> left;
  for (const auto& rule : rules_of(result)) {
    const auto& condition = rule.at("condition").as_object();
    if (const auto* filter = condition.if_contains("urlFilter"))
      left.insert(std::string(filter->as_string()));
  }
  // A block for others only does not cover a filter for everyone, and none covers a page's own
  // document.
  CHECK(left == std::set<std::string>{"||u.example/y", "||t.example/z"});
}

TEST_CASE("a wider filter of the list covers a narrower one, of the same strength or less") {
  struct Row {
    std::string list;
    std::size_t rules;
  };
  const std::vector<Row> rows = {
      {"||t.example^\n||a.t.example^$script", 1},
      {"||t.example^\n||a.t.example/x$script,domain=p.test", 1},
      {"||t.example^$script,image\n||a.t.example/x$script", 1},
      {"||t.example^$important\n||a.t.example/x", 1},
      {"@@||t.example^\n@@||a.t.example/x$script", 1},
      {"||t.example^$script\n||a.t.example/x", 2},
      {"||t.example^\n||a.t.example/x$important", 2},
      {"||t.example^$domain=p.test\n||a.t.example/x", 2},
      {"||t.example^$method=get\n||a.t.example/x", 2},
      {"||t.example^\n@@||a.t.example/x", 2},
      {"||t.example^$third-party\n||a.t.example/x$~third-party", 2},
      // What may go on in the host is no host.
      {"||t.example^\n||a.t.example*x", 2},
      {"/ad.js$script\n/ad.js$image", 1},
  };
  for (const Row& row : rows) {
    INFO(row.list);
    const auto result = compiled(row.list);
    CHECK(result.rules == row.rules);
    CHECK(result.filters_in_effect == 2);
  }
}

TEST_CASE("a budget is kept and what it costs is counted") {
  const auto result =
      compiled(lines(30'010, [](const std::string& i) { return "/track" + i + "/pixel"; }),
               Browser::kChromium);
  CHECK(result.rules == 30'000);
  CHECK(result.filters_in_effect == 30'000);
  CHECK(result.report_json.find("\"over_budget\": 10") != std::string::npos);
  const auto regexes =
      compiled(lines(1'000, [](const std::string& i) { return "/track[a-z]" + i + "/"; }));
  CHECK(regexes.rules == 900);
  CHECK(regexes.report_json.find("\"regex_over_budget\": 100") != std::string::npos);
}

TEST_CASE("an optional list is a disabled rule set, and changes nothing of the others") {
  const std::string base = lines(950, [](const std::string& i) { return "/track[a-z]" + i + "/"; });
  const std::string more = lines(100, [](const std::string& i) { return "/more[a-z]" + i + "/"; }) +
                           "/track[a-z]1/$badfilter\n||more.example^";
  const auto alone = compile({{"base", base}}, Browser::kFirefox, 0);
  const auto both =
      compile({{"base", base}, {"more", more, Shipped::kDisabled}}, Browser::kFirefox, 0);
  REQUIRE(alone.has_value());
  REQUIRE(both.has_value());
  REQUIRE(both->rulesets.size() == 2);
  CHECK(both->rulesets[0].json == alone->rulesets[0].json);
  CHECK(both->rulesets[0].regex_rules == 900);
  CHECK(both->rulesets[1].regex_rules == 90);
  CHECK(both->rulesets[1].rules == 91);
  const auto manifest = boost::json::parse(both->manifest_json);
  CHECK(manifest.at(0).at("enabled").as_bool());
  CHECK_FALSE(manifest.at(1).at("enabled").as_bool());
  CHECK(both->image == alone->image);
  CHECK(both->digest != alone->digest);
  const auto baseline = boost::json::parse(both->baseline_json);
  CHECK(baseline.at("digest") == boost::json::value(both->digest));
  CHECK(baseline.at("rulesets").at("more") == "ruleset_2");
}

TEST_CASE("the person's own rules stand above every list, the allowing ones first") {
  const auto result = compile({{"own",
                                "||a.example^\n@@||b.example^\n||c.example^$important\n"
                                "$removeparam=x\n@@||d.example^$removeparam=x\n",
                                Shipped::kEnabled, Standing::kOwn}},
                              Browser::kChromium, 0);
  REQUIRE(result.has_value());
  std::map<std::int64_t, std::string> actions;
  for (const auto& rule : rules_of(*result))
    actions[rule.at("priority").as_int64()] = rule.at("action").at("type").as_string();
  CHECK(actions == std::map<std::int64_t, std::string>{
                       {600, "allow"}, {500, "block"}, {23, "allow"}, {22, "redirect"}});
}

TEST_CASE("equal input gives equal bytes") {
  const std::string text = "||b.example^\n||a.example^\n/x$domain=b.test|a.test\n@@/x/y";
  CHECK(compiled(text).rulesets.front().json == compiled(text).rulesets.front().json);
  CHECK(compiled(text).image == compiled(text).image);
}

TEST_CASE("the report accounts for every line") {
  const auto result =
      compiled("! c\n##.ad\n||a.example^\n||b.example^$popup\n||c.example^$header=x\n");
  const auto report = boost::json::parse(result.report_json);
  CHECK(report.at("network").as_int64() == 3);
  CHECK(report.at("in_effect").as_int64() == 1);
  CHECK(report.at("refused").at("popup").as_int64() == 1);
  CHECK(report.at("refused").at("header").as_int64() == 1);
  CHECK(report.at("lists").at(0).at("cosmetic").as_int64() == 1);
}

TEST_CASE("a compilation is written whole, and an older one's files go") {
  const Folder folder;
  const fs::path out = folder.path() / "deep" / "out";
  auto two = compile({{"one", "||a.example^"}, {"two", "||b.example^"}}, Browser::kChromium, 0);
  REQUIRE(two.has_value());
  REQUIRE(write_compilation(*two, out, out / "report.json").has_value());
  CHECK(fs::exists(out / "ruleset_2.json"));
  REQUIRE(write_compilation(compiled("||a.example^"), out, {}).has_value());
  CHECK(fs::exists(out / "ruleset_1.json"));
  CHECK_FALSE(fs::exists(out / "ruleset_2.json"));
  CHECK(fs::exists(out / "filters.image"));
  std::ifstream manifest(out / "rulesets.json");
  const std::string text((std::istreambuf_iterator<char>(manifest)),
                         std::istreambuf_iterator<char>());
  const auto sets = boost::json::parse(text).as_array();
  REQUIRE(sets.size() == 1);
  CHECK(sets[0].at("path") == "ruleset_1.json");
}

TEST_CASE("lists that cannot be read are named") {
  const auto missing = read_lists({"/nonexistent/list.txt"});
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().code == ErrorCode::kListUnreadable);
  CHECK(missing.error().detail == "list.txt");
  const auto many = compile(std::vector<ListSource>(251), Browser::kChromium, 0);
  REQUIRE_FALSE(many.has_value());
  CHECK(many.error().code == ErrorCode::kListUnreadable);
}
