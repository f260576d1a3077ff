// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/delta.hpp"

#include <boost/json/parse.hpp>
#include <string>
#include <vector>

#include "browser_with_delta.hpp"
#include "catch/catch.hpp"
#include "filters/merge.hpp"

using namespace volition;
using namespace volition::filters;

namespace {

/// `count` lines of `make(i)`, beginning with `from`.
template <typename Make>
std::string lines(int from, int count, Make make) {
  std::string out;
  for (int i = from; i < from + count; ++i) out += make(std::to_string(i)) + "\n";
  return out;
}

std::string host_line(const std::string& i) { return "||t" + i + ".example^"; }

/// The delta for an extension of these very lists.
Delta delta_of(DeltaInput input) {
  const std::string digest = test::compile_shipped(input).digest;
  input.baseline = digest;
  auto out = make_delta(input);
  REQUIRE(out.has_value());
  CHECK(out->match == BaselineMatch::kSame);
  CHECK(out->baseline == digest);
  return *out;
}

DeltaInput fresh_of(Browser browser, std::string_view shipped, std::string_view fresh) {
  DeltaInput input;
  input.browser = browser;
  input.shipped = {{"base", shipped, Shipped::kEnabled, ListState::kOn, fresh}};
  return input;
}

/// What a person's browser does with the request, by static rules and delta.
std::string outcome(const DeltaInput& input, const test::DnrRequest& request) {
  test::DnrSimulator rules;
  test::add_rules(test::compile_shipped(input), delta_of(input), rules);
  return test::met(rules, request);
}

std::size_t disabled_ids(const Delta& delta) {
  std::size_t out = 0;
  for (const DisabledRules& rules : delta.disable) out += rules.ids.size();
  return out;
}

constexpr Browser kBoth[] = {Browser::kChromium, Browser::kFirefox};

}  // namespace

TEST_CASE("lists as they shipped need nothing") {
  const std::string base =
      "||a.example^\n||b.example/x\n/ads/*$script\n$removeparam=x\n@@||c.test^";
  const std::string extra = "||d.example^\n/banner/\n||a.example^$badfilter";
  for (const Browser browser : kBoth) {
    DeltaInput input;
    input.browser = browser;
    input.shipped = {{"base", base, Shipped::kEnabled, ListState::kOn, {}},
                     {"extra", extra, Shipped::kDisabled, ListState::kOff, {}}};
    for (const std::optional<std::string_view>& fresh :
         {std::optional<std::string_view>(), std::optional<std::string_view>(base)}) {
      input.shipped.front().fresh = fresh;
      const Delta delta = delta_of(input);
      CHECK(delta.enable.empty());
      CHECK(delta.disable_sets.empty());
      CHECK(delta.disable.empty());
      CHECK(delta.rules.empty());
    }
  }
}

