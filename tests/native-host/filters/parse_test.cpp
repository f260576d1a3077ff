// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/parse.hpp"

#include <chrono>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "catch/catch.hpp"
#include "filters/domains.hpp"
#include "filters/preprocess.hpp"

using namespace volition::filters;

namespace {

/// All filters of a list, hosts first, each in full.
std::vector<NetworkFilter> all_of(const ParsedList& list) {
  std::vector<NetworkFilter> out;
  for (const HostFilter& host : list.hosts) out.push_back(list.filter_of(host));
  out.insert(out.end(), list.filters.begin(), list.filters.end());
  return out;
}

/// Parses a text that lives until the program ends: what comes back points into it.
ParsedList parse(std::string text) {
  static std::deque<std::string> kept;
  return parse_list(kept.emplace_back(std::move(text)), 0, Target::kChromium);
}

}  // namespace

TEST_CASE("every line ends in one of four ways") {
  enum class End { kNothing, kCosmetic, kFilter };
  struct Row {
    std::string line;
    End end;
  };
  const std::vector<Row> rows = {
      {"", End::kNothing},
      {"   \t", End::kNothing},
      {"! comment", End::kNothing},
      {"[Adblock Plus 2.0]", End::kNothing},
      {"# hosts comment", End::kNothing},
      {"##.ad", End::kCosmetic},
      {"shop.example,~a.shop.example##.ad", End::kCosmetic},
      {"shop.example#@#.ad", End::kCosmetic},
      {"shop.example#?#div:has(.ad)", End::kCosmetic},
      {"shop.example#$#body { overflow: auto }", End::kCosmetic},
      {"shop.example#@$?#x { y: z }", End::kCosmetic},
      {"shop.example#%#//scriptlet('x')", End::kCosmetic},
      {"shop.example##+js(x)", End::kCosmetic},
      {"shop.example$$script[data-src=\"ad\"]", End::kCosmetic},
      {"shop.example$@$script", End::kCosmetic},
      {"[$path=/x]shop.example##.ad", End::kCosmetic},
      {"/shop\\d\\.example/##.ad", End::kCosmetic},
      {"@@||shop.example^$elemhide", End::kCosmetic},
      {"@@||shop.example^$generichide,domain=a.test", End::kCosmetic},
      {"||t.example^", End::kFilter},
      {"@@||t.example^$document", End::kFilter},
      {"/ad#frame", End::kFilter},
      {"/path$$x", End::kFilter},
      {"0.0.0.0 t.example", End::kFilter},
  };
  for (const Row& row : rows) {
    INFO(row.line);
    const ParsedList list = parse(row.line);
    CHECK(list.cosmetic == (row.end == End::kCosmetic ? 1U : 0U));
    CHECK(all_of(list).size() == (row.end == End::kFilter ? 1U : 0U));
    CHECK(list.refused.total() == 0);
  }
}

TEST_CASE("what is not used has a named reason") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"||t.example^$header=x:y", "header"},
      {"||t.example^$redirect-rule=noopjs", "redirect_rule"},
      {"@@||t.example^$redirect=noopjs", "redirect_exception"},
      {"@@||t.example^$genericblock", "genericblock"},
      {"||t.example^$replace=/a/b/", "replace"},
      {"||t.example^$removeheader=refresh", "unsupported_option"},
      {"||t.example^$nonsense", "unknown_option"},
      {"||t.example^$script,nonsense=1", "unknown_option"},
      {"||t.example^$script=1", "malformed_option"},
      {"||t.example^$method=fly", "malformed_option"},
      {"||t.example^$script,,image", "malformed_option"},
      {"||t.example^$script,~script", "malformed_option"},
      {"||t.example^$domain=", "malformed_domain"},
      {"||t.example^$domain=a b", "malformed_domain"},
      {"||t.example^$domain=/shop\\d/", "domain_regex"},
      {"@@||t.example^$stealth", "stealth"},
      {"||t.example^$cookie=_ga", "cookie"},
      {"||t.example^$inline-script", "inline_script"},
      {"*", "matches_everything"},
      {"||", "matches_everything"},
      {"|*|", "matches_everything"},
      {"@@*", "matches_everything"},
      {std::string("||t.exa\0mple^", 13), "control_character"},
      {"||t.example^\x01", "control_character"},
      {"!#include https://elsewhere.test/list.txt", "include"},
      {"0.0.0.0 not_a..host", "malformed_domain"},
  };
  for (const auto& [line, reason] : rows) {
    INFO(line);
    const ParsedList list = parse(line);
    CHECK(all_of(list).empty());
    REQUIRE(list.refused.total() == 1);
    for (std::size_t i = 0; i < kRefusalCount; ++i) {
      const auto each = static_cast<Refusal>(i);
      if (list.refused.of(each) == 1) CHECK(refusal_name(each) == reason);
    }
  }
}

