// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/cosmetic_image.hpp"

#include <random>
#include <string>
#include <vector>

#include "catch/catch.hpp"

using namespace volition;
using namespace volition::filters;

namespace {

CosmeticImage image_of(const std::string& text) {
  auto compiled = compile_cosmetics(std::vector<ListSource>{{"list", text}});
  REQUIRE(compiled.has_value());
  auto image = CosmeticImage::from_bytes(std::move(compiled->image));
  REQUIRE(image.has_value());
  return std::move(*image);
}

std::string joined(const CosmeticAnswer& answer) {
  std::string out;
  for (const std::string_view one : answer.selectors) out.append(one).append(" ");
  if (!answer.generic) out += "(no generic)";
  if (answer.cut) out += "(cut)";
  return out;
}

std::string hidden(const CosmeticImage& image, const std::string& address) {
  const auto page = url::Url::parse(address);
  REQUIRE(page.has_value());
  return joined(image.for_page(*page));
}

std::string named(const CosmeticImage& image, const std::string& address,
                  const std::vector<std::string>& names) {
  const auto page = url::Url::parse(address);
  REQUIRE(page.has_value());
  return joined(image.for_names(*page, names));
}

}  // namespace

TEST_CASE("what is hidden on a page") {
  const CosmeticImage image = image_of(
      "shop.example##.ad\n"
      "shop.example,~www.shop.example##.side\n"
      "~plain.example##.every\n"
      "~plain.example##a[href=x]\n"
      "##img[width=\"468\"]\n"
      "##.banner\n"
      "###Top\n"
      "google.*##.g\n"
      "192.0.2.1##.ip\n"
      "fine.example#@#.banner\n"
      "fine.example#@#img[width=\"468\"]\n"
      "own.example##.own\n"
      "sub.own.example#@#.own\n"
      "##.never\n"
      "#@#.never\n"
      "never.example##.never\n"
      "@@||calm.example^$generichide\n"
      "@@||off.example^$elemhide\n"
      "off.example##.x\n"
      "@@||part.example/quiet/$elemhide\n"
      "part.example##.x\n"
      "@@||spec.example^$specifichide\n"
      "spec.example##.x\n"
      "!#if false\n"
      "shop.example##.left-out\n"
      "!#endif\n");
  struct Row {
    std::string page;
    std::string expected;
  };
  const std::string always = "a[href=\"x\"] img[width=\"468\"] ";
  const std::vector<Row> rows = {
      {"https://shop.example/", ".ad .side " + always},
      {"https://a.shop.example/", ".ad .side " + always},
      {"https://www.shop.example/", ".ad " + always},
      {"https://ashop.example/", always},
      {"https://shop.example./", ".ad .side " + always},
      {"https://plain.example/", "img[width=\"468\"] "},
      {"https://www.google.co.uk/", ".g " + always},
      {"https://google.com/", ".g " + always},
      {"https://google.evil.com/", always},
      {"http://192.0.2.1/", ".ip " + always},
      {"https://fine.example/", "a[href=\"x\"] "},
      {"https://own.example/", ".own " + always},
      {"https://sub.own.example/", always},
      {"https://never.example/", always},
      {"https://calm.example/", "(no generic)"},
      {"https://off.example/", "(no generic)"},
      {"https://part.example/", ".x " + always},
      {"https://part.example/quiet/a", "(no generic)"},
      {"https://spec.example/", always},
  };
  for (const Row& row : rows) {
    INFO(row.page);
    CHECK(hidden(image, row.page) == row.expected);
  }
  CHECK(named(image, "https://x.example/", {".banner", "#Top", ".none"}) == ".banner #Top ");
  CHECK(named(image, "https://x.example/", {".banner", ".banner"}) == ".banner ");
  CHECK(named(image, "https://x.example/", {".every"}) == ".every ");
  CHECK(named(image, "https://plain.example/", {".every"}).empty());
  CHECK(named(image, "https://fine.example/", {".banner"}).empty());
  CHECK(named(image, "https://x.example/", {".never"}).empty());
  CHECK(named(image, "https://calm.example/", {".banner"}) == "(no generic)");
}

TEST_CASE("each refusal is counted") {
  const auto compiled = compile_cosmetics(std::vector<ListSource>{
      {"a \"list\"", "##.a\n##.b{}\n##.c{}\nx.example#%#y\n||net.example^\n! nothing\n"},
      {"b", ""}});
  REQUIRE(compiled.has_value());
  CHECK(compiled->report_json() ==
        "{\"lists\": [\n"
        "  {\"name\": \"a \\\"list\\\"\", \"used\": 1, \"refused\": "
        "{\"selector_malformed\": 2, \"scriptlet\": 1}},\n"
        "  {\"name\": \"b\", \"used\": 0, \"refused\": {}}\n]}\n");
}

TEST_CASE("an answer is bounded") {
  std::string many;
  for (int i = 0; i < 6'000; ++i) many += "a.example##.x" + std::to_string(i) + "\n";
  const auto page = url::Url::parse("https://a.example/");
  const CosmeticAnswer counted = image_of(many).for_page(*page);
  CHECK(counted.selectors.size() == kMaxCosmeticAnswer);
  CHECK(counted.cut);
  std::string large;
  for (int i = 0; i < 100; ++i)
    large += "a.example##.x" + std::to_string(i) + std::string(4'000, 'y') + "\n";
  const CosmeticAnswer weighed = image_of(large).for_page(*page);
  CHECK(weighed.cut);
  CHECK(weighed.selectors.size() == kMaxCosmeticAnswerBytes / 4'003);
}

TEST_CASE("a damaged image is refused or harmless") {
  auto compiled = compile_cosmetics(
      std::vector<ListSource>{{"list",
                               "a.example##.ad\n##.b\n##[c]\n@@||a.example/x$ghide\n"
                               "a.example#@#[c]\n~a.example##.d\n"}});
  REQUIRE(compiled.has_value());
  const Bytes whole = compiled->image;
  CHECK_FALSE(CosmeticImage::from_bytes({}).has_value());
  for (std::size_t size = 0; size < whole.size(); size += 7) {
    const auto cut = CosmeticImage::from_bytes(
        Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)));
    REQUIRE_FALSE(cut.has_value());
    CHECK(cut.error().code == ErrorCode::kImageDamaged);
  }
  const auto page = url::Url::parse("https://a.example/x");
  const std::vector<std::string> names = {".b", ".d"};
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same damage at every run
  for (int round = 0; round < 20'000; ++round) {
    Bytes damaged = whole;
    for (int i = 0; i < 3; ++i)
      damaged[88 + random() % (damaged.size() - 88)] = static_cast<std::uint8_t>(random());
    const auto image = CosmeticImage::from_bytes(std::move(damaged));
    REQUIRE(image.has_value());
    static_cast<void>(image->for_page(*page));
    static_cast<void>(image->for_names(*page, names));
  }
  for (std::size_t at = 0; at < 88; ++at) {
    Bytes damaged = whole;
    damaged[at] ^= 1U;
    CHECK_FALSE(CosmeticImage::from_bytes(std::move(damaged)).has_value());
  }
}

TEST_CASE("a missing image has its own name") {
  const auto image = CosmeticImage::open("/nonexistent/cosmetics.image");
  REQUIRE_FALSE(image.has_value());
  CHECK(image.error().code == ErrorCode::kImageMissing);
}
