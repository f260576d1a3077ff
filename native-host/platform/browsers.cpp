// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/browsers.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <system_error>

namespace volition::platform {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kChromeManifests = "google-chrome/NativeMessagingHosts";
constexpr std::string_view kChromeManifestsMacos = "Google/Chrome/NativeMessagingHosts";

constexpr std::array kBrowsers{
    Browser{"chromium", "Chromium", Family::kChromium, "chromium", "chromium/NativeMessagingHosts",
            "Chromium/NativeMessagingHosts", "/etc/chromium/native-messaging-hosts", "chromium",
            "chromium-browser", "chromium", "org.chromium.Chromium"},
    Browser{"chrome", "Chrome", Family::kChromium, "google-chrome", kChromeManifests,
            kChromeManifestsMacos, "/etc/opt/chrome/native-messaging-hosts", "google-chrome",
            "google-chrome-stable", "", "com.google.Chrome"},
    Browser{"edge", "Edge", Family::kChromium, "microsoft-edge",
            "microsoft-edge/NativeMessagingHosts", "Microsoft Edge/NativeMessagingHosts",
            "/etc/opt/edge/native-messaging-hosts", "microsoft-edge", "microsoft-edge-stable", "",
            "com.microsoft.Edge"},
    Browser{"brave", "Brave", Family::kChromium, "BraveSoftware/Brave-Browser",
            "BraveSoftware/Brave-Browser/NativeMessagingHosts",
            "BraveSoftware/Brave-Browser/NativeMessagingHosts", "", "brave-browser", "brave",
            "brave", "com.brave.Browser"},
    Browser{"vivaldi", "Vivaldi", Family::kChromium, "vivaldi", "vivaldi/NativeMessagingHosts",
            "Vivaldi/NativeMessagingHosts", "", "vivaldi", "vivaldi-stable", "vivaldi",
            "com.vivaldi.Vivaldi"},
    Browser{"opera", "Opera", Family::kChromium, "opera", "opera/NativeMessagingHosts",
            "com.operasoftware.Opera/NativeMessagingHosts", "", "opera", "", "opera",
            "com.opera.Opera"},
    Browser{"firefox", "Firefox", Family::kFirefox, ".mozilla/firefox",
            ".mozilla/native-messaging-hosts", "Mozilla/NativeMessagingHosts",
            "/usr/lib/mozilla/native-messaging-hosts", "firefox", "firefox-esr", "firefox",
            "org.mozilla.firefox"},
    Browser{"librewolf", "LibreWolf", Family::kFirefox, ".librewolf",
            ".librewolf/native-messaging-hosts", "LibreWolf/NativeMessagingHosts", "", "librewolf",
            "", "", "io.gitlab.librewolf-community"},
};

fs::path base_of(const Browser& browser, const Surroundings& surroundings) {
  if (surroundings.system == System::kMacos) {
    return surroundings.home / "Library" / "Application Support";
  }
  return browser.family == Family::kChromium ? surroundings.config_home : surroundings.home;
}

bool is_folder(const fs::path& path) {
  std::error_code ec;
  return fs::is_directory(path, ec);
}

bool is_snap(const Browser& browser, const Surroundings& surroundings) {
  if (browser.snap.empty()) return false;
  return is_folder(surroundings.below_root("/snap") / browser.snap) ||
         is_folder(surroundings.home / "snap" / browser.snap);
}

bool is_flatpak(const Browser& browser, const Surroundings& surroundings) {
  if (browser.flatpak.empty()) return false;
  return is_folder(surroundings.below_root("/var/lib/flatpak/app") / browser.flatpak) ||
         is_folder(surroundings.data_home / "flatpak" / "app" / browser.flatpak);
}

/// What a browser writes beside its profiles at its first start. Their folder alone says nothing:
/// it may be there because of our manifest.
bool was_started(const Browser& browser, const fs::path& profiles) {
  const bool chromium = browser.family == Family::kChromium;
  std::error_code ec;
  return fs::exists(profiles / (chromium ? "Local State" : "profiles.ini"), ec);
}

/// A program that is there, or profiles of one that is in none of the folders of $PATH.
bool is_plain(const Browser& browser, const Surroundings& surroundings) {
  for (const std::string_view program : {browser.program, browser.other_program}) {
    if (!program.empty() && surroundings.has_program(program)) return true;
  }
  const fs::path base = base_of(browser, surroundings);
  if (surroundings.system == System::kMacos) {
    return was_started(browser, (base / browser.manifests_macos).parent_path());
  }
  // Firefox 153 makes its first profile below the configuration folder, where ~/.mozilla is not.
  return was_started(browser, base / browser.profiles) ||
         (browser.name == "firefox" &&
          was_started(browser, surroundings.config_home / "mozilla" / "firefox"));
}

}  // namespace

std::span<const Browser> browsers() { return kBrowsers; }

const Browser* find_browser(std::string_view name) {
  const auto found = std::find_if(kBrowsers.begin(), kBrowsers.end(),
                                  [&](const Browser& browser) { return browser.name == name; });
  return found == kBrowsers.end() ? nullptr : &*found;
}

std::vector<fs::path> manifest_folders(const Browser& browser, const Surroundings& surroundings) {
  const bool macos = surroundings.system == System::kMacos;
  const fs::path base = base_of(browser, surroundings);
  std::vector<fs::path> folders{base / (macos ? browser.manifests_macos : browser.manifests)};
  if (browser.name == "opera") {
    folders.push_back(base / (macos ? kChromeManifestsMacos : kChromeManifests));
  }
  return folders;
}

fs::path manifest_folder_of_all(const Browser& browser, const Surroundings& surroundings) {
  if (surroundings.system != System::kLinux || browser.manifests_of_all.empty()) return {};
  return surroundings.below_root(browser.manifests_of_all);
}

std::vector<Packaging> packagings(const Browser& browser, const Surroundings& surroundings) {
  std::vector<Packaging> found;
  if (is_plain(browser, surroundings)) found.push_back(Packaging::kPlain);
  if (surroundings.system != System::kLinux) return found;
  if (is_snap(browser, surroundings)) found.push_back(Packaging::kSnap);
  if (is_flatpak(browser, surroundings)) found.push_back(Packaging::kFlatpak);
  return found;
}

}  // namespace volition::platform