TEST_CASE("what a newer list says counts, and what it no longer says does not") {
  struct Row {
    std::string shipped;
    std::string fresh;
    test::DnrRequest request;
    std::string before;
    std::string after;
  };
  const std::string script = "script";
  const std::string page = "https://page.test/";
  const std::vector<Row> rows = {
      {"||a.test^", "||a.test^\n||b.test^", {"https://b.test/", script, page}, "pass", "block"},
      {"||a.test^\n||b.test^", "||a.test^", {"https://b.test/", script, page}, "block", "pass"},
      {"||a.test^\n||b.test^", "||a.test^", {"https://a.test/", script, page}, "block", "block"},
      {"||a.test^", "||a.test^\n/ads/x", {"https://b.test/ads/x", script, page}, "pass", "block"},
      {"/ads/x\n/ads/y", "/ads/x", {"https://b.test/ads/y", script, page}, "block", "pass"},
      {"/ads/x\n/ads/y\n/ads/z",
       "/ads/x\n/ads/z",
       {"https://b.test/ads/x", script, page},
       "block",
       "block"},
      {"||a.test^",
       "||a.test^\n@@||a.test/ok",
       {"https://a.test/ok", script, page},
       "block",
       "pass"},
      {"||a.test^\n@@||a.test/ok",
       "||a.test^",
       {"https://a.test/ok", script, page},
       "pass",
       "block"},
      {"$removeparam=x",
       "$removeparam=x\n$removeparam=y",
       {"https://a.test/?y=1", "main_frame", ""},
       "pass",
       "redirect"},
      {"$removeparam=x\n$removeparam=y",
       "$removeparam=x",
       {"https://a.test/?y=1", "main_frame", ""},
       "redirect",
       "pass"},
      // A filter that a wider one covered comes back with the wider one's end.
      {"||a.test^\n||x.a.test^",
       "||x.a.test^",
       {"https://x.a.test/", script, page},
       "block",
       "block"},
      {"||a.test^\n||x.a.test^", "||x.a.test^", {"https://a.test/", script, page}, "block", "pass"},
      {"||a.test^\n||a.test/x", "||a.test/x", {"https://a.test/x", script, page}, "block", "block"},
      // Narrower in one thing.
      {"||a.test^", "||a.test^$image", {"https://a.test/", script, page}, "block", "pass"},
      {"||a.test^",
       "||a.test^$third-party",
       {"https://a.test/", script, "https://a.test/"},
       "block",
       "pass"},
      {"/x$domain=a.test|b.test",
       "/x$domain=a.test",
       {"https://c.test/x", script, "https://b.test/"},
       "block",
       "pass"},
      {"/x$domain=a.test",
       "/x$domain=a.test|b.test",
       {"https://c.test/x", script, "https://b.test/"},
       "pass",
       "block"},
      {"/x$domain=~a.test",
       "/x$domain=~b.test",
       {"https://c.test/x", script, "https://b.test/"},
       "block",
       "pass"},
      {"/x$script\n/x$image", "/x$image", {"https://a.test/x", script, page}, "block", "pass"},
      {"||a.test^",
       "||a.test^\n||a.test^$badfilter",
       {"https://a.test/", script, page},
       "block",
       "pass"},
      {"||a.test/p\n||b.test/p", "||a.test/p", {"https://b.test/p", script, page}, "block", "pass"},
      {"||a.test/p\n||b.test/p",
       "||a.test/p",
       {"https://a.test/p", script, page},
       "block",
       "block"},
  };
  for (const Browser browser : kBoth) {
    for (const Row& row : rows) {
      INFO(browser_name(browser) << "\n" << row.shipped << "\n->\n" << row.fresh);
      INFO(row.request.url);
      CHECK(outcome(fresh_of(browser, row.shipped, row.shipped), row.request) == row.before);
      CHECK(outcome(fresh_of(browser, row.shipped, row.fresh), row.request) == row.after);
    }
  }
}

TEST_CASE("a rule of many hosts and many pages follows its list") {
  const auto filter = [](int hosts, int pages) {
    std::string out = "/x$to=h0.test";
    for (int i = 1; i < hosts; ++i) out += "|h" + std::to_string(i) + ".test";
    out += ",domain=p0.test";
    for (int i = 1; i < pages; ++i) out += "|p" + std::to_string(i) + ".test";
    return out;
  };
  const std::string whole = filter(40, 50);
  const std::string fewer_hosts = filter(39, 50);
  const std::string fewer_pages = filter(40, 49);
  for (const Browser browser : kBoth) {
    CHECK(delta_of(fresh_of(browser, whole, whole)).rules.empty());
    for (const std::string* fresh : {&fewer_hosts, &fewer_pages}) {
      const auto input = fresh_of(browser, whole, *fresh);
      CHECK(outcome(input, {"https://h0.test/x", "script", "https://p0.test/"}) == "block");
      CHECK(outcome(input, {"https://h39.test/x", "script", "https://p49.test/"}) == "pass");
    }
    const auto grown = fresh_of(browser, fewer_pages, whole);
    CHECK(outcome(grown, {"https://h39.test/x", "script", "https://p49.test/"}) == "block");
  }
}

