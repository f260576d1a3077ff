// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/cage.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>

#include "catch/catch.hpp"

using namespace volition;
namespace fs = std::filesystem;

TEST_CASE("cage: what was tried from inside", "[cage]") {
  std::string name = (fs::temp_directory_path() / "volition-cage-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  const fs::path folder = fs::canonical(name);
  const auto report = platform::probe_cage({folder, {}});
  fs::remove_all(folder);
  REQUIRE(report.has_value());
  CHECK(report->probes.size() >= 10);
  const bool landlock = report->cage.landlock == platform::Wall::kOn;
  const bool seccomp = report->cage.seccomp == platform::Wall::kOn;
  for (const platform::Probe& probe : report->probes) {
    INFO(probe.name);
    if (probe.expected == platform::Probe::Expected::kAllowed) {
      CHECK(probe.allowed);
    } else if (probe.name == "read /etc/passwd" || probe.name == "write beside the data folder") {
      CHECK(probe.allowed == !landlock);
    } else if (seccomp) {
      CHECK_FALSE(probe.allowed);
    }
  }
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__)
  CHECK(seccomp);
#endif
}
