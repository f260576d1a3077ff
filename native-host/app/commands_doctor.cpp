// SPDX-License-Identifier: GPL-3.0-or-later
// The command doctor: whether a browser finds this program and it finds what it needs, how to mend
// what is wrong, and, with --probe, whether the cage holds. It runs outside the cage, because it
// looks at the browsers' files, and changes nothing.

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

#include "app/commands.hpp"
#include "app/context.hpp"
#include "app/doctor_words.hpp"
#include "app/settle.hpp"
#include "base/clock.hpp"
#include "filters/image.hpp"
#include "filters/image_files.hpp"
#include "lists/build.hpp"
#include "lists/files.hpp"
#include "lists/restore.hpp"
#include "platform/cage.hpp"
#include "platform/diagnosis.hpp"
#include "platform/paths.hpp"

namespace volition::app {
namespace {

namespace json = boost::json;

Exit fail(const Error& error) {
  std::cerr << "volition: " << error << '\n';
  return Exit::kFailed;
}

std::string told(const Status& status) {
  if (status) return "well";
  std::string text(code_name(status.error().code));
  if (!status.error().detail.empty()) text += " (" + status.error().detail + ")";
  return text;
}

Status look_at_image() {
  const auto image = filters::Image::open(platform::image_folder() / filters::kImageFile);
  if (!image) return image.error();
  return image->verify();
}

platform::Finding finding_of(platform::Ailment ailment, platform::Weight weight,
                             const std::filesystem::path& file) {
  platform::Finding finding;
  finding.ailment = ailment;
  finding.weight = weight;
  finding.where = file;
  finding.found = file.filename().string();
  return finding;
}

/// The files that came with the program.
std::vector<platform::Finding> look_at_shipped() {
  using platform::Ailment;
  using platform::Weight;
  std::vector<platform::Finding> findings;
  const auto shipped = platform::image_folder();
  const auto damaged = filters::damaged_files(shipped, filters::Look::kEverything);
  if (damaged) {
    for (const std::string& file : *damaged)
      findings.push_back(
          finding_of(Ailment::kShippedFileDamaged, Weight::kProblem, shipped / file));
  } else if (std::error_code ec; std::filesystem::exists(shipped / filters::kImageFile, ec)) {
    findings.push_back(finding_of(Ailment::kShippedFileDamaged, Weight::kProblem,
                                  shipped / filters::kChecksumsFile));
  }
  return findings;
}

/// What keeps the person's choice of lists.
std::vector<platform::Finding> look_at_lists(const std::filesystem::path& data_folder) {
  using platform::Ailment;
  using platform::Weight;
  std::vector<platform::Finding> findings;
  const lists::Folders folders{data_folder / "filters", platform::image_folder()};
  const auto state = lists::load_state(folders);
  if (!state && state.error().code == ErrorCode::kListsDamaged)
    findings.push_back(finding_of(Ailment::kListsDamaged, Weight::kProblem, folders.state_file()));
  if (const auto aside = folders.store / lists::kAsideFile; lists::mark_of(aside).exists)
    findings.push_back(finding_of(Ailment::kListsRestored, Weight::kNote, aside));
  return findings;
}

Status look_at_universe(const std::filesystem::path& data_folder) {
  const SystemClock clock;
  Context context(clock, {data_folder, platform::image_folder()}, {});
  const auto universe = context.universe();
  if (!universe) return universe.error();
  return (*universe)->verify();
}

/// A wall that this kernel does not have is told, and is no fault of the program.
bool holds(const platform::Probe& probe) {
  return probe.allowed == (probe.expected == platform::Probe::Expected::kAllowed);
}

/// Everything that was looked at.
struct Report {
  std::string program;
  std::string data_folder;
  std::optional<platform::ProbeReport> cage;
  platform::Diagnosis diagnosis;
  Status image;
  /// nullopt: there is none yet, or nobody may look.
  std::optional<Status> universe;

