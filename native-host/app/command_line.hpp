// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The program as a person's command (architecture.md, "Command line"): status, lists compile,
// explain, universe export and verify, forget --all, install, uninstall, doctor. Errors go to
// stderr by their names.

#include <span>
#include <string_view>

#include "app/run.hpp"

namespace volition::app {

/// `arguments` without the program's name; results go to `output`.
Exit command_line(std::span<const std::string_view> arguments, int output);

}  // namespace volition::app