TEST_CASE("a small change touches little") {
  const std::string shipped = lines(0, 20'000, host_line);
  for (const Browser browser : kBoth) {
    const Delta added = delta_of(fresh_of(browser, shipped, shipped + "||new.example^\n"));
    CHECK(added.disable.empty());
    REQUIRE(added.rules.size() == 1);
    CHECK(added.rules.front().size() < 200);
    const std::string fewer = lines(1, 19'999, host_line);
    const Delta removed = delta_of(fresh_of(browser, shipped, fewer));
    CHECK(removed.disable.empty());
    REQUIRE(removed.rules.size() == 1);
    CHECK(removed.rules.front().size() < 200);
    CHECK(outcome(fresh_of(browser, shipped, fewer), {"https://t0.example/", "script", ""}) ==
          "pass");
    CHECK(outcome(fresh_of(browser, shipped, fewer), {"https://t1.example/", "script", ""}) ==
          "block");
    const std::string few = lines(0, 2'000, host_line);
    const Delta most = delta_of(fresh_of(browser, shipped, few));
    CHECK(disabled_ids(most) == 8);
    CHECK(most.rules.size() == 1);
    const Delta gone = delta_of(fresh_of(browser, "||a.test^\n/x/y", "||a.test^"));
    CHECK(disabled_ids(gone) == 1);
    CHECK(gone.rules.empty());
  }
}

TEST_CASE("a host that goes is freed of its own block and of nothing else") {
  struct Row {
    std::string shipped;
    std::string fresh;
    std::string custom;
    test::DnrRequest request;
    std::string outcome;
  };
  const std::string script = "script";
  const std::string page = "https://page.test/";
  const std::string own_page = "https://www.a.test/";
  const std::vector<Row> rows = {
      {"||a.test^", "", "", {"https://a.test/", script, page}, "pass"},
      {"||a.test^", "", "", {"https://x.a.test/", script, page}, "pass"},
      // Covered before, and said now.
      {"||a.test^\n||a.test/x", "||a.test/x", "", {"https://a.test/x", script, page}, "block"},
      {"||a.test^\n||a.test/x", "||a.test/x", "", {"https://a.test/y", script, page}, "pass"},
      {"||a.test^\n||s.a.test^", "||s.a.test^", "", {"https://s.a.test/", script, page}, "block"},
      {"||a.test^\n||s.a.test^", "||s.a.test^", "", {"https://a.test/", script, page}, "pass"},
      // The same host, one above it and one below it, in rules for something else.
      {"||a.test^\n||a.test^$third-party",
       "||a.test^$third-party",
       "",
       {"https://a.test/", script, page},
       "block"},
      {"||a.test^\n||a.test^$third-party",
       "||a.test^$third-party",
       "",
       {"https://a.test/", script, own_page},
       "pass"},
      {"||s.a.test^\n||a.test^$third-party",
       "||a.test^$third-party",
       "",
       {"https://s.a.test/", script, page},
       "block"},
      {"||s.a.test^\n||a.test^$third-party",
       "||a.test^$third-party",
       "",
       {"https://s.a.test/", script, own_page},
       "pass"},
      {"||a.test^\n||s.a.test^$third-party",
       "||s.a.test^$third-party",
       "",
       {"https://s.a.test/", script, page},
       "block"},
      {"||a.test^", "||a.test^$third-party", "", {"https://a.test/", script, page}, "block"},
      {"||a.test^", "||a.test^$image", "", {"https://a.test/", script, page}, "pass"},
      {"||a.test^", "||a.test^$image", "", {"https://a.test/", "image", page}, "block"},
      // What asks for no host, what is stronger, what another list says.
      {"||a.test^\n/ads/x", "/ads/x", "", {"https://a.test/ads/x", script, page}, "block"},
      {"||a.test^\n||a.test^$important",
       "||a.test^$important",
       "",
       {"https://a.test/", script, page},
       "block"},
      {"||a.test^", "", "||a.test^", {"https://a.test/", script, page}, "block"},
      {"||a.test^", "", "||s.a.test^", {"https://s.a.test/", script, page}, "block"},
      {"||a.test^", "", "||s.a.test^", {"https://t.a.test/", script, page}, "pass"},
      {"||a.test^", "", "@@||a.test^", {"https://a.test/", script, page}, "pass"},
  };
  const std::string many = lines(0, 100, host_line) + lines(0, 100, [](const std::string& i) {
                             return "||u" + i + ".example^$third-party";
                           });
  for (const Browser browser : kBoth) {
    for (const Row& row : rows) {
      INFO(browser_name(browser) << "\n" << row.shipped << "\n->\n" << row.fresh);
      INFO("custom: " << row.custom << '\n'
                      << row.request.url << " from " << row.request.initiator);
      const std::string shipped = many + row.shipped;
      const std::string fresh = many + row.fresh;
      DeltaInput input = fresh_of(browser, shipped, fresh);
      input.added = {{"custom-1", row.custom}};
      CHECK(delta_of(input).disable.empty());
      CHECK(outcome(input, row.request) == row.outcome);
      CHECK(outcome(input, {"https://t7.example/", script, page}) == "block");
    }
  }
}

TEST_CASE("lists are switched by their rule sets") {
  for (const Browser browser : kBoth) {
    DeltaInput input;
    input.browser = browser;
    input.shipped = {{"base", "||a.test^", Shipped::kEnabled, ListState::kOff, {}},
                     {"more", "||b.test^", Shipped::kEnabled, ListState::kOn, {}},
                     {"french", "||c.test^", Shipped::kDisabled, ListState::kOn, {}},
                     {"social", "||d.test^", Shipped::kDisabled, ListState::kOff, {}}};
    const Delta delta = delta_of(input);
    CHECK(delta.disable_sets == std::vector<std::string>{"ruleset_1"});
    CHECK(delta.enable == std::vector<std::string>{"ruleset_3"});
    CHECK(delta.disable.empty());
    CHECK(delta.rules.empty());
    REQUIRE(delta.lists.size() == 2);
    CHECK(delta.lists[0].id == "more");
    CHECK(delta.lists[1].id == "french");
    CHECK(outcome(input, {"https://a.test/", "script", ""}) == "pass");
    CHECK(outcome(input, {"https://c.test/", "script", ""}) == "block");
    // A list that is off says nothing, however fresh.
    input.shipped[3].fresh = "||e.test^";
    CHECK(delta_of(input).digest == delta.digest);
  }
}

TEST_CASE("an optional list's word on other lists counts once it is on") {
  for (const Browser browser : kBoth) {
    DeltaInput input;
    input.browser = browser;
    input.shipped = {{"base", "||a.test^\n||b.test^", Shipped::kEnabled, ListState::kOn, {}},
                     {"french", "||a.test^$badfilter", Shipped::kDisabled, ListState::kOff, {}}};
    CHECK(outcome(input, {"https://a.test/", "script", ""}) == "block");
    input.shipped[1].state = ListState::kOn;
    CHECK(outcome(input, {"https://a.test/", "script", ""}) == "pass");
    CHECK(outcome(input, {"https://b.test/", "script", ""}) == "block");
  }
}

TEST_CASE("the person's own rules stand above all lists, custom lists beside them") {
  struct Row {
    std::string own;
    std::string custom;
    std::string url;
    std::string outcome;
  };
  const std::vector<Row> rows = {
      {"", "", "https://a.test/", "block"},
      {"@@||a.test^", "", "https://a.test/", "pass"},
      {"", "@@||a.test^", "https://a.test/", "pass"},
      {"", "@@||strong.test^", "https://strong.test/", "block"},
      {"@@||strong.test^", "", "https://strong.test/", "pass"},
      {"||free.test^", "", "https://free.test/", "block"},
      {"", "||free.test^", "https://free.test/", "pass"},
      {"||free.test^\n@@||free.test/ok", "", "https://free.test/ok", "pass"},
      {"||a.test^$badfilter", "", "https://a.test/", "pass"},
      {"", "||new.test^", "https://new.test/", "block"},
      {"$removeparam=x,script", "", "https://any.test/?x=1", "redirect"},
      {"@@$removeparam=y,script", "", "https://any.test/?y=1", "pass"},
      {"@@$removeparam=y,script", "", "https://a.test/?y=1", "block"},
  };
  for (const Browser browser : kBoth) {
    for (const Row& row : rows) {
      INFO(browser_name(browser) << "\nown: " << row.own << "\ncustom: " << row.custom << '\n'
                                 << row.url);
      DeltaInput input;
      input.browser = browser;
      const std::string_view shipped =
          "||a.test^\n||strong.test^$important\n||free.test^\n@@||free.test^\n$removeparam=y,"
          "script";
      input.shipped = {{"base", shipped, Shipped::kEnabled, ListState::kOn, {}}};
      input.added = {{"own", row.own, Standing::kOwn}, {"custom-1", row.custom}};
      CHECK(outcome(input, {row.url, "script", "https://page.test/"}) == row.outcome);
    }
  }
}

TEST_CASE("a custom list costs no rules for what the shipped ones say") {
  const std::string text = lines(0, 5'000, host_line) + "/ads/x\n/ads/y\n||a.test/p\n||b.test/p\n";
  for (const Browser browser : kBoth) {
    DeltaInput input;
    input.browser = browser;
    input.shipped = {{"base", text, Shipped::kEnabled, ListState::kOn, {}}};
    input.added = {{"custom-1", text}};
    const Delta same = delta_of(input);
    CHECK(same.rules.empty());
    REQUIRE(same.lists.size() == 2);
    CHECK(same.lists[1].in_effect == 5'004);
    CHECK(same.lists[1].rules == 0);
    // It stands by itself once the shipped list is off.
    input.shipped.front().state = ListState::kOff;
    CHECK(outcome(input, {"https://t7.example/", "script", ""}) == "block");
    CHECK(outcome(input, {"https://b.test/p", "script", ""}) == "block");
  }
}

TEST_CASE("beside another baseline only what the person added is answered for") {
  for (const Browser browser : kBoth) {
    DeltaInput input = fresh_of(browser, "||a.test^\n||b.test^", "||a.test^\n||c.test^");
    input.added = {{"own", "||d.test^", Standing::kOwn}, {"custom-1", "||c.test^"}};
    input.baseline = "0123456789abcdef";
    const auto delta = make_delta(input);
    REQUIRE(delta.has_value());
    CHECK(delta->match == BaselineMatch::kOther);
    CHECK(delta->disable.empty());
    REQUIRE(delta->rules.size() == 2);
    CHECK(delta->rules[0].find("d.test") != std::string::npos);
    CHECK(delta->rules[1].find("c.test") != std::string::npos);
  }
}

TEST_CASE("what the browser has no room for goes in order, and is counted") {
  const auto path = [](const std::string& i) { return "/p" + i + "/x$domain=d" + i + ".test"; };
  const auto param = [](const std::string& i) { return "||h" + i + ".test^$removeparam=p" + i; };
  const std::string fresh = lines(0, 3'000, path);
  DeltaInput input = fresh_of(Browser::kFirefox, "||a.test^", fresh);
  const std::string custom = lines(3'000, 3'000, path);
  const std::string own = lines(6'000, 10, path);
  input.added = {{"custom-1", custom}, {"own", own, Standing::kOwn}};
  const Delta full = delta_of(input);
  CHECK(full.rules.size() == 4'950);
  REQUIRE(full.lists.size() == 3);
  CHECK(full.lists[0].in_effect == 3'000);
  CHECK(full.lists[1].in_effect == 1'940);
  CHECK(full.lists[1].refused.of(Refusal::kOverBudget) == 1'060);
  CHECK(full.lists[2].in_effect == 10);

  const std::string params = lines(0, 6'000, param) + "||b.test^";
  input = fresh_of(Browser::kChromium, "||a.test^", params);
  const Delta unsafe = delta_of(input);
  CHECK(unsafe.rules.size() == 4'951);
  CHECK(unsafe.lists[0].refused.of(Refusal::kOverBudget) == 1'050);
  CHECK(outcome(input, {"https://b.test/", "script", ""}) == "block");
}

TEST_CASE("a rule set with more to disable than a browser takes is switched off whole") {
  const auto path = [](const std::string& i) { return "/p" + i + "/x$domain=d" + i + ".test"; };
  const std::string shipped = "||a.test^\n" + lines(0, 5'001, path);
  const auto input = fresh_of(Browser::kChromium, shipped, "||a.test^\n||b.test^");
  const Delta delta = delta_of(input);
  CHECK(delta.disable_sets == std::vector<std::string>{"ruleset_1"});
  CHECK(delta.disable.empty());
  CHECK(outcome(input, {"https://a.test/", "script", ""}) == "block");
  CHECK(outcome(input, {"https://b.test/", "script", ""}) == "block");
  CHECK(outcome(input, {"https://x.test/p1/x", "script", "https://d1.test/"}) == "pass");
}

TEST_CASE("what the static rules had no room for, the dynamic ones say") {
  // Two expressions stand for the blocks; there is room for one of them.
  const std::string shipped =
      lines(0, 29'999,
            [](const std::string& i) { return "@@/p" + i + "/x$domain=d" + i + ".test"; }) +
      lines(10'000, 4'000, [](const std::string& i) { return "/a-piece-of-some-length/" + i; });
  DeltaInput input = fresh_of(Browser::kFirefox, shipped, shipped);
  const Compilation compiled = test::compile_shipped(input);
  CHECK(compiled.rules == 30'000);
  input.baseline = compiled.digest;
  const auto delta = make_delta(input);
  REQUIRE(delta.has_value());
  CHECK(delta->rules.size() == 2);
  boost::json::array dynamic;
  for (const std::string& rule : delta->rules) dynamic.push_back(boost::json::parse(rule));
  test::DnrSimulator rules;
  rules.add(dynamic);
  for (const std::string i : {"10000", "11000", "12000", "13000", "13999"})
    CHECK(rules.outcome({"https://a.test/a-piece-of-some-length/" + i, "script", ""}) == "block");
}

TEST_CASE("a delta has one name, which changes with it") {
  const auto digest = [](std::string_view fresh) {
    return delta_of(fresh_of(Browser::kFirefox, "||a.test^", fresh)).digest;
  };
  CHECK(digest("||a.test^\n||b.test^") == digest("||a.test^\n! a word\n||b.test^"));
  CHECK(digest("||a.test^\n||b.test^") != digest("||a.test^\n||c.test^"));
  CHECK(digest("||a.test^") != digest(""));
}

TEST_CASE("lists that cannot be read are named for a delta") {
  DeltaInput input;
  input.added.resize(251);
  const auto delta = make_delta(input);
  REQUIRE_FALSE(delta.has_value());
  CHECK(delta.error().code == ErrorCode::kListUnreadable);
}
