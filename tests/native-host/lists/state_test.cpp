// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/state.hpp"

#include <string>

#include "catch/catch.hpp"

using namespace volition;
using namespace volition::lists;

namespace {

State full_state() {
  State state;
  StoredList& own = state.at("own");
  own.title = "é \"quoted\"";
  own.text = "0123456789abcdef";
  own.bytes = 12;
  StoredList& custom = state.at("custom-0123abcd");
  custom.state = Switch::kOff;
  custom.version = "7";
  custom.address = "https://lists.example/";
  custom.fetched_on = parse_day("2026-11-22");
  custom.etag = "\"a\"";
  custom.last_modified = "today";
  state.built = "fedcba9876543210";
  state.failed_key = "0000000000000000";
  state.failed_code = "storage_full";
  state.distrusted = "0011223344556677";
  state.restored_on = parse_day("2026-11-22");
  return state;
}

}  // namespace

TEST_CASE("state: what is written is read", "[lists]") {
  const std::string written = write_state(full_state());
  const auto read = read_state(written);
  REQUIRE(read.has_value());
  CHECK(write_state(*read) == written);
  REQUIRE(read->lists.size() == 2);
  CHECK(read->lists[0].title == "é \"quoted\"");
  CHECK(read->lists[1].state == Switch::kOff);
  CHECK(read->lists[1].fetched_on == parse_day("2026-11-22"));
  CHECK(read->distrusted == "0011223344556677");
  CHECK(read->restored_on == parse_day("2026-11-22"));
  CHECK(read->has_failed("0000000000000000"));
  CHECK_FALSE(State{}.has_failed(""));
}

TEST_CASE("state: damage is named, wherever it is", "[lists]") {
  const std::string whole = write_state(full_state());
  for (std::size_t cut = 0; cut + 1 < whole.size(); ++cut) {
    const auto read = read_state(std::string_view(whole).substr(0, cut));
    INFO(cut);
    REQUIRE(!read);
    CHECK(read.error().code == ErrorCode::kListsDamaged);
  }
  for (const auto& [good, bad] :
       {std::pair<std::string, std::string>{"0123456789abcdef", "../../../../etc/"},
        {"0123456789abcdef", "0123456789ABCDEF"},
        {"fedcba9876543210", "fedcba987654321"},
        {"custom-0123abcd", "custom-../../ab"},
        {"custom-0123abcd", "own"},
        {"\"off\"", "\"may\""},
        {"2026-11-22", "2026-11-32"},
        {"\"bytes\":12", "\"bytes\":-1"},
        {"\"version\":1", "\"version\":2"}}) {
    std::string damaged = whole;
    damaged.replace(damaged.find(good), good.size(), bad);
    INFO(damaged);
    CHECK_FALSE(read_state(damaged).has_value());
  }
}

TEST_CASE("state: what a damaged file still names whole is found", "[lists]") {
  const std::string whole = write_state(full_state());
  const std::size_t second = whole.find("{\"id\":\"custom");
  const std::size_t after = whole.find("],\"built\"");
  REQUIRE(after != std::string::npos);
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    const auto lists = salvage_lists(std::string_view(whole).substr(0, cut));
    INFO(cut);
    REQUIRE(lists.size() == (cut >= after ? 2U : cut >= second - 1 ? 1U : 0U));
  }
  CHECK(salvage_lists(whole + whole).size() == 2);
  CHECK(salvage_lists("{\"id\":\"../../x\",\"state\":\"on\"}").empty());
  const auto lists = salvage_lists(whole);
  CHECK(lists[0].title == "é \"quoted\"");
  CHECK(lists[1].address == "https://lists.example/");
}

TEST_CASE("state: hostile remains take bounded time", "[lists]") {
  std::string many;
  while (many.size() < kMaxStateBytes) many += "{\"id\"}";
  CHECK(salvage_lists(many).empty());
  std::string deep;
  while (deep.size() < kMaxStateBytes) deep += "{\"id\":";
  CHECK(salvage_lists(deep + "}").empty());
}

TEST_CASE("state: a newer program's file is told from a damaged one", "[lists]") {
  CHECK(is_newer_state("{\"version\":2}"));
  CHECK_FALSE(is_newer_state("{\"version\":1}"));
  CHECK_FALSE(is_newer_state("{\"version\":2"));
  CHECK_FALSE(is_newer_state(""));
}