TEST_CASE("hostile lists are bounded") {
  SECTION("a line of ten megabytes") {
    const ParsedList list =
        parse("||a.example^\n/" + std::string(10U << 20U, 'a') + "\n||b.example^");
    CHECK(all_of(list).size() == 2);
    CHECK(list.refused.of(Refusal::kLineTooLong) == 1);
  }
  SECTION("ten thousand domains") {
    std::string domains;
    for (int i = 0; i < 10'000; ++i) domains += "|x" + std::to_string(i);
    const ParsedList list = parse("/ad.js$domain=y" + domains.substr(0, 60'000));
    CHECK(all_of(list).empty());
    CHECK(list.refused.of(Refusal::kTooManyDomains) == 1);
  }
  SECTION("conditions without end") {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "!#if (\n";
    CHECK(parse(text + "||a.example^").left_out == 1);
    CHECK_FALSE(evaluate_condition(std::string(100'000, '!') + "true", Target::kChromium));
    CHECK_FALSE(evaluate_condition(std::string(100'000, '('), Target::kChromium));
  }
  SECTION("bytes of every kind") {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += static_cast<char>((i * 7919 + i / 251) % 256);
    const ParsedList list = parse(text);
    CHECK(list.lines > 0);
  }
}

TEST_CASE("a list's head gives its title and version") {
  const ParsedList list =
      parse("\xEF\xBB\xBF! Title: Mine\r\n! Version: 2.0\r\n! Title: Other\r\n");
  CHECK(list.title == "Mine");
  CHECK(list.version == "2.0");
  CHECK(list.lines == 3);
}

TEST_CASE("conditions and hints choose by browser") {
  struct Row {
    std::string condition;
    bool chromium, firefox;
  };
  const std::vector<Row> rows = {
      {"env_chromium", true, false},
      {"env_firefox", false, true},
      {"!env_firefox", true, false},
      {"env_chromium || env_firefox", true, true},
      {"env_chromium && !env_mv3", false, false},
      {"(env_firefox && env_mv3) || false", false, true},
      {"adguard", false, false},
      {"!adguard && env_mv3", true, true},
      {"", false, false},
      {"env_mv3 env_mv3", false, false},
      {"(env_mv3", false, false},
  };
  for (const Row& row : rows) {
    INFO(row.condition);
    CHECK(evaluate_condition(row.condition, Target::kChromium) == row.chromium);
    CHECK(evaluate_condition(row.condition, Target::kFirefox) == row.firefox);
  }
  CHECK(hint_excludes(" PLATFORM(windows)", Target::kChromium));
  CHECK_FALSE(hint_excludes(" PLATFORM(windows, ext_chromium)", Target::kChromium));
  CHECK(hint_excludes(" NOT_PLATFORM(ext_ff)", Target::kFirefox));
  CHECK_FALSE(hint_excludes(" NOT_PLATFORM(ext_ff)", Target::kChromium));
  CHECK_FALSE(hint_excludes(" NOT_OPTIMIZED", Target::kChromium));
  const ParsedList list = parse("!+ NOT_PLATFORM(ext_chromium)\n||a.example^\n||b.example^");
  CHECK(list.left_out == 1);
  CHECK(all_of(list).size() == 1);
}

TEST_CASE("nested conditions") {
  const ParsedList list = parse(
      "!#if false\n!#if true\n||a.example^\n!#else\n||b.example^\n!#endif\n!#else\n||c.example^\n"
      "!#endif\n||d.example^");
  REQUIRE(all_of(list).size() == 2);
  CHECK(all_of(list)[0].pattern == "c.example");
  CHECK(all_of(list)[1].pattern == "d.example");
}

TEST_CASE("hosts that are too long and never end are read as quickly as others") {
  // Each is a look for a mark that stands nowhere; looking through all that is left took minutes.
  const std::string line = "||" + std::string(66, 'a') + "\n";
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += line;
  const auto began = std::chrono::steady_clock::now();
  const ParsedList list = parse(std::move(text));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  CHECK(list.lines == 200'000);
  CHECK(took.count() < 10.0);
}
