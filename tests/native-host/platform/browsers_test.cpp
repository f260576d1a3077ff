// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/browsers.hpp"

#include <string>
#include <vector>

#include "catch/catch.hpp"
#include "machine.hpp"

using namespace volition;
using namespace volition::platform;
using volition::test::Machine;

TEST_CASE("browsers: where each looks for its manifest", "[browsers]") {
  struct Row {
    std::string_view name;
    std::vector<std::string_view> linux_own;
    std::string_view linux_all;
    std::vector<std::string_view> macos;
  };
  const std::vector<Row> rows{
      {"chromium",
       {".config/chromium/NativeMessagingHosts"},
       "etc/chromium/native-messaging-hosts",
       {"Chromium/NativeMessagingHosts"}},
      {"chrome",
       {".config/google-chrome/NativeMessagingHosts"},
       "etc/opt/chrome/native-messaging-hosts",
       {"Google/Chrome/NativeMessagingHosts"}},
      {"edge",
       {".config/microsoft-edge/NativeMessagingHosts"},
       "etc/opt/edge/native-messaging-hosts",
       {"Microsoft Edge/NativeMessagingHosts"}},
      {"brave",
       {".config/BraveSoftware/Brave-Browser/NativeMessagingHosts"},
       "",
       {"BraveSoftware/Brave-Browser/NativeMessagingHosts"}},
      {"vivaldi", {".config/vivaldi/NativeMessagingHosts"}, "", {"Vivaldi/NativeMessagingHosts"}},
      {"opera",
       {".config/opera/NativeMessagingHosts", ".config/google-chrome/NativeMessagingHosts"},
       "",
       {"com.operasoftware.Opera/NativeMessagingHosts", "Google/Chrome/NativeMessagingHosts"}},
      {"firefox",
       {".mozilla/native-messaging-hosts"},
       "usr/lib/mozilla/native-messaging-hosts",
       {"Mozilla/NativeMessagingHosts"}},
      {"librewolf", {".librewolf/native-messaging-hosts"}, "", {"LibreWolf/NativeMessagingHosts"}},
  };
  CHECK(rows.size() == browsers().size());
  Machine machine;
  Surroundings& surroundings = machine.surroundings;
  for (const Row& row : rows) {
    INFO(row.name);
    const Browser* browser = find_browser(row.name);
    REQUIRE(browser != nullptr);
    surroundings.system = System::kLinux;
    std::vector<std::filesystem::path> own;
    for (const auto name : row.linux_own) own.push_back(surroundings.home / name);
    CHECK(manifest_folders(*browser, surroundings) == own);
    const std::filesystem::path all =
        row.linux_all.empty() ? std::filesystem::path() : surroundings.root / row.linux_all;
    CHECK(manifest_folder_of_all(*browser, surroundings) == all);
    surroundings.system = System::kMacos;
    std::vector<std::filesystem::path> macos;
    for (const auto name : row.macos) {
      macos.push_back(surroundings.home / "Library/Application Support" / name);
    }
    CHECK(manifest_folders(*browser, surroundings) == macos);
  }
  CHECK(find_browser("lynx") == nullptr);
}

TEST_CASE("browsers: how one came onto the machine", "[browsers]") {
  struct Row {
    std::string_view name;
    std::string_view file;
    std::vector<Packaging> want;
  };
  const std::vector<Row> rows{
      {"chromium", "bin/chromium", {Packaging::kPlain}},
      {"chrome", "bin/google-chrome-stable", {Packaging::kPlain}},
      {"firefox", "bin/firefox-esr", {Packaging::kPlain}},
      {"chromium", "home/.config/chromium/Local State", {Packaging::kPlain}},
      {"firefox", "home/.mozilla/firefox/profiles.ini", {Packaging::kPlain}},
      {"firefox", "home/.config/mozilla/firefox/profiles.ini", {Packaging::kPlain}},
      {"librewolf", "home/.librewolf/profiles.ini", {Packaging::kPlain}},
      // Our own manifest is no sign of a browser, nor is what Snap puts into the folder of
      // programs.
      {"chromium", "home/.config/chromium/NativeMessagingHosts/org.volition.host.json", {}},
      {"firefox", "home/.mozilla/native-messaging-hosts/org.volition.host.json", {}},
      {"chromium", "snap/bin/chromium", {}},
      {"chromium", "snap/chromium/current/x", {Packaging::kSnap}},
      {"firefox", "home/snap/firefox/common/x", {Packaging::kSnap}},
      {"firefox", "var/lib/flatpak/app/org.mozilla.firefox/x", {Packaging::kFlatpak}},
      {"brave", "home/.local/share/flatpak/app/com.brave.Browser/x", {Packaging::kFlatpak}},
  };
  for (const Row& row : rows) {
    INFO(row.name << " by " << row.file);
    Machine machine;
    machine.surroundings.program_folders.push_back(machine.surroundings.root / "snap/bin");
    CHECK(packagings(*find_browser(row.name), machine.surroundings).empty());
    machine.write(row.file, "", 0755);
    CHECK((packagings(*find_browser(row.name), machine.surroundings) == row.want));
  }
}

TEST_CASE("browsers: a file that may not be started is no program", "[browsers]") {
  const Machine machine;
  machine.write("bin/chromium", "", 0644);
  CHECK_FALSE(machine.surroundings.has_program("chromium"));
}
