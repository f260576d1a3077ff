// SPDX-License-Identifier: GPL-3.0-or-later
#include "filters/image.hpp"

#include <cstdint>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "catch/catch.hpp"
#include "filters/compile.hpp"
#include "filters/engine.hpp"
#include "filters/explain.hpp"
#include "filters/hashing.hpp"
#include "filters/name_table.hpp"

using namespace volition;
using namespace volition::filters;
namespace fs = std::filesystem;

namespace {

Bytes image_bytes() {
  std::string text = "! Title: Held\n! Version: 3\n@@||ok.example^\n/x[a-z]+y/\n";
  for (int i = 0; i < 300; ++i) text += "||t" + std::to_string(i) + ".example^$third-party\n";
  text += "/pixel/*.gif$domain=shop.example|~a.shop.example\n||bad.example^$header=x\n";
  auto bytes = build_image({{"file", text}}, 1'795'000'000);
  REQUIRE(bytes.has_value());
  return *bytes;
}

/// Asks a damaged image everything; only its answers' kind matters.
void ask(Bytes bytes, int& refused, int& answered) {
  auto image = Image::from_bytes(std::move(bytes));
  if (!image) {
    CHECK(image.error().code == ErrorCode::kImageDamaged);
    ++refused;
    return;
  }
  (void)image->lists();
  Explainer explainer(std::move(*image));
  for (const char* url :
       {"https://t7.example/a", "https://x.test/pixel/a.gif", "https://xaay.test/"}) {
    const auto answer = explainer.explain({url, RequestType::kImage, "https://shop.example/", {}});
    if (answer) {
      ++answered;
    } else {
      CHECK(answer.error().code == ErrorCode::kImageDamaged);
      ++refused;
    }
  }
}

}  // namespace

TEST_CASE("an image says what it holds") {
  auto image = Image::from_bytes(image_bytes());
  REQUIRE(image.has_value());
  CHECK(image->built_utc_seconds() == 1'795'000'000);
  CHECK(image->verify().has_value());
  const auto lists = image->lists();
  REQUIRE(lists.has_value());
  REQUIRE(lists->size() == 1);
  CHECK(lists->front().title == "Held");
  CHECK(lists->front().version == "3");
  CHECK(lists->front().lines == 306);
  CHECK(lists->front().network == 304);
  CHECK(lists->front().refused == 1);
}

TEST_CASE("a mapped image answers like a held one, a missing or cut one is named") {
  const fs::path path = fs::temp_directory_path() / ("volition-image-" + std::to_string(getpid()));
  const Bytes bytes = image_bytes();
  const auto write = [&](std::size_t size) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(size));
  };
  const auto missing = Image::open(path);
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().code == ErrorCode::kImageMissing);
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{10}, bytes.size() / 2, bytes.size() - 1}) {
    write(size);
    const auto cut = Image::open(path);
    REQUIRE_FALSE(cut.has_value());
    CHECK(cut.error().code == ErrorCode::kImageDamaged);
  }
  write(bytes.size());
  auto whole = Image::open(path);
  REQUIRE(whole.has_value());
  CHECK(whole->verify().has_value());
  Explainer explainer(std::move(*whole));
  const auto answer =
      explainer.explain({"https://t7.example/", RequestType::kImage, "https://shop.example/", {}});
  REQUIRE(answer.has_value());
  CHECK(answer->verdict == Verdict::kBlock);
  fs::remove(path);
  const auto folder = Image::open(fs::temp_directory_path());
  REQUIRE_FALSE(folder.has_value());
}

TEST_CASE("every flipped bit is refused by the whole checksum, and none leads outside") {
  const Bytes good = image_bytes();
  int refused = 0;
  int answered = 0;
  for (std::size_t at = 0; at < good.size(); at += at < 400 ? 1 : 37) {
    Bytes bad = good;
    bad[at] = static_cast<std::uint8_t>(bad[at] ^ (1U << (at % 8)));
    auto image = Image::from_bytes(bad);
    if (image) CHECK_FALSE(image->verify().has_value());
    ask(std::move(bad), refused, answered);
  }
  CHECK(refused > 80);
  CHECK(answered > 0);
}

