// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/diagnosis.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <system_error>

#include "base/json.hpp"
#include "platform/native_manifest.hpp"
#include "platform/version_of.hpp"

namespace volition::platform {
namespace {

namespace fs = std::filesystem;

bool has(const std::vector<Packaging>& all, Packaging one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// The manifest that the browser takes: the person's own before the one for everyone.
fs::path manifest_of(const Browser& browser, const Surroundings& surroundings) {
  std::vector<fs::path> folders = manifest_folders(browser, surroundings);
  if (fs::path of_all = manifest_folder_of_all(browser, surroundings); !of_all.empty()) {
    folders.push_back(std::move(of_all));
  }
  for (const fs::path& folder : folders) {
    fs::path manifest = folder / manifest_file_name();
    std::error_code ec;
    if (fs::symlink_status(manifest, ec).type() != fs::file_type::not_found && !ec) {
      return manifest;
    }
  }
  return {};
}

/// What is wrong with the program that a manifest names; nothing where it is this version of ours.
std::optional<Finding> judge_host(const fs::path& host, std::string_view version) {
  Finding finding;
  finding.found = host.native();
  if (!host.is_absolute()) {
    finding.ailment = Ailment::kWrongPath;
    return finding;
  }
  std::error_code ec;
  if (!fs::exists(host, ec)) {
    finding.ailment = Ailment::kHostMissing;
    return finding;
  }
  if (!fs::is_regular_file(host, ec)) {
    finding.ailment = Ailment::kWrongPath;
    return finding;
  }
  if (access(host.c_str(), X_OK) != 0) {
    finding.ailment = Ailment::kHostNotExecutable;
    return finding;
  }
  constexpr int kPatienceMs = 3000;
  const auto told = version_of(host, kPatienceMs);
  if (!told) {
    finding.ailment = Ailment::kWrongPath;
    return finding;
  }
  if (*told == version) return std::nullopt;
  finding.ailment = Ailment::kOtherVersion;
  finding.found = *told;
  return finding;
}

std::optional<Finding> judge_manifest(const Browser& browser, const fs::path& path,
                                      std::string_view version, fs::path& host) {
  const auto damaged = [](const Error& error) {
    Finding finding;
    finding.ailment = Ailment::kManifestDamaged;
    finding.found = std::string(code_name(error.code));
    return finding;
  };
  const auto text = read_small_file(path);
  if (!text) return damaged(text.error());
  const auto manifest = read_native_manifest(browser.family, *text);
  if (!manifest) return damaged(manifest.error());
  host = manifest->host;
  if (!manifest->names_our_extension) {
    Finding finding;
    finding.ailment = Ailment::kWrongId;
    return finding;
  }
  return judge_host(manifest->host, version);
}

/// A browser in a box can start programs outside it only through a portal of the desktop's.
void tell_boxes(const Browser& browser, const std::vector<Packaging>& packagings,
                Diagnosis& diagnosis) {
  const Weight weight = has(packagings, Packaging::kPlain) ? Weight::kNote : Weight::kProblem;
  for (const Packaging packaging : packagings) {
    if (packaging == Packaging::kPlain) continue;
    Finding finding;
    finding.ailment =
        packaging == Packaging::kSnap ? Ailment::kSnapBrowser : Ailment::kFlatpakBrowser;
    finding.weight = weight;
    finding.browser = &browser;
    diagnosis.findings.push_back(std::move(finding));
  }
}

/// The extensions that the system's package put where Debian's browsers load them from.
void judge_extensions(const Surroundings& surroundings, std::string_view version,
                      Diagnosis& diagnosis) {
  struct Place {
    std::string_view browser;
    std::string_view manifest;
  };
  constexpr std::array kPlaces{
      Place{"chromium", "/usr/share/volition/chromium/manifest.json"},
      Place{"firefox",
            "/usr/share/mozilla/extensions/{ec8030f7-c20a-464f-9b0e-13a3a9e97384}/"
            "volition@volition.example/manifest.json"}};
  for (const Place& place : kPlaces) {
    const fs::path path = surroundings.below_root(place.manifest);
    const auto text = read_small_file(path);
    if (!text) continue;
    const auto parsed = parse_json(*text);
    const auto* object = parsed ? parsed->if_object() : nullptr;
    const auto* told = object == nullptr ? nullptr : object->if_contains("version");
    const bool named = told != nullptr && told->is_string();
    if (named && told->get_string() == version) continue;
    Finding finding;
    finding.ailment = Ailment::kOtherExtension;
    finding.browser = find_browser(place.browser);
    finding.where = path;
    if (named) finding.found = std::string(told->get_string());
    diagnosis.findings.push_back(std::move(finding));
  }
}

}  // namespace

std::string_view ailment_name(Ailment ailment) {
  switch (ailment) {
    case Ailment::kNotRegistered:
      return "not_registered";
    case Ailment::kManifestDamaged:
      return "manifest_damaged";
    case Ailment::kWrongId:
      return "wrong_id";
    case Ailment::kWrongPath:
      return "wrong_path";
    case Ailment::kHostMissing:
      return "host_missing";
    case Ailment::kHostNotExecutable:
      return "host_not_executable";
    case Ailment::kOtherVersion:
      return "other_version";
    case Ailment::kOtherExtension:
      return "other_extension";
    case Ailment::kSnapBrowser:
      return "snap_browser";
    case Ailment::kFlatpakBrowser:
      return "flatpak_browser";
    case Ailment::kDataFolderRefused:
      return "data_folder_refused";
    case Ailment::kDataFolderOpen:
      return "data_folder_open";
    case Ailment::kShippedFileDamaged:
      return "shipped_file_damaged";
    case Ailment::kListsDamaged:
      return "lists_damaged";
    case Ailment::kListsRestored:
      return "lists_restored";
  }
  return "";
}

Diagnosis diagnose_browsers(const Surroundings& surroundings, std::string_view version) {
  Diagnosis diagnosis;
  bool any_manifest = false;
  for (const Browser& browser : browsers()) {
    const std::vector<Packaging> found = packagings(browser, surroundings);
    const fs::path manifest = manifest_of(browser, surroundings);
    any_manifest = any_manifest || !manifest.empty();
    tell_boxes(browser, found, diagnosis);
    if (manifest.empty()) {
      if (!has(found, Packaging::kPlain)) continue;
      Finding finding;
      finding.ailment = Ailment::kNotRegistered;
      finding.weight = Weight::kNote;
      finding.browser = &browser;
      diagnosis.findings.push_back(std::move(finding));
      continue;
    }
    fs::path host;
    if (auto finding = judge_manifest(browser, manifest, version, host)) {
      finding->browser = &browser;
      finding->where = manifest;
      diagnosis.findings.push_back(std::move(*finding));
    } else {
      diagnosis.ways.push_back({&browser, manifest, host});
    }
  }
  if (!any_manifest) {
    // With one browser that knows the host, the others are the person's choice; with none, nothing
    // works.
    Finding finding;
    finding.ailment = Ailment::kNotRegistered;
    diagnosis.findings.push_back(std::move(finding));
  }
  judge_extensions(surroundings, version, diagnosis);
  return diagnosis;
}

std::vector<Finding> diagnose_data_folder(const fs::path& folder) {
  Finding finding;
  finding.where = folder;
  struct stat found {};
  if (stat(folder.c_str(), &found) != 0) {
    // Not there yet: the nearest folder that is must let us make it.
    fs::path nearest = folder;
    std::error_code ec;
    while (nearest.has_relative_path() && !fs::exists(nearest, ec)) nearest = nearest.parent_path();
    if (fs::is_directory(nearest, ec) && access(nearest.c_str(), W_OK | X_OK) == 0) return {};
    finding.ailment = Ailment::kDataFolderRefused;
    finding.found = nearest.native();
    return {finding};
  }
  if (!S_ISDIR(found.st_mode) || access(folder.c_str(), R_OK | W_OK | X_OK) != 0) {
    finding.ailment = Ailment::kDataFolderRefused;
    return {finding};
  }
  constexpr mode_t kOthers = S_IRWXG | S_IRWXO;
  if ((found.st_mode & kOthers) == 0) return {};
  finding.ailment = Ailment::kDataFolderOpen;
  return {finding};
}

}  // namespace volition::platform
