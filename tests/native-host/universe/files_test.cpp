// SPDX-License-Identifier: GPL-3.0-or-later
#include "universe/files.hpp"

#include <sys/stat.h>

#include "catch/catch.hpp"
#include "universe_world.hpp"

using namespace volition;
using namespace volition::universe;
using namespace volition::test;

namespace {

unsigned mode_of(const std::filesystem::path& file) {
  struct stat status {};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

}  // namespace

TEST_CASE("a universe's files are for their owner alone, and are all that there is") {
  TempFolder folder;
  FakeClock clock;
  const std::filesystem::path home = folder / "a" / "b" / "volition";
  auto universe = Universe::open(home, clock);
  REQUIRE(universe);
  REQUIRE(universe->keep(shoes()));
  CHECK(mode_of(home) == 0700);
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(home)) {
    INFO(entry.path());
    CHECK(mode_of(entry.path()) == 0600);
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  CHECK(names == std::vector<std::string>{"ballast", "universe.db", "universe.db-shm",
                                          "universe.db-wal", "universe.key"});
  CHECK(std::filesystem::file_size(home / "ballast") == 512 * 1024);
  CHECK(std::filesystem::file_size(home / "universe.key") == 32);
}

TEST_CASE("a data folder may be a link, a key file may not") {
  TempFolder folder;
  FakeClock clock;
  std::filesystem::create_directory(folder / "real");
  std::filesystem::create_directory_symlink(folder / "real", folder / "link");
  {
    auto universe = Universe::open(folder / "link", clock);
    REQUIRE(universe);
  }
  std::filesystem::rename(folder / "real" / "universe.key", folder / "elsewhere");
  std::filesystem::create_symlink(folder / "elsewhere", folder / "real" / "universe.key");
  CHECK(Universe::open(folder / "real", clock).error().code == ErrorCode::kKeyRefused);
}

TEST_CASE("a replaced secret is gone from its file") {
  TempFolder folder;
  REQUIRE(write_secret(folder / "key", as_bytes("old secret")));
  REQUIRE(write_secret(folder / "key.new", as_bytes("new secret")));
  std::filesystem::create_hard_link(folder / "key", folder / "witness");
  REQUIRE(replace_secret(folder / "key.new", folder / "key"));
  CHECK(read_file(folder / "key") == "new secret");
  CHECK(read_file(folder / "witness") == std::string(10, '\0'));
  CHECK_FALSE(std::filesystem::exists(folder / "key.new"));
  // Another host was faster: nothing is left to do, and nothing is harmed.
  REQUIRE(replace_secret(folder / "key.new", folder / "key"));
  CHECK(read_file(folder / "key") == "new secret");
}

TEST_CASE("reading a secret names what is wrong") {
  TempFolder folder;
  CHECK(read_secret(folder / "absent", 3).error().code == ErrorCode::kKeyMissing);
  write_file(folder / "four", "four");
  CHECK(read_secret(folder / "four", 3).error().code == ErrorCode::kKeyRefused);
  CHECK(as_text(read_secret(folder / "four", 4)->view()) == "four");
}

TEST_CASE("a key that was written but never committed is cleared away") {
  TempFolder folder;
  FakeClock clock;
  { REQUIRE(Universe::open(folder.path(), clock)); }
  REQUIRE(write_secret(folder / "universe.key.new", Bytes(32, 7)));
  REQUIRE(Universe::open(folder.path(), clock));
  CHECK_FALSE(std::filesystem::exists(folder / "universe.key.new"));
}

TEST_CASE("a key whose place was not taken yet is found and put there") {
  TempFolder folder;
  FakeClock clock;
  { REQUIRE(Universe::open(folder.path(), clock)->keep(shoes())); }
  std::filesystem::rename(folder / "universe.key", folder / "universe.key.new");
  write_file(folder / "universe.key", std::string(32, 'x'));
  auto universe = Universe::open(folder.path(), clock);
  REQUIRE(universe);
  CHECK(universe->summary()->records == 1);
  CHECK_FALSE(std::filesystem::exists(folder / "universe.key.new"));
  CHECK(read_file(folder / "universe.key") != std::string(32, 'x'));
}

TEST_CASE("the ballast comes back when it was given up") {
  TempFolder folder;
  FakeClock clock;
  { REQUIRE(Universe::open(folder.path(), clock)); }
  std::filesystem::remove(folder / "ballast");
  { REQUIRE(Universe::open(folder.path(), clock)); }
  CHECK(std::filesystem::file_size(folder / "ballast") == 512 * 1024);
}
