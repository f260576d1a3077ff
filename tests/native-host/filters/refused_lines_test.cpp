// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/refused_lines.hpp"

#include <boost/json/value.hpp>
#include <map>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "catch/catch.hpp"
#include "filters/cosmetic_image.hpp"
#include "filters/list_texts.hpp"

using namespace volition;
using namespace volition::filters;

namespace {

const std::string kList =
    "! Title: List\n"
    "||ok.example^\n"
    "||x.example^$nonsense\n"
    "shop.example##.ad\n"
    "shop.example##.a:hover\n"
    "!#if env_safari\n"
    "||left-out.example^$nonsense\n"
    "!#endif\n"
    "!#include other.txt\n"
    "/a(?=b)/\r\n"
    "*\n"
    "||y.example^$popup\n";

std::vector<std::string> told(const std::vector<RefusedLine>& lines) {
  std::vector<std::string> out;
  for (const RefusedLine& line : lines)
    out.push_back(std::to_string(line.line) + " " + std::string(line.text) + " " +
                  std::string(line.reason));
  return out;
}

}  // namespace

TEST_CASE("refused lines: which, where and why", "[refused_lines]") {
  const auto all = refused_lines(kList, Browser::kChromium, std::nullopt, 1, 100);
  CHECK(told(all) == std::vector<std::string>{
                         "3 ||x.example^$nonsense unknown_option",
                         "5 shop.example##.a:hover pseudo_class",
                         "9 !#include other.txt include",
                         "10 /a(?=b)/ regex_lookaround",
                         "11 * matches_everything",
                         "12 ||y.example^$popup popup",
                     });
  CHECK(refused_lines(kList, Browser::kChromium, std::nullopt, 1, 2).size() == 2);
  const auto later = refused_lines(kList, Browser::kChromium, std::nullopt, 10, 100);
  REQUIRE(later.size() == 3);
  CHECK(later[0].line == 10);
  const auto popups = refused_lines(kList, Browser::kChromium, "popup", 1, 100);
  REQUIRE(popups.size() == 1);
  CHECK(popups[0].line == 12);
  CHECK(refused_lines("", Browser::kFirefox, std::nullopt, 1, 100).empty());
}

TEST_CASE("refused lines: as many as were counted", "[refused_lines]") {
  std::map<std::string, std::int64_t> counted;
  const auto compiled = compile({{"list", kList}}, Browser::kChromium, 0);
  REQUIRE(compiled.has_value());
  const auto report = parse_json(compiled->report_json);
  REQUIRE(report.has_value());
  for (const auto& reason : report->at("lists").at(0).at("refused").as_object())
    counted[std::string(reason.key())] += reason.value().as_int64();
  const auto cosmetics = compile_cosmetics(std::vector<ListSource>{{"list", kList}});
  REQUIRE(cosmetics.has_value());
  for (std::size_t i = 0; i < kCosmeticRefusalCount; ++i) {
    if (cosmetics->reports[0].refused[i] > 0)
      counted[std::string(cosmetic_refusal_name(static_cast<CosmeticRefusal>(i)))] +=
          cosmetics->reports[0].refused[i];
  }
  std::map<std::string, std::int64_t> found;
  for (const RefusedLine& line : refused_lines(kList, Browser::kChromium, std::nullopt, 1, 100))
    ++found[std::string(line.reason)];
  CHECK(found == counted);
}

TEST_CASE("list texts: the texts of an image are those that were given", "[refused_lines]") {
  const std::string marked = "\xEF\xBB\xBF||marked.example^\n";
  const std::string unnamed = "||b.example^\n||c.example^\n";
  const auto bytes =
      build_image({{"one", kList}, {"two", unnamed}, {"three", marked}, {"four", ""}}, 0);
  REQUIRE(bytes.has_value());
  const auto image = Image::from_bytes(*bytes);
  REQUIRE(image.has_value());
  const auto texts = list_texts(*image);
  REQUIRE(texts.has_value());
  CHECK(*texts == std::vector<std::string_view>{kList, unnamed, "||marked.example^\n", ""});
}
