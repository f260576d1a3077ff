// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/explain.hpp"

#include <string>

#include "catch/catch.hpp"
#include "filters/compile.hpp"
#include "vectors.hpp"

using namespace volition;
using namespace volition::filters;

namespace {

Explainer explainer_of(const std::string& text) {
  auto bytes = build_image({{"list", text}}, 0);
  REQUIRE(bytes.has_value());
  auto image = Image::from_bytes(std::move(*bytes));
  REQUIRE(image.has_value());
  return Explainer(std::move(*image));
}

Explanation explain(Explainer& explainer, const Request& request) {
  auto answer = explainer.explain(request);
  REQUIRE(answer.has_value());
  return *answer;
}

}  // namespace

TEST_CASE("each filter of the vectors decides as it says") {
  const auto vectors = test::read_vectors("filters/matching.json");
  for (const auto& row : vectors.at("cases").as_array()) {
    INFO(row);
    std::string text;
    for (const auto& line : row.at("list").as_array()) text += std::string(line.as_string()) + "\n";
    Explainer explainer = explainer_of(text);
    const std::string url = test::text_of(row, "url");
    const std::string frame = test::text_of(row, "frame");
    const auto type = parse_request_type(test::text_of(row, "type"));
    REQUIRE(type.has_value());
    const Explanation answer = explain(explainer, {url, *type, frame, {}});
    CHECK(verdict_name(answer.verdict) == test::text_of(row, "verdict"));
    if (const auto* line = row.as_object().if_contains("line")) {
      REQUIRE(answer.filter.has_value());
      CHECK(answer.filter->line == line->as_int64());
    } else {
      CHECK_FALSE(answer.filter.has_value());
    }
    if (const auto* line = row.as_object().if_contains("exception")) {
      REQUIRE(answer.exception.has_value());
      CHECK(answer.exception->line == line->as_int64());
    } else {
      CHECK_FALSE(answer.exception.has_value());
    }
  }
}

TEST_CASE("an explanation names filter, list and line as they stand") {
  Explainer explainer =
      explainer_of("! Title: My list\n! Version: 7\n\n  ||t.example^$third-party  \r\n");
  const Explanation answer = explain(
      explainer, {"https://t.example/x", RequestType::kScript, "https://shop.example/", {}});
  REQUIRE(answer.filter.has_value());
  CHECK(answer.filter->text == "||t.example^$third-party");
  CHECK(answer.filter->list == "My list");
  CHECK(answer.filter->line == 4);
  CHECK(answer.certainty == Certainty::kCertain);
}

TEST_CASE("without a frame the answer is only likely") {
  Explainer explainer = explainer_of("||t.example^");
  CHECK(explain(explainer, {"https://t.example/", RequestType::kScript, "", {}}).certainty ==
        Certainty::kLikely);
  CHECK(explain(explainer, {"https://t.example/", RequestType::kScript, "about:blank", {}})
            .certainty == Certainty::kLikely);
}

TEST_CASE("a filter without a rule in the browser makes the answer likely") {
  // Domains by entity are understood here, but no browser's rule can hold them.
  const auto compiled = compile({{"list", "/ad.js$domain=google.*"}}, Browser::kChromium, 0);
  REQUIRE(compiled.has_value());
  CHECK(compiled->filters_in_effect == 0);
  Explainer explainer(*Image::from_bytes(compiled->image));
  const Explanation answer = explain(
      explainer, {"https://x.test/ad.js", RequestType::kScript, "https://www.google.de/", {}});
  CHECK(answer.verdict == Verdict::kBlock);
  CHECK(answer.certainty == Certainty::kLikely);
}

TEST_CASE("methods decide where they are known") {
  Explainer explainer = explainer_of("||t.example^$method=post");
  CHECK(explain(explainer, {"https://t.example/", RequestType::kXhr, "", "POST"}).verdict ==
        Verdict::kBlock);
  CHECK(explain(explainer, {"https://t.example/", RequestType::kXhr, "", "GET"}).verdict ==
        Verdict::kPass);
  CHECK(explain(explainer, {"https://t.example/", RequestType::kXhr, "", ""}).verdict ==
        Verdict::kBlock);
}

TEST_CASE("what is no web address passes") {
  Explainer explainer = explainer_of("$image,domain=shop.example\nt.example$image");
  for (const char* url : {"", "data:image/gif;base64,AA", "chrome-extension://abc/x",
                          "blob:https://t.example/1", "https://t.example\\x", "https:///x"}) {
    INFO(url);
    CHECK(explain(explainer, {url, RequestType::kImage, "https://shop.example/", {}}).verdict ==
          Verdict::kPass);
  }
}

TEST_CASE("a long filter's text is cut at a character's edge") {
  const std::string path = "/" + std::string(4090, 'a') + "\xC3\xA9\xC3\xA9\xC3\xA9";
  Explainer explainer = explainer_of("||t.example^\n||u.example" + path + "$image,~image,script");
  const auto image_lists = explainer.image().lists();
  REQUIRE(image_lists.has_value());
  std::string url = "https://u.example/" + std::string(4090, 'a') + "%C3%A9%C3%A9%C3%A9";
  const Explanation answer = explain(explainer, {url, RequestType::kScript, "", {}});
  REQUIRE(answer.filter.has_value());
  CHECK(answer.filter->text.size() <= 4096);
  CHECK(count_code_points(answer.filter->text).has_value());
}
