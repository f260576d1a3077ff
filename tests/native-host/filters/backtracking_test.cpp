// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/backtracking.hpp"

#include <chrono>
#include <string>

#include "catch/catch.hpp"

using namespace volition::filters;

TEST_CASE("expressions that can freeze an engine that goes back", "[filters]") {
  for (const char* slow : {
           R"((a+)+$)",
           R"((a*)*b)",
           R"((a|a)*b)",
           R"((a|ab|b)*c)",
           R"((?:a|aa)+$)",
           R"(([a-z]+)*\.js)",
           R"((\w+\d*)+x)",
           R"((.*)*x)",
           R"((?:[a-z]+[a-z0-9]+)+/)",
           R"((a?){30}a{30})",
           R"((?:a?){30}b)",
           R"(((a|aa){8}){8}b)",
           R"(((?:a{1,9}){1,9}){1,9}b)",
           R"(^(?:(?:[a-z]+\.?)+/)+$)",
           R"(((a*)?b*)*c)",
           R"((a|b|)*c)",
           R"((A|[a-c])*z)",
           R"(.*a.*b.*c_)",
           R"(^.*a.*b.*c.*d)",
           R"([a-z]*[a-z]*[a-z]*[a-z]*[a-z]*1)",
           R"(\w{0,999}\w{0,999}\w{0,999}\w{0,999}\w{0,999}!)",
           R"((?:x.*y.*|z)a.*b.*c)",
       }) {
    INFO(slow);
    CHECK(may_backtrack_without_end(slow));
  }
}

TEST_CASE("expressions that lists write, and every engine runs", "[filters]") {
  for (const char* quick : {
           R"(ad[0-9]+\.js$)",
           R"(^https?:\/\/[a-z]{8,12}\.com\/(?:[a-z]{2,10}\/){0,2}[a-z]{2,}\?x)",
           R"(^https:\/\/(?:[0-9a-z]+-)*[0-9a-z]+\.jpg$)",
           R"(\/\/([0-9a-z]+\.){1,}[0-9a-z]+\.[a-z]{2,}\/[a-z]{8}\.js)",
           R"((?:[&?]param_\d=\d+)*$)",
           R"((\/[A-Za-z0-9_-]+){0,5}$)",
           R"((?:[a-z]+=[^&=?\s]*?&)*?id=[12]\d{6})",
           R"((a|b|c)+d)",
           R"((?:abc|abd)*x)",
           R"((?:[a-z]{2}[a-z0-9]{3}-)+x)",
           R"((?:_[0-9]{1,20}[-.])*[_0-9A-Za-z]{1,20}\.js$)",
           R"(^https?:\/\/.*\/ad.*\.js)",
           R"(-[A-z0-9]+\/[A-z0-9]+\/[A-z0-9]+\/[A-z0-9]+\/[A-z0-9]+\/[A-z0-9]+$)",
           R"(a{3}b{2,}c*d?)",
           R"(ads.*x.*y)",
           R"(^.*a.*b.*c_)",
           R"([]a]+[^]b]x)",
       }) {
    INFO(quick);
    CHECK_FALSE(may_backtrack_without_end(quick));
  }
}

TEST_CASE("judging an expression is quick itself", "[filters]") {
  std::string deep;
  for (int i = 0; i < 2'000; ++i) deep += '(';
  std::string wide = "(?:";
  for (int i = 0; i < 1'000; ++i) wide += "[a-z]+|";
  std::string loops;
  for (int i = 0; i < 100; ++i) loops += "(?:[a-f]x|[f-k]y|[k-p]z|[p-z]w)*0";
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string& text : {deep, wide + "x)+y", loops, loops + loops + loops})
    static_cast<void>(may_backtrack_without_end(text));
  const auto took = std::chrono::steady_clock::now() - begin;
  CHECK(took < std::chrono::seconds(2));
}
