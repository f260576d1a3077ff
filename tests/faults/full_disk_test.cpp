// SPDX-License-Identifier: GPL-3.0-or-later
// A full disk: what was acknowledged is there, what was not has a name, and forgetting still works.
// Needs a small file system of its own, which only root may mount; says so and ends where it may
// not.

#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <iostream>

#include "catch/catch.hpp"
#include "universe_world.hpp"

using namespace volition;
using namespace volition::universe;
using namespace volition::test;

namespace {

class SmallDisk {
 public:
  explicit SmallDisk(const std::string& size)
      : mounted_(::mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, ("size=" + size).c_str()) ==
                 0) {}
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (mounted_) ::umount2(folder_.path().c_str(), MNT_DETACH);
  }
  bool mounted() const { return mounted_; }
  std::filesystem::path home() const { return folder_.path() / "volition"; }

 private:
  TempFolder folder_;
  bool mounted_;
};

}  // namespace

TEST_CASE("on a full disk nothing acknowledged is lost, and forgetting works") {
  for (const char* size : {"256k", "512k", "768k", "1m", "2m", "4m"}) {
    INFO("disk of " << size);
    const SmallDisk disk(size);
    if (!disk.mounted()) {
      std::cout << "skipped: mounting a small file system needs root\n";
      return;
    }
    FakeClock clock;
    auto universe = Universe::open(disk.home(), clock);
    if (!universe) {
      CHECK(universe.error().code == ErrorCode::kStorageFull);
      continue;
    }
    std::vector<Id> kept;
    bool full = false;
    for (int i = 0; i < 20'000 && !full; ++i) {
      NewIntention thing = thing_named("thing " + std::to_string(i));
      thing.words = std::string(1'500, 'w');
      const auto done = universe->keep(thing);
      if (done) {
        kept.push_back(done->id);
        continue;
      }
      INFO(done.error().detail);
      CHECK(done.error().code == ErrorCode::kStorageFull);
      full = true;
    }
    REQUIRE(full);
    REQUIRE_FALSE(kept.empty());
    CHECK(universe->list({}, std::nullopt, 1)->total == kept.size());
    universe = Universe::open(disk.home(), clock);
    REQUIRE(universe);
    CHECK(universe->list({}, std::nullopt, 1)->total == kept.size());
    CHECK(universe->verify());

    const bool ballast = std::filesystem::exists(disk.home() / "ballast");
    const auto erased = universe->forget_all();
    if (!ballast && !erased) {
      // The disk was too small to set anything aside.
      CHECK(erased.error().code == ErrorCode::kStorageFull);
      CHECK(universe->list({}, std::nullopt, 1)->total == kept.size());
      continue;
    }
    REQUIRE(erased);
    CHECK(*erased == Erasure::kForgotten);
    CHECK(universe->list({}, std::nullopt, 1)->total == 0);
    CHECK(universe->keep(thing_named("again")));
  }
}

TEST_CASE("on a full disk one thing can be forgotten too") {
  const SmallDisk disk("3m");
  if (!disk.mounted()) {
    std::cout << "skipped: mounting a small file system needs root\n";
    return;
  }
  FakeClock clock;
  auto universe = Universe::open(disk.home(), clock);
  REQUIRE(universe);
  std::optional<Id> last;
  while (true) {
    NewIntention thing = thing_named("thing " + std::to_string(last ? last->bytes[0] : 0));
    thing.brand.reset();
    const auto done = universe->keep(thing);
    if (!done) break;
    last = done->id;
  }
  const std::size_t total = universe->list({}, std::nullopt, 1)->total;
  const auto doomed = universe->forget(*last);
  if (doomed) {
    clock.pass_seconds(10);
    const auto ticked = universe->tick();
    INFO((ticked ? "" : ticked.error().detail));
    CHECK(ticked);
  } else {
    CHECK(doomed.error().code == ErrorCode::kStorageFull);
  }
  CHECK(doomed);
  CHECK(universe->list({}, std::nullopt, 1)->total == total - 1);
  CHECK(universe->verify());
}