  bool well() const {
    const bool image_fine = image || image.error().code == ErrorCode::kImageMissing;
    const bool cage_fine = !cage || std::all_of(cage->probes.begin(), cage->probes.end(), holds);
    const auto& findings = diagnosis.findings;
    return image_fine && cage_fine && (!universe || *universe) &&
           std::none_of(findings.begin(), findings.end(), [](const platform::Finding& finding) {
             return finding.weight == platform::Weight::kProblem;
           });
  }
};

Result<Report> examine(DoctorDepth depth) {
  const auto surroundings = platform::surroundings_of_person();
  if (!surroundings) return surroundings.error();
  const auto data_folder = platform::data_folder_path();
  if (!data_folder) return data_folder.error();
  const auto program = platform::program_path();
  if (!program) return program.error();
  Report report;
  report.program = program->native();
  report.data_folder = data_folder->native();
  const auto folder_findings = platform::diagnose_data_folder(*data_folder);
  const bool refused = std::any_of(
      folder_findings.begin(), folder_findings.end(),
      [](const auto& finding) { return finding.ailment == platform::Ailment::kDataFolderRefused; });
  if (depth == DoctorDepth::kProbe && !refused) {
    // First, in a child of its own: what follows opens files that the child must not inherit.
    const auto reach = reach_of_person();
    if (!reach) return reach.error();
    auto probed = platform::probe_cage(*reach);
    if (!probed) return probed.error();
    report.cage = std::move(*probed);
  }
  report.diagnosis = platform::diagnose_browsers(*surroundings, kHostVersion);
  auto& findings = report.diagnosis.findings;
  findings.insert(findings.end(), folder_findings.begin(), folder_findings.end());
  report.image = look_at_image();
  const auto shipped_findings = look_at_shipped();
  findings.insert(findings.end(), shipped_findings.begin(), shipped_findings.end());
  if (!refused) {
    const auto list_findings = look_at_lists(*data_folder);
    findings.insert(findings.end(), list_findings.begin(), list_findings.end());
  }
  std::error_code ec;
  if (!refused && std::filesystem::exists(*data_folder / "universe.db", ec)) {
    report.universe = look_at_universe(*data_folder);
  }
  return report;
}

std::string_view weight_name(platform::Weight weight) {
  return weight == platform::Weight::kProblem ? "problem" : "note";
}

void tell(const Report& report, Output& output) {
  if (report.cage) {
    output.line("landlock: " + std::string(platform::wall_name(report.cage->cage.landlock)));
    output.line("seccomp: " + std::string(platform::wall_name(report.cage->cage.seccomp)));
    for (const platform::Probe& probe : report.cage->probes) {
      output.line(std::string(probe.allowed ? "allowed" : "refused") + ": " +
                  std::string(probe.name) + (holds(probe) ? "" : "  (should not be)"));
    }
  }
  output.line("program: " + report.program + ", version " + std::string(kHostVersion));
  output.line("data folder: " + report.data_folder);
  for (const platform::Way& way : report.diagnosis.ways) {
    output.line(std::string(way.browser->title) + ": starts " + way.host.native() + ", by " +
                way.manifest.native());
  }
  output.line("explanation image: " + told(report.image));
  output.line("universe: " + (report.universe ? told(*report.universe) : "none yet"));
  for (const platform::Finding& finding : report.diagnosis.findings) {
    const Words words = words_of(finding, report.program);
    output.line(std::string(weight_name(finding.weight)) + ": " +
                std::string(platform::ailment_name(finding.ailment)) + ": " + words.says);
    if (!finding.where.empty()) output.line("  where: " + finding.where.native());
    output.line("  mend: " + words.mend);
  }
  output.line(report.well() ? "All is well." : "Something is wrong.");
}

json::object shape_of(const Report& report) {
  json::array findings;
  for (const platform::Finding& finding : report.diagnosis.findings) {
    const Words words = words_of(finding, report.program);
    json::object one;
    one["name"] = platform::ailment_name(finding.ailment);
    one["weight"] = weight_name(finding.weight);
    one["browser"] =
        finding.browser == nullptr ? json::value() : json::value(finding.browser->name);
    one["where"] = finding.where.native();
    one["found"] = finding.found;
    one["says"] = words.says;
    one["mend"] = words.mend;
    findings.push_back(std::move(one));
  }
  json::array ways;
  for (const platform::Way& way : report.diagnosis.ways) {
    ways.push_back(json::object{{"browser", way.browser->name},
                                {"manifest", way.manifest.native()},
                                {"host", way.host.native()}});
  }
  json::object told_of;
  told_of["well"] = report.well();
  told_of["version"] = kHostVersion;
  told_of["program"] = report.program;
  told_of["data_folder"] = report.data_folder;
  told_of["image"] = told(report.image);
  told_of["universe"] = report.universe ? json::value(told(*report.universe)) : json::value();
  told_of["browsers"] = std::move(ways);
  told_of["findings"] = std::move(findings);
  if (report.cage) {
    json::array probes;
    for (const platform::Probe& probe : report.cage->probes) {
      probes.push_back(
          json::object{{"name", probe.name}, {"allowed", probe.allowed}, {"holds", holds(probe)}});
    }
    told_of["cage"] = json::object{{"landlock", platform::wall_name(report.cage->cage.landlock)},
                                   {"seccomp", platform::wall_name(report.cage->cage.seccomp)},
                                   {"probes", std::move(probes)}};
  }
  return told_of;
}

}  // namespace

Exit command_doctor(DoctorDepth depth, Format format, Output& output) {
  const auto report = examine(depth);
  if (!report) return fail(report.error());
  if (format == Format::kJson) {
    output.line(json::serialize(shape_of(*report)));
  } else {
    tell(*report, output);
  }
  return report->well() ? Exit::kDone : Exit::kUnwell;
}

}  // namespace volition::app
