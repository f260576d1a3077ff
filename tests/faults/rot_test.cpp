// SPDX-License-Identifier: GPL-3.0-or-later
// Bits that flip and files that end too early: each start either names an error or finds a state
// that once was acknowledged, whole; never a text that nobody wrote.

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <iostream>
#include <random>
#include <set>

#include "catch/catch.hpp"
#include "universe_world.hpp"

using namespace volition;
using namespace volition::universe;
using namespace volition::test;

namespace {

int rounds_wanted() {
  const char* text = std::getenv("VOLITION_FAULT_ROUNDS");
  return text != nullptr ? std::max(2'000, std::atoi(text) * 10) : 2'000;
}

/// Everything that can be read, as text; an error where it cannot.
Result<std::string> reading_of(Universe& universe) {
  std::string text;
  std::optional<std::string> cursor;
  do {
    const auto page = universe.export_page(cursor);
    if (!page) return page.error();
    std::set<std::string> lines;
    for (const ExportItem& item : page->items) {
      // Settings are made anew where the first ones are gone.
      const std::string id = item.kind == "settings" ? "" : format_id(item.id);
      lines.insert(item.kind + id + boost::json::serialize(item.record));
    }
    for (const std::string& line : lines) text += line + "\n";
    cursor = page->next;
  } while (cursor);
  return text;
}

bool is_named(ErrorCode code) {
  constexpr ErrorCode kNamed[] = {ErrorCode::kStorageDamaged, ErrorCode::kStorageFailed,
                                  ErrorCode::kStorageNewer,   ErrorCode::kKeyRefused,
                                  ErrorCode::kKeyMissing,     ErrorCode::kStorageFull};
  return std::find(std::begin(kNamed), std::end(kNamed), code) != std::end(kNamed);
}

}  // namespace

TEST_CASE("flipped bits and cut files are an error or harmless, never a wrong text") {
  const FakeClock clock;
  const TempFolder folder;
  const TempFolder copies;
  std::set<std::string> once_true;
  {
    Universe universe = *Universe::open(folder.path(), clock);
    const auto note = [&] { once_true.insert(*reading_of(universe)); };
    note();
    REQUIRE(universe.set_policy(Policy::kSevenDays));
    note();
    for (int i = 0; i < 12; ++i) {
      NewIntention thing = thing_named("thing " + std::to_string(i), "shop.example");
      thing.words = "words of mine " + std::to_string(i);
      REQUIRE(universe.keep(thing));
      note();
    }
    REQUIRE(universe.put_request(request_to("shop.example", clock.today(), clock.today().plus(9))));
    note();
    std::filesystem::copy(folder.path(), copies / "open");
  }
  std::filesystem::copy(folder.path(), copies / "closed");
  std::filesystem::remove(copies / "open" / "universe.db-shm");
  for (const char* form : {"open", "closed"}) std::filesystem::remove(copies / form / "ballast");

  std::mt19937 random(20261121);
  int refused = 0;
  int whole = 0;
  int wrong = 0;
  const int rounds = rounds_wanted();
  for (int round = 0; round < rounds; ++round) {
    const std::filesystem::path source = copies / (round % 2 == 0 ? "open" : "closed");
    constexpr const char* kFiles[] = {"universe.db", "universe.db", "universe.db-wal",
                                      "universe.key"};
    const std::string name = kFiles[random() % (round % 2 == 0 ? 4 : 2)];
    const TempFolder rotten;
    // A ballast is made anew at each start where there is none, which is most of its time.
    write_file(rotten / "ballast", "");
    std::filesystem::resize_file(rotten / "ballast", 512 * 1024);
    for (const auto& entry : std::filesystem::directory_iterator(source)) {
      std::filesystem::copy(entry.path(), rotten.path() / entry.path().filename());
    }
    std::string bytes = read_file(rotten.path() / name);
    INFO("round " << round << ", " << name << " of " << bytes.size());
    if (round % 5 == 0) {
      bytes.resize(random() % bytes.size());
    } else {
      for (auto flips = 1 + random() % 4; flips > 0; --flips) {
        auto& byte = bytes[random() % bytes.size()];
        byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << (random() % 8)));
      }
    }
    write_file(rotten.path() / name, bytes);

    auto universe = Universe::open(rotten.path(), clock);
    const auto read = universe ? reading_of(*universe) : Result<std::string>(universe.error());
    if (!read) {
      ++refused;
      INFO(read.error().detail);
      CHECK(is_named(read.error().code));
      continue;
    }
    if (once_true.contains(*read)) {
      ++whole;
    } else {
      ++wrong;
      FAIL_CHECK("read what nobody wrote:\n" << *read);
    }
  }
  std::cout << rounds << " rotten files: " << refused << " refused by name, " << whole << " whole, "
            << wrong << " wrong\n";
  CHECK(wrong == 0);
  CHECK(refused > 0);
  CHECK(whole > 0);
}
