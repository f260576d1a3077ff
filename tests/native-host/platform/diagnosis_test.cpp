// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/diagnosis.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <vector>

#include "catch/catch.hpp"
#include "machine.hpp"
#include "platform/native_manifest.hpp"
#include "platform/version_of.hpp"

using namespace volition;
using namespace volition::platform;
using volition::test::Machine;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kVersion = "1.2.3";
const std::string kOwn = "home/.config/chromium/NativeMessagingHosts/org.volition.host.json";
const std::string kOfAll = "etc/chromium/native-messaging-hosts/org.volition.host.json";

/// "problem host_missing chromium", in their order.
std::vector<std::string> told(const std::vector<Finding>& findings) {
  std::vector<std::string> lines;
  for (const Finding& finding : findings) {
    std::string line = finding.weight == Weight::kProblem ? "problem " : "note ";
    line += ailment_name(finding.ailment);
    if (finding.browser != nullptr) line += " " + std::string(finding.browser->name);
    lines.push_back(line);
  }
  return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("diagnosis: a host that is where it should be", "[diagnosis]") {
  for (const std::string& place : {kOwn, kOfAll}) {
    INFO(place);
    const Machine machine;
    machine.write("bin/chromium", "", 0755);
    const auto host = machine.program("usr/bin/volition", kVersion);
    machine.write(place, native_manifest(Family::kChromium, host));
    const auto diagnosis = diagnose_browsers(machine.surroundings, kVersion);
    CHECK(told(diagnosis.findings).empty());
    REQUIRE(diagnosis.ways.size() == 1);
    CHECK(diagnosis.ways.front().host == host);
  }
}

TEST_CASE("diagnosis: nobody knows the host", "[diagnosis]") {
  const Machine machine;
  CHECK(told(diagnose_browsers(machine.surroundings, kVersion).findings) ==
        Lines{"problem not_registered"});
  machine.write("bin/chromium", "", 0755);
  CHECK(told(diagnose_browsers(machine.surroundings, kVersion).findings) ==
        Lines{"note not_registered chromium", "problem not_registered"});
  // One browser that knows it is enough: the other one is told as a note.
  machine.write("bin/firefox", "", 0755);
  const auto host = machine.program("usr/bin/volition", kVersion);
  machine.write(kOwn, native_manifest(Family::kChromium, host));
  CHECK(told(diagnose_browsers(machine.surroundings, kVersion).findings) ==
        Lines{"note not_registered firefox"});
}

TEST_CASE("diagnosis: what a manifest names", "[diagnosis]") {
  const Machine machine;
  const auto other = machine.program("other", "1.2.2");
  const auto stranger = machine.write("stranger", "#!/bin/sh\necho hello\n", 0755);
  const auto closed = machine.write("closed", "#!/bin/sh\necho volition 1.2.3\n", 0644);
  const auto broken = machine.write("broken",
                                    "\x7f"
                                    "ELF",
                                    0755);
  const auto good = machine.program("good", kVersion);
  std::string wrong_id = native_manifest(Family::kChromium, good);
  wrong_id.replace(wrong_id.find("dlemm"), 5, "abcde");
  struct Row {
    std::string text;
    std::string_view want;
    std::string found;
  };
  const std::vector<Row> rows{
      {native_manifest(Family::kChromium, "/nowhere/volition"), "host_missing",
       "/nowhere/volition"},
      {native_manifest(Family::kChromium, closed), "host_not_executable", closed},
      {native_manifest(Family::kChromium, stranger), "wrong_path", stranger},
      {native_manifest(Family::kChromium, broken), "wrong_path", broken},
      {native_manifest(Family::kChromium, machine.surroundings.home), "wrong_path",
       machine.surroundings.home},
      {native_manifest(Family::kChromium, "bin/volition"), "wrong_path", "bin/volition"},
      {native_manifest(Family::kChromium, other), "other_version", "1.2.2"},
      {wrong_id, "wrong_id", ""},
      {native_manifest(Family::kFirefox, good), "manifest_damaged", "invalid_params"},
      {"{", "manifest_damaged", "invalid_json"},
      {std::string(kManifestMaxBytes + 1, ' '), "manifest_damaged", "file_failed"},
  };
  for (const Row& row : rows) {
    INFO(row.want << ": " << row.text.substr(0, 200));
    const auto manifest = machine.write(kOwn, row.text);
    const auto diagnosis = diagnose_browsers(machine.surroundings, kVersion);
    REQUIRE(diagnosis.findings.size() == 1);
    const Finding& finding = diagnosis.findings.front();
    CHECK(ailment_name(finding.ailment) == row.want);
    CHECK(finding.weight == Weight::kProblem);
    CHECK(finding.browser == find_browser("chromium"));
    CHECK(finding.where == manifest);
    CHECK(finding.found == row.found);
    CHECK(diagnosis.ways.empty());
  }
}

TEST_CASE("diagnosis: a person's own broken manifest hides the good one for everyone",
          "[diagnosis]") {
  const Machine machine;
  const auto host = machine.program("usr/bin/volition", kVersion);
  machine.write(kOfAll, native_manifest(Family::kChromium, host));
  const auto own = machine.write(kOwn, native_manifest(Family::kChromium, "/gone/volition"));
  CHECK(told(diagnose_browsers(machine.surroundings, kVersion).findings) ==
        Lines{"problem host_missing chromium"});
  fs::remove(own);
  fs::create_symlink("/gone.json", own);
  CHECK(told(diagnose_browsers(machine.surroundings, kVersion).findings) ==
        Lines{"problem manifest_damaged chromium"});
}

TEST_CASE("diagnosis: browsers in boxes", "[diagnosis]") {
  struct Row {
    std::string_view sign;
    std::string_view plain;
    std::string want;
  };
  const std::vector<Row> rows{
      {"snap/chromium/current/x", "", "problem snap_browser chromium"},
      {"home/snap/firefox/common/x", "", "problem snap_browser firefox"},
      {"home/snap/firefox/common/x", "bin/firefox", "note snap_browser firefox"},
      {"var/lib/flatpak/app/com.google.Chrome/x", "", "problem flatpak_browser chrome"},
      {"var/lib/flatpak/app/org.mozilla.firefox/x", "bin/firefox-esr",
       "note flatpak_browser firefox"},
  };
  for (const Row& row : rows) {
    INFO(row.want << " by " << row.sign);
    const Machine machine;
    machine.write(row.sign, "");
    if (!row.plain.empty()) machine.write(row.plain, "", 0755);
    CHECK(told(diagnose_browsers(machine.surroundings, kVersion).findings).front() == row.want);
  }
}

TEST_CASE("diagnosis: the extension of the system's package, and its version", "[diagnosis]") {
  const Machine machine;
  const auto host = machine.program("usr/bin/volition", kVersion);
  machine.write(kOfAll, native_manifest(Family::kChromium, host));
  const std::string chromium = "usr/share/volition/chromium/manifest.json";
  machine.write(chromium, R"({"version":"1.2.3"})");
  CHECK(told(diagnose_browsers(machine.surroundings, kVersion).findings).empty());
  for (const char* text : {R"({"version":"1.2.4"})", "{}", "{"}) {
    INFO(text);
    machine.write(chromium, text);
    CHECK(told(diagnose_browsers(machine.surroundings, kVersion).findings) ==
          Lines{"problem other_extension chromium"});
  }
  machine.write(chromium, R"({"version":"1.2.3"})");
  machine.write(
      "usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}/"
      "volition@volition.example/manifest.json",
      R"({"version":"1.2.2"})");
  CHECK(told(diagnose_browsers(machine.surroundings, kVersion).findings) ==
        Lines{"problem other_extension firefox"});
}

TEST_CASE("diagnosis: the data folder", "[diagnosis]") {
  const Machine machine;
  const fs::path folder = machine.surroundings.home / ".local/share/volition";
  CHECK(diagnose_data_folder(folder).empty());  // it can be made
  CHECK_FALSE(fs::exists(folder));
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
  CHECK(diagnose_data_folder(folder).empty());
  fs::permissions(folder, fs::perms::owner_all | fs::perms::group_read);
  CHECK(told(diagnose_data_folder(folder)) == Lines{"problem data_folder_open"});
  CHECK(told(diagnose_data_folder(machine.write("home/file", ""))) ==
        Lines{"problem data_folder_refused"});
  CHECK(told(diagnose_data_folder(machine.write("home/file", "") / "below")) ==
        Lines{"problem data_folder_refused"});
}

TEST_CASE("diagnosis: no right to the data folder", "[diagnosis]") {
  const Machine machine;
  const fs::path folder = machine.surroundings.home / "data";
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec);
  // Root may do everything, so a child looks as nobody.
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    constexpr uid_t kNobody = 65534;
    if (getuid() == 0 && (setgid(kNobody) != 0 || setuid(kNobody) != 0)) _exit(9);
    const auto here = told(diagnose_data_folder(folder));
    const auto below = told(diagnose_data_folder(folder / "volition"));
    const Lines refused{"problem data_folder_refused"};
    _exit(here == refused && below == refused ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(status == 0);
}

TEST_CASE("version of: a program that does not end is not waited for", "[version_of]") {
  const Machine machine;
  const auto began = std::chrono::steady_clock::now();
  const auto silent = machine.write("silent", "#!/bin/sh\nexec cat /dev/zero\n", 0755);
  CHECK(version_of(silent, 3000).error().code == ErrorCode::kNotFound);
  const auto waiting =
      machine.write("waiting", "#!/bin/sh\nread x\nread x < /proc/$$/fd/1\n", 0755);
  CHECK(version_of(waiting, 200).error().code == ErrorCode::kNotFound);
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(3));
  for (const char* words :
       {"volition", "volition ", "volition a b", "volition \033[2J", "Volition 1"}) {
    INFO(words);
    const auto program =
        machine.write("says", "#!/bin/sh\nprintf '%s\\n' '" + std::string(words) + "'\n", 0755);
    CHECK_FALSE(version_of(program, 3000).has_value());
  }
  CHECK(*version_of(machine.program("good", "0.1.0"), 3000) == "0.1.0");
}
