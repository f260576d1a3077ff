// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What tests of the universe share: a clock that obeys, a folder that goes away, and looking for
// bytes in every file of a folder.

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/encoding.hpp"
#include "base/result.hpp"
#include "catch/catch.hpp"
#include "universe/universe.hpp"

/// A failed check tells the error.
template <typename T>
struct Catch::StringMaker<boost::system::result<T, volition::Error>> {
  static std::string convert(const boost::system::result<T, volition::Error>& result) {
    if (result) return "a value";
    return std::string(volition::code_name(result.error().code)) + ": " + result.error().detail;
  }
};

namespace volition::test {

class FakeClock final : public Clock {
 public:
  explicit FakeClock(std::string_view day = "2026-11-03") : today_(*parse_day(day)) {}
  std::int64_t utc_seconds() const override { return today_.number * 86'400LL + seconds_; }
  Day today() const override { return today_; }
  std::int64_t steady_ms() const override { return steady_ms_; }

  void pass_seconds(int seconds) {
    seconds_ += seconds;
    steady_ms_ += seconds * 1'000LL;
  }
  void pass_days(int days) {
    today_ = today_.plus(days);
    steady_ms_ += days * 86'400'000LL;
  }

 private:
  Day today_;
  std::int64_t seconds_ = 36'000;
  std::int64_t steady_ms_ = 1'000'000;
};

class TempFolder {
 public:
  explicit TempFolder(
      const std::filesystem::path& parent = std::filesystem::temp_directory_path()) {
    std::string name = (parent / "volition-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder() {
    std::error_code failed;
    std::filesystem::remove_all(path_, failed);
  }
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline void write_file(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

/// The files of a folder in which the bytes occur.
inline std::vector<std::string> files_with(const std::filesystem::path& folder,
                                           std::string_view bytes) {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    if (read_file(entry.path()).find(bytes) != std::string::npos) {
      found.push_back(entry.path().filename().string());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

inline universe::NewIntention shoes() {
  universe::NewIntention thing;
  thing.name = "Trail shoes Été";
  thing.maker = "Oiselle";
  thing.sku = "TS-42";
  thing.gtin = "4006381333931";
  thing.brand = "shop.example";
  thing.page = "https://shop.example/shoes/trail?utm_source=mail#top";
  thing.price = Money{14900, "EUR"};
  return thing;
}

inline universe::NewIntention thing_named(std::string name, std::string brand = "shop.example") {
  universe::NewIntention thing;
  thing.name = std::move(name);
  thing.brand = std::move(brand);
  return thing;
}

inline universe::StoredRequest request_to(std::string brand, Day made_on, Day until) {
  universe::StoredRequest request;
  request.id = universe::new_id();
  request.brand = std::move(brand);
  request.organization = "Shop SAS";
  request.kind = "AskAction";
  request.made_on = made_on;
  request.until = until;
  request.max_replies = 3;
  request.remaining = 3;
  request.mailbox = "https://shop.example/inbox/abc";
  request.terms = "SD-BASE";
  request.receipt = std::string(64, 'a');
  request.content["exact"] = "{\"question\":\"Is 42 back?\"}";
  request.keys["seed"] = "c2VjcmV0";
  return request;
}

}  // namespace volition::test
