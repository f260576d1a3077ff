// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run.hpp"

#include <unistd.h>

#include <cstdlib>
#include <ctime>
#include <iostream>

#include "app/command_line.hpp"
#include "app/context.hpp"
#include "app/serve.hpp"
#include "app/settle.hpp"
#include "base/clock.hpp"
#include "platform/paths.hpp"
#include "platform/started_by.hpp"

namespace volition::app {
namespace {

Exit serve_browser(int output) {
  const Result<Settled> settled = settle();
  if (!settled) {
    std::cerr << "volition: " << settled.error() << '\n';
    return Exit::kFailed;
  }
  const SystemClock clock;
  Context context(clock, settled->reach, settled->cage);
  serve(context, STDIN_FILENO, output);
  // A browser waits two seconds at most, and what is being built is begun anew at the next start:
  // any instant is as safe as this one.
  if (context.lists().busy()) std::_Exit(static_cast<int>(Exit::kDone));
  return Exit::kDone;
}

}  // namespace

Exit run(std::span<const std::string_view> arguments, int output) {
  if (platform::started_by(arguments) == platform::StartedBy::kBrowser) {
    return serve_browser(output);
  }
  return command_line(arguments, output);
}

}  // namespace volition::app
