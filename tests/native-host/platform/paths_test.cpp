// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/paths.hpp"

#include <sys/stat.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "catch/catch.hpp"

using namespace volition;
namespace fs = std::filesystem;

namespace {

/// A folder of the test's own, and the environment as it was, when the test ends.
class Sandbox {
 public:
  Sandbox() {
    std::string name = (fs::temp_directory_path() / "volition-paths-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    folder = fs::canonical(name);
    for (std::size_t i = 0; i < kNames.size(); ++i) {
      if (const char* value = std::getenv(kNames[i])) before_[i] = value;
      unsetenv(kNames[i]);
    }
  }
  ~Sandbox() {
    for (std::size_t i = 0; i < kNames.size(); ++i) {
      if (before_[i]) {
        setenv(kNames[i], before_[i]->c_str(), 1);
      } else {
        unsetenv(kNames[i]);
      }
    }
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
  void set(const char* name, const fs::path& value) const { setenv(name, value.c_str(), 1); }

  fs::path folder;

 private:
  static constexpr std::array<const char*, 3> kNames{"VOLITION_DATA_DIR", "XDG_DATA_HOME", "HOME"};
  std::array<std::optional<std::string>, 3> before_;
};

}  // namespace

TEST_CASE("paths: the data folder, by the environment", "[paths]") {
  const Sandbox sandbox;
  sandbox.set("HOME", sandbox.folder / "home");
  CHECK(*platform::data_folder() == sandbox.folder / "home/.local/share/volition");
  sandbox.set("XDG_DATA_HOME", sandbox.folder / "xdg");
  CHECK(*platform::data_folder() == sandbox.folder / "xdg/volition");
  sandbox.set("XDG_DATA_HOME", "relative");
  CHECK(*platform::data_folder() == sandbox.folder / "home/.local/share/volition");
  sandbox.set("VOLITION_DATA_DIR", sandbox.folder / "own/");
  CHECK(*platform::data_folder() == sandbox.folder / "own");
}

TEST_CASE("paths: the data folder is made for its owner alone", "[paths]") {
  const Sandbox sandbox;
  sandbox.set("VOLITION_DATA_DIR", sandbox.folder / "a/b");
  const auto folder = platform::data_folder();
  REQUIRE(folder.has_value());
  struct stat status {};
  REQUIRE(stat(folder->c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0700);
}

TEST_CASE("paths: links are resolved, because the cage is closed around the real folder",
          "[paths]") {
  const Sandbox sandbox;
  fs::create_directory(sandbox.folder / "real");
  fs::create_directory_symlink(sandbox.folder / "real", sandbox.folder / "link");
  sandbox.set("VOLITION_DATA_DIR", sandbox.folder / "link/data");
  CHECK(*platform::data_folder() == sandbox.folder / "real/data");
}

TEST_CASE("paths: no home, or a file in the way, is told", "[paths]") {
  const Sandbox sandbox;
  CHECK(platform::data_folder().error().code == ErrorCode::kFileFailed);
  sandbox.set("VOLITION_DATA_DIR", "relative/path");
  CHECK(platform::data_folder().error().code == ErrorCode::kFileFailed);
  sandbox.set("VOLITION_DATA_DIR", "/dev/null/data");
  CHECK(platform::data_folder().error().code == ErrorCode::kFileFailed);
}
