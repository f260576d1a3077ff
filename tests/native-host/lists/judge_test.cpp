// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/judge.hpp"

#include <optional>
#include <string>
#include <vector>

#include "catch/catch.hpp"
#include "lists/md5.hpp"

using namespace volition;
using namespace volition::lists;

namespace {

std::string many(const std::string& line, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += line;
  return text;
}

struct Row {
  std::string what;
  Arrived arrived;
  std::optional<ErrorCode> refused;
};

}  // namespace

TEST_CASE("judge: what is a list, and whole", "[lists]") {
  const std::string hosts = many("||ads.example^\n", 10'000);
  const std::string page = "\xEF\xBB\xBF \n<!DOCTYPE html><html>";
  const std::string binary = "||ads.example^\n\x01\x02\x03\x04";
  const std::string strange = hosts + "\xEF\xBF\xBD";
  const std::string large(kMaxTextBytes + 1, 'x');
  const std::string own = "! nothing yet\n!#if x\n";
  const std::string hidden = "shop.example##.ad\n";
  const std::string useless = "||x.example^$nonsense\n";
  const std::string whole_if = "!#if env_firefox\n||a.example^\n!#endif\n";
  const std::string open_if = "!#if env_firefox\n||a.example^\n";
  constexpr auto kOwn = Source::kOwnRules;
  constexpr auto kList = Source::kList;
  const std::vector<Row> rows = {
      {"hosts", {hosts, kList, {}, 0}, {}},
      {"only hiding", {hidden, kList, {}, 0}, {}},
      {"filters that are of no use to us", {useless, kList, {}, 0}, {}},
      {"a stray byte", {strange, kList, {}, 0}, {}},
      {"a page", {page, kList, {}, 0}, ErrorCode::kListNotText},
      {"a page as own rules", {page, kOwn, {}, 0}, ErrorCode::kListNotText},
      {"a program's data", {"{\"a\":1}", kList, {}, 0}, ErrorCode::kListNotText},
      {"control characters", {binary, kList, {}, 0}, ErrorCode::kListNotText},
      {"as long as announced", {hosts, kList, hosts.size(), 0}, {}},
      {"shorter than announced", {hosts, kList, hosts.size() + 1, 0}, ErrorCode::kListCutOff},
      {"longer than announced", {hosts, kList, hosts.size() - 1, 0}, ErrorCode::kListCutOff},
      {"a condition that ends", {whole_if, kList, {}, 0}, {}},
      {"a condition without end", {open_if, kList, {}, 0}, ErrorCode::kListCutOff},
      {"over 16 MiB", {large, kList, {}, 0}, ErrorCode::kListTooLarge},
      {"nothing", {"", kList, {}, 0}, ErrorCode::kListEmpty},
      {"comments", {"! Title: x\n[Adblock Plus 2.0]\n# y\n", kList, {}, 0}, ErrorCode::kListEmpty},
      {"no own rules", {"", kOwn, {}, 0}, {}},
      {"own rules as they come", {own, kOwn, {}, 1'000'000}, {}},
      {"exactly tenfold", {hosts, kList, {}, hosts.size() / 10}, {}},
      {"over tenfold", {hosts, kList, {}, hosts.size() / 10 - 1}, ErrorCode::kListGrew},
      {"exactly a tenth", {hosts, kList, {}, hosts.size() * 10}, {}},
      {"under a tenth", {hosts, kList, {}, hosts.size() * 10 + 1}, ErrorCode::kListShrank},
      {"small lists grow as they like", {hosts.substr(0, 60'000), kList, {}, 30}, {}},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    const Status judged = judge(row.arrived);
    CHECK(judged.has_value() == !row.refused.has_value());
    if (!judged && row.refused) CHECK(judged.error().code == *row.refused);
  }
}

TEST_CASE("judge: a list's own checksum", "[lists]") {
  const std::string body = "! Title: x\n||a.example^\n||b.example^\n";
  const std::string checksum = list_checksum(body);
  for (const std::string& text :
       {"! Checksum: " + checksum + "\n" + body, "! Checksum: " + checksum + "==\r\n" + body,
        "! Checksum: " + checksum + "\n\n\n" + body,
        "! Title: x\n! Checksum: " + checksum + "\n\n||a.example^\r\n\r\n||b.example^\n"}) {
    INFO(text);
    CHECK(judge({text, Source::kList, {}, 0}).has_value());
    const Status cut =
        judge({std::string_view(text).substr(0, text.size() - 3), Source::kList, {}, 0});
    REQUIRE(!cut);
    CHECK(cut.error().code == ErrorCode::kListCutOff);
  }
}
