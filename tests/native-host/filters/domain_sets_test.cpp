// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/domain_sets.hpp"

#include <string>
#include <vector>

#include "catch/catch.hpp"
#include "filters/compile.hpp"
#include "filters/engine.hpp"

using namespace volition;
using namespace volition::filters;

TEST_CASE("a filter's pages are told by name, by what stands above them, and by entity") {
  struct Row {
    std::string domains;
    std::string page;
    bool matches;
  };
  const std::vector<Row> rows = {
      {"a.example|shop.example", "https://www.shop.example/", true},
      {"a.example|shop.example", "https://ashop.example/", false},
      {"a.example|~a.example", "https://a.example/", false},
      {"shop.example|~a.shop.example", "https://a.shop.example/", false},
      {"shop.example|~a.shop.example", "https://b.shop.example/", true},
      {"SHOP.example", "https://shop.example/", true},
      {"google.*", "https://www.google.co.uk/", true},
      {"www.google.*", "https://www.google.fr/", true},
      // A name of two labels whose last one is no name by itself.
      {"mail.google.*", "https://a.mail.google.co.uk/", true},
      {"mail.google.*", "https://google.fr/", false},
      {"mail.google.*", "https://mail.shop.example/", false},
      {"google.*", "https://google.shop.example/", false},
      {"google.*", "https://192.0.2.1/", false},
      // The bare suffix is nobody's site.
      {"github.*", "https://github.io/", false},
      {"~google.*", "https://www.google.de/", false},
      {"~google.*", "https://shop.example/", true},
      {"192.0.2.1", "https://192.0.2.1/", true},
      {"2.1", "https://192.0.2.1/", false},
      {"shop.example", "https://shop.example./", true},
      {"a.example", "", false},
      {"~a.example", "", true},
  };
  for (const Row& row : rows) {
    INFO(row.domains << " on " << row.page);
    auto bytes = build_image({{"list", "||t.test^$domain=" + row.domains}}, 0);
    REQUIRE(bytes.has_value());
    auto image = Image::from_bytes(std::move(*bytes));
    REQUIRE(image.has_value());
    Engine engine(std::move(*image));
    const Decision decision = engine.match({"https://t.test/", RequestType::kScript, row.page, {}});
    CHECK((decision.verdict == Verdict::kBlock) == row.matches);
  }
}
