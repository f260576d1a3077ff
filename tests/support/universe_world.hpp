// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What tests of the universe share: a clock that obeys, a folder that goes away, and looking for
// bytes in every file of a folder.

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/encoding.hpp"
#include "catch/catch.hpp"
#include "print_result.hpp"
#include "temp_folder.hpp"
#include "universe/universe.hpp"

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