TEST_CASE("tables filled with the largest numbers are refused, not followed") {
  const Bytes good = image_bytes();
  int refused = 0;
  int answered = 0;
  for (std::size_t at = 80; at + 4 <= good.size(); at += 4) {
    Bytes bad = good;
    for (std::size_t i = 0; i < 4; ++i) bad[at + i] = 0xFF;
    ask(std::move(bad), refused, answered);
  }
  CHECK(refused > 0);
}

TEST_CASE("another version is refused") {
  Bytes bytes = image_bytes();
  bytes[8] = 1;
  CHECK_FALSE(Image::from_bytes(bytes).has_value());
  CHECK_FALSE(Image::from_bytes({}).has_value());
}

TEST_CASE(
    "a list whose hosts were made to share one place in the table is filed as fast as another") {
  constexpr int kTurns = 30'000;
  const auto place = [](const std::string& name) {
    return place_of(NameHash().add(name), bucket_count(2 * kTurns));
  };
  // A host without a dot is one label, so that its hash is taken in one step.
  const std::string first = "made";
  std::string same, other;
  for (int i = 0; same.empty() || other.empty(); ++i) {
    std::string name = "x" + std::to_string(i);
    (place(name) == place(first) ? same : other) = std::move(name);
  }
  const auto time_of = [&](const std::string& second) {
    std::string text;
    for (int i = 0; i < kTurns; ++i) text += "||" + first + "^\n||" + second + "^\n";
    // Of this process alone: another one may hold the processor.
    const std::clock_t began = std::clock();
    const auto bytes = build_image({{"list", text}}, 0);
    const std::clock_t took = std::clock() - began;
    REQUIRE(bytes.has_value());
    Engine engine(*Image::from_bytes(*bytes));
    for (const std::string& host : {first, second}) {
      std::vector<MatchedFilter> found;
      engine.collect({"https://" + host + "/", RequestType::kImage, "https://shop.example/", {}},
                     found);
      REQUIRE(found.size() == 1);
      CHECK(engine.line(found.front().id).text == "||" + host + "^");
    }
    return took;
  };
  const std::clock_t plain = time_of(other);
  CHECK(time_of(same) < 10 * plain);
}

TEST_CASE("a list of many hosts that share one place in the table is filed as fast as another") {
  constexpr std::size_t kHosts = 8'000;
  const auto list_of = [](bool alike) {
    std::string text;
    std::size_t found = 0;
    for (int i = 0; found < kHosts; ++i) {
      const std::string name = "x" + std::to_string(i);
      if (alike && place_of(NameHash().add(name), bucket_count(kHosts)) != 0) continue;
      text += "||" + name + "^\n";
      ++found;
    }
    return std::vector<ListSource>{{"list", std::move(text)}};
  };
  const auto time_of = [](const std::vector<ListSource>& lists) {
    const std::clock_t began = std::clock();
    REQUIRE(build_image(lists, 0).has_value());
    return std::clock() - began;
  };
  const auto alike = list_of(true);
  const std::clock_t plain = time_of(list_of(false));
  CHECK(time_of(alike) < 4 * plain);
}

TEST_CASE("a host that is too long for the table is the whole host all the same") {
  const std::string host = std::string(60, 'a') + '.' + std::string(60, 'b') + ".shop.example.com";
  REQUIRE(host.size() > kMaxTableName);
  Engine engine(*Image::from_bytes(*build_image({{"list", "||" + host + "^\n"}}, 0)));
  const auto verdict = [&](const std::string& url) {
    return engine.match({url, RequestType::kImage, "https://other.example/", {}}).verdict;
  };
  CHECK(verdict("https://" + host + "/x.js") == Verdict::kBlock);
  CHECK(verdict("https://www." + host + "/x.js") == Verdict::kBlock);
  CHECK(verdict("https://" + host) == Verdict::kBlock);
  CHECK(verdict("https://" + host + "munity/x.js") == Verdict::kPass);
  CHECK(verdict("https://" + host + ".evil.example/x.js") == Verdict::kPass);
}
