// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/files.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "catch/catch.hpp"
#include "temp_folder.hpp"

using namespace volition;
using namespace volition::lists;
namespace fs = std::filesystem;

TEST_CASE("files: written whole, read with a bound, erased", "[lists]") {
  const test::TempFolder folder;
  const fs::path file = folder.path() / "text";
  REQUIRE(write_file(file, "one"));
  const Mark first = mark_of(file);
  REQUIRE(write_file(file, "three"));
  CHECK_FALSE(first == mark_of(file));
  CHECK(mark_of(file) == mark_of(file));
  CHECK(*read_file(file, 5) == "three");
  CHECK(read_file(file, 4).error().code == ErrorCode::kListsDamaged);
  struct stat facts {};
  REQUIRE(::stat(file.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777U) == 0600U);
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
  const fs::path twin = folder.path() / "twin";
  fs::create_hard_link(file, twin);
  erase_file(file);
  CHECK(read_file(file, 5).error().code == ErrorCode::kNotFound);
  CHECK(*read_file(twin, 5) == std::string(5, '\0'));
}

TEST_CASE("files: links, folders and pipes are refused, and nothing waits for them", "[lists]") {
  const test::TempFolder folder;
  const fs::path link = folder.path() / "link";
  const fs::path pipe = folder.path() / "pipe";
  fs::create_symlink("/etc/passwd", link);
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  for (const fs::path& hostile : {link, pipe, folder.path()}) {
    INFO(hostile);
    CHECK(read_file(hostile, 1'000'000).error().code == ErrorCode::kListsDamaged);
    CHECK(Lock::take(hostile, Patience::kShort).error().code == ErrorCode::kListsDamaged);
  }
  CHECK(ensure_folder(link).error().code == ErrorCode::kListsDamaged);
  CHECK(ensure_folder(folder.path()));
  REQUIRE(write_file(link, "mine"));
  CHECK(fs::is_regular_file(fs::symlink_status(link)));
}

TEST_CASE("files: one holds a lock at a time", "[lists]") {
  const test::TempFolder folder;
  const fs::path file = folder.path() / "lock";
  {
    const auto held = Lock::take(file, Patience::kShort);
    REQUIRE(held.has_value());
    CHECK(Lock::take(file, Patience::kShort).error().code == ErrorCode::kBusy);
  }
  CHECK(Lock::take(file, Patience::kShort).has_value());
}
