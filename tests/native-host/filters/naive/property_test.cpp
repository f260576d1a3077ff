// SPDX-License-Identifier: GPL-3.0-or-later

// The engine equals a naive matcher on a million generated pairs of filter and request: the same
// verdict, and the filter that it names is one that decides. VOLITION_SEED plays another million;
// VOLITION_LONG thirty.

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "catch/catch.hpp"
#include "naive/engine_under_test.hpp"
#include "naive/generator.hpp"
#include "naive/matcher.hpp"
#include "vectors.hpp"

using namespace volition;

namespace {

std::string list_of(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

bool among(const std::vector<std::uint32_t>& lines, std::uint32_t line) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

/// What is wrong with `ruling`, whose filters must be among these; nullopt where nothing is.
std::optional<std::string> fault(const std::string& by, const test::EngineRuling& ruling,
                                 int verdict, const std::vector<std::uint32_t>& blocks,
                                 const std::vector<std::uint32_t>& exceptions) {
  const int given = static_cast<int>(ruling.verdict);
  const std::string said = "naive " + std::to_string(verdict) + ", " + by + " " +
                           std::to_string(given) + " (line " + std::to_string(ruling.block_line) +
                           ", exception " + std::to_string(ruling.exception_line) + ")";
  if (given != verdict) return said;
  if (verdict != 0 && !among(blocks, ruling.block_line)) return said + ": wrong filter";
  if (verdict == 2 && !among(exceptions, ruling.exception_line)) return said + ": wrong exception";
  return std::nullopt;
}

/// What differs; nullopt where all agree.
std::optional<std::string> difference(const naive::Matcher& matcher, test::EngineUnderTest& engine,
                                      const filters::Request& request) {
  const naive::Ruling naive = matcher.judge(request);
  auto found = fault("match", engine.judge(request), naive.verdict, naive.sufficient_blocks,
                     naive.sufficient_exceptions);
  if (!found)
    found =
        fault("explain", engine.explain(request), naive.verdict, naive.blocks, naive.exceptions);
  return found;
}

std::optional<std::string> difference(const std::vector<std::string>& lines,
                                      const naive::OwnedRequest& request) {
  const std::string list = list_of(lines);
  test::EngineUnderTest engine(list);
  return difference(naive::Matcher(list), engine, request.view());
}

/// Takes filters away as long as the two still differ.
std::vector<std::string> shrunk(std::vector<std::string> lines,
                                const naive::OwnedRequest& request) {
  for (std::size_t step = lines.size() / 2; step > 0; step /= 2) {
    for (std::size_t at = 0; at < lines.size();) {
      std::vector<std::string> fewer = lines;
      const auto begin = fewer.begin() + static_cast<std::ptrdiff_t>(at);
      fewer.erase(begin, begin + static_cast<std::ptrdiff_t>(std::min(step, lines.size() - at)));
      if (difference(fewer, request)) {
        lines = fewer;
      } else {
        at += step;
      }
    }
  }
  return lines;
}

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* given = std::getenv(name);
  return given == nullptr ? otherwise : std::strtoull(given, nullptr, 10);
}

struct Tally {
  std::size_t pairs = 0;
  std::size_t requests = 0;
  std::size_t blocked = 0;
  std::size_t excepted = 0;
};

/// One list against its requests; the first difference fails the test with the shortest list that
/// shows it.
void compare(std::uint64_t seed, std::size_t filters, std::size_t requests, Tally& tally) {
  naive::Generator generator(seed);
  const auto asked = generator.requests(requests);
  const auto lines = generator.filters(filters, asked);
  const std::string list = list_of(lines);
  const naive::Matcher matcher(list);
  test::EngineUnderTest engine(list);
  for (const naive::OwnedRequest& request : asked) {
    ++tally.requests;
    tally.pairs += matcher.size();
    const int verdict = matcher.judge(request.view()).verdict;
    if (verdict == 1) ++tally.blocked;
    if (verdict == 2) ++tally.excepted;
    if (!difference(matcher, engine, request.view())) continue;
    const auto few = shrunk(lines, request);
    // Printed apart: Catch would break the lines, and an address must stay whole.
    std::cout << "seed " << seed << "\n"
              << list_of(few) << "request: type " << static_cast<unsigned>(request.type) << ", "
              << request.url << ", frame \"" << request.frame << "\", method \"" << request.method
              << "\"\n"
              << difference(few, request).value_or("only in the whole list") << "\n\n";
    CHECK(false);
    return;
  }
}

}  // namespace

TEST_CASE("the naive matcher decides the vectors as they say") {
  const auto vectors = test::read_vectors("filters/matching.json");
  for (const auto& row : vectors.at("cases").as_array()) {
    INFO(row);
    std::string list;
    for (const auto& line : row.at("list").as_array()) list += std::string(line.as_string()) + "\n";
    // Conditions are the preprocessor's, which stands before any matcher.
    if (list.find("!#") != std::string::npos) continue;
    const auto type = filters::parse_request_type(test::text_of(row, "type"));
    REQUIRE(type.has_value());
    const std::string url = test::text_of(row, "url");
    const std::string frame = test::text_of(row, "frame");
    const naive::Ruling ruling = naive::Matcher(list).judge({url, *type, frame, {}});
    const std::vector<std::string> names = {"pass", "block", "excepted"};
    CHECK(names[static_cast<std::size_t>(ruling.verdict)] == test::text_of(row, "verdict"));
  }
}

TEST_CASE("the engine equals the naive matcher on generated filters and requests") {
  const std::uint64_t seed = number_from("VOLITION_SEED", 1);
  const std::size_t wanted = std::getenv("VOLITION_LONG") != nullptr ? 30'000'000 : 1'000'000;
  // Small lists shrink well and meet each filter alone; large ones fill the engine's buckets.
  struct Size {
    std::size_t filters;
    std::size_t requests;
  };
  const std::vector<Size> sizes = {{1, 40},   {1, 40},   {1, 40},    {2, 40},
                                   {3, 40},   {12, 60},  {60, 80},   {60, 80},
                                   {400, 80}, {400, 80}, {3000, 20}, {20'000, 5}};
  Tally tally;
  for (std::uint64_t round = 0; tally.pairs < wanted; ++round) {
    const Size& size = sizes[round % sizes.size()];
    compare(seed * 1'000'003 + round, size.filters, size.requests, tally);
  }
  INFO(tally.requests << " requests, " << tally.blocked << " blocked, " << tally.excepted
                      << " excepted, " << tally.pairs << " pairs");
  // A generator whose filters rarely meet its requests would prove little.
  CHECK(tally.blocked * 10 >= tally.requests);
  CHECK(tally.excepted * 50 >= tally.requests);
  CHECK(tally.blocked * 10 <= tally.requests * 9);
}
