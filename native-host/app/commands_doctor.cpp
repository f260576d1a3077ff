// SPDX-License-Identifier: GPL-3.0-or-later
// The command doctor: whether everything is in its place, and, with --probe, whether the cage
// holds.

#include <iostream>
#include <string>

#include "app/commands.hpp"
#include "app/context.hpp"
#include "app/settle.hpp"
#include "base/clock.hpp"
#include "filters/image.hpp"
#include "platform/cage.hpp"

namespace volition::app {
namespace {

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

Status look_at_image(const platform::Reach& reach) {
  const auto image = filters::Image::open(reach.image_folder / "filters.image");
  if (!image) return image.error();
  return image->verify();
}

Status look_at_universe(const platform::Reach& reach) {
  const SystemClock clock;
  Context context(clock, reach, {});
  const auto universe = context.universe();
  if (!universe) return universe.error();
  return (*universe)->verify();
}

/// A wall that this kernel does not have is told, and is no fault of the program.
bool holds(const platform::Probe& probe) {
  return probe.allowed == (probe.expected == platform::Probe::Expected::kAllowed);
}

Exit probe(const platform::Reach& reach, Output& output) {
  const auto report = platform::probe_cage(reach);
  if (!report) return fail(report.error());
  output.line("landlock: " + std::string(platform::wall_name(report->cage.landlock)));
  output.line("seccomp: " + std::string(platform::wall_name(report->cage.seccomp)));
  bool all_hold = true;
  for (const platform::Probe& probe : report->probes) {
    all_hold = all_hold && holds(probe);
    output.line(std::string(probe.allowed ? "allowed" : "refused") + ": " +
                std::string(probe.name) + (holds(probe) ? "" : "  (should not be)"));
  }
  return all_hold ? Exit::kDone : Exit::kUnwell;
}

}  // namespace

Exit command_doctor(DoctorDepth depth, Output& output) {
  const auto reach = reach_of_person();
  if (!reach) return fail(reach.error());
  // The probe first, in a child of its own: what follows opens files that the child must not
  // inherit.
  const Exit probed = depth == DoctorDepth::kProbe ? probe(*reach, output) : Exit::kDone;
  const Status image = look_at_image(*reach);
  const Status universe = look_at_universe(*reach);
  output.line("explanation image: " + told(image));
  output.line("universe: " + told(universe));
  const bool image_fine = image || image.error().code == ErrorCode::kImageMissing;
  return probed == Exit::kDone && image_fine && universe ? Exit::kDone : Exit::kUnwell;
}

}  // namespace volition::app
