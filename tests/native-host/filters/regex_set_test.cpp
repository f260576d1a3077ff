// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/regex_set.hpp"

#include <ctime>
#include <string>
#include <utility>
#include <vector>

#include "catch/catch.hpp"
#include "filters/compile.hpp"
#include "filters/engine.hpp"

using namespace volition::filters;

TEST_CASE("only an expression that is tied to the begin as a whole begins there") {
  const std::vector<std::pair<std::string, bool>> rows = {
      {"^https:\\/\\/[a-z]{8,16}\\.(?:fun|xyz)\\/", true},
      {"^https?:\\/\\/a(b|c)$", true},
      {"^a[|]b", true},
      {"^a[]|]b", true},
      {"^a[^]|]b", true},
      {"^a\\|b", true},
      {"^a|b", false},
      {"^(a|b)|c", false},
      {"a^b", false},
      {"https:", false},
      {"^\\Q(\\E|b", false},
      {"^*banner", false},
      {"^?banner", false},
      {"^{0}banner", false},
      {"^)|(?:", false},
      {"^a)(?:b", false},
      {"^(a", false},
      {"^[[:alpha:][])|(?:]{0}", false},
      {"^[^[:alpha:](]z|b", false},
      {"^(?i)*banner", false},
      {"^(?m){0,1}banner", false},
      {"^a(?i)b", false},
      {"", false},
  };
  for (const auto& [expression, begins] : rows) {
    INFO(expression);
    CHECK(begins_at_start(expression) == begins);
  }
}

TEST_CASE("expressions asked together answer as each by itself") {
  // None has a token, so all of them stand where every request looks; with and without case, types
  // and party.
  const std::vector<std::string> filters = {
      R"(/^https:\/\/[a-z]{8,16}\.(?:fun|xyz)\/[0-9a-z]{4,}$/$script,third-party)",
      R"(/^https:\/\/[a-z]{8,16}\.(?:fun|xyz)\/[0-9A-Z]{4,}$/$script,match-case)",
      R"(/^https?:\/\/[0-9a-f]{10}\.[a-z]+\//)",
      R"(/^https:\/\/x|y[0-9]{3}z/$image)",
      R"(/[0-9]{7}\.[a-f]{2}$/$image)",
  };
  const std::vector<std::string> addresses = {
      "https://abcdefgh.fun/abcd",    "https://abcdefgh.fun/ABCD", "https://abcdefgh.fun/AbCd",
      "https://ABCDEFGH.xyz/0123",    "https://abc.fun/abcd",      "https://0123456789.abc/x",
      "http://0123456789.abc/",       "https://x.example/",        "https://shop.example/y123z",
      "https://a.example/1234567.ab", "https://a.example/1234567", "https://abcdefgh.fun/abcd?",
  };
  std::string all;
  std::vector<Engine> alone;
  for (const std::string& filter : filters) {
    all += filter + "\n";
    alone.emplace_back(*Image::from_bytes(*build_image({{"one", filter}}, 0)));
  }
  Engine together(*Image::from_bytes(*build_image({{"all", all}}, 0)));
  for (const std::string& address : addresses) {
    for (const RequestType type : {RequestType::kScript, RequestType::kImage}) {
      const Request request{address, type, "https://shop.example/", {}};
      std::size_t matching = 0;
      for (Engine& engine : alone) matching += engine.match(request).verdict == Verdict::kBlock;
      std::vector<MatchedFilter> found;
      together.collect(request, found);
      INFO(address << " " << static_cast<int>(type));
      CHECK(found.size() == matching);
      CHECK((together.match(request).verdict == Verdict::kBlock) == (matching > 0));
    }
  }
}

TEST_CASE("an expression that RE2 does not take matches nothing, and the others do") {
  const std::vector<std::string> refused = {
      "/(?=ads)ads/",        "/a(ds/",         "/(?<!x)ads/", "/^https:(/",
      "/(ads){1000}{1000}/", "/ads|\xC3\xA9/", "/^)|(?:/",    "/^https:)(?:/"};
  std::string all;
  for (const std::string& filter : refused) all += filter + "\n";
  for (const bool with_good : {false, true}) {
    Engine engine(
        *Image::from_bytes(*build_image({{"all", all + (with_good ? "/b[a]nner/\n" : "")}}, 0)));
    for (const char* address : {"https://ads.example/ads", "https://a.example/xads/\xC3\xA9"})
      CHECK(engine.match({address, RequestType::kImage, "https://shop.example/", {}}).verdict ==
            Verdict::kPass);
    const auto good = engine.match(
        {"https://a.example/banner", RequestType::kImage, "https://shop.example/", {}});
    CHECK((good.verdict == Verdict::kBlock) == with_good);
  }
}

TEST_CASE("an expression whose begin may be left out begins anywhere") {
  for (const char* filter :
       {"/^*b[a]nner/\n", "/^?b[a]nner/\n", "/ads{x|b[a]nner/\n", "/^(?i)*banner/\n",
        "/^(?m){0,1}banner/\n", "/^[[:alpha:](]z|b[[:alpha:])]nner/\n", "/[[:alpha:]\\)x]anner/\n",
        "/[[:digit:]a-s]{3}/\n"}) {
    INFO(filter);
    Engine engine(*Image::from_bytes(*build_image({{"one", filter}}, 0)));
    CHECK(
        engine.match({"https://a.example/banner", RequestType::kImage, "https://shop.example/", {}})
            .verdict == Verdict::kBlock);
  }
}

TEST_CASE("an expression that RE2 does not take matches nothing, whatever stands in its brackets") {
  Engine engine(
      *Image::from_bytes(*build_image({{"one", "/^)|(?:/\n/^[[:alpha:][])|(?:]{0}/\n"}}, 0)));
  for (const char* url : {"https://a.example/banner", "https://a.example/"}) {
    CHECK(engine.match({url, RequestType::kImage, "https://shop.example/", {}}).verdict ==
          Verdict::kPass);
  }
}

TEST_CASE("large expressions are compiled once, and not at each request") {
  // Each takes a millisecond to compile; every second one RE2 does not take.
  std::string list;
  for (int i = 0; i < 400; ++i)
    list += "/[a-y\\d]{" + std::to_string(500 + i) + "}(?:[^0-9]{1,30}[0-9]{1,30}){1," +
            (i % 2 == 0 ? "30" : "300") + "}/\n";
  Engine engine(*Image::from_bytes(*build_image({{"one", list}}, 0)));
  const auto time_of = [&](int requests) {
    // Of this process alone: another one may hold the processor.
    const std::clock_t began = std::clock();
    for (int i = 0; i < requests; ++i)
      CHECK(engine
                .match({"https://a.example/" + std::to_string(i),
                        RequestType::kImage,
                        "https://shop.example/",
                        {}})
                .verdict == Verdict::kPass);
    return std::clock() - began;
  };
  const std::clock_t first = time_of(1);
  CHECK(time_of(20) < first);
}
