// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/delta_file.hpp"

#include <fstream>
#include <string>

#include "catch/catch.hpp"
#include "lists/files.hpp"
#include "temp_folder.hpp"

using namespace volition;
using namespace volition::lists;

namespace {

filters::Delta delta_of(std::size_t rules) {
  filters::Delta delta;
  delta.digest = "00112233445566aa";
  delta.enable = {"ruleset_3"};
  delta.disable_sets = {"ruleset_2"};
  delta.disable = {{"ruleset_1", {1, 7, 5000}}};
  for (std::size_t i = 0; i < rules; ++i)
    delta.rules.push_back("{\"id\":" + std::to_string(1000 + i) + ",\"priority\":1}");
  filters::DeltaList list;
  list.refused.add(filters::Refusal::kOverBudget);
  delta.lists.push_back(list);
  return delta;
}

constexpr std::string_view kAsked = "aaaaaaaaaaaaaaaa";

}  // namespace

TEST_CASE("delta file: page by page, whole and in order", "[lists]") {
  const test::TempFolder folder;
  const auto file = folder.path() / "delta.json";
  REQUIRE(write_file(file, write_delta(delta_of(100), kAsked)));
  std::optional<std::string> cursor;
  std::int64_t expected = 1000;
  int pages = 0;
  do {
    const auto page = read_delta(file, kAsked, cursor, 500);
    REQUIRE(page.has_value());
    CHECK(page->digest == "00112233445566aa");
    CHECK(page->enable == std::vector<std::string>{"ruleset_3"});
    CHECK(page->disable_sets == std::vector<std::string>{"ruleset_2"});
    CHECK(page->disable.at(0).ids == std::vector<std::uint32_t>{1, 7, 5000});
    CHECK(page->left_out == 1);
    for (const auto& rule : page->rules) CHECK(rule.at("id") == expected++);
    cursor = page->next;
    ++pages;
  } while (cursor);
  CHECK(expected == 1100);
  CHECK(pages == 5);
  const auto one = read_delta(file, kAsked, std::nullopt, 1);
  REQUIRE(one.has_value());
  CHECK(one->rules.size() == 1);
}

TEST_CASE("delta file: another baseline, another delta's cursor, damage", "[lists]") {
  const test::TempFolder folder;
  const auto file = folder.path() / "delta.json";
  const auto code = [&](std::string_view asked, std::optional<std::string_view> cursor = {}) {
    const auto page = read_delta(file, asked, cursor, 500);
    return page ? std::optional<ErrorCode>() : page.error().code;
  };
  CHECK(code(kAsked) == ErrorCode::kNotFound);
  const std::string whole = write_delta(delta_of(3), kAsked);
  REQUIRE(write_file(file, whole));
  CHECK(code(kAsked) == std::nullopt);
  CHECK(code("bbbbbbbbbbbbbbbb") == ErrorCode::kNotFound);
  for (const std::string_view cursor :
       {"", "00112233445566aa", "00112233445566aa-", "00112233445566aa-0", "00112233445566aa-200",
        "00112233445566aa-99999999999999999999", "00112233445566ab-1", "x"}) {
    INFO(cursor);
    CHECK(code(kAsked, cursor) == ErrorCode::kInvalidParams);
  }
  const std::size_t head = whole.find('\n') + 1;
  for (std::size_t cut = 0; cut < whole.size(); ++cut) {
    INFO(cut);
    REQUIRE(write_file(file, whole.substr(0, cut)));
    const bool at_line = cut >= head && whole[cut - 1] == '\n';
    if (!at_line) CHECK(code(kAsked) == ErrorCode::kListsDamaged);
  }
}
