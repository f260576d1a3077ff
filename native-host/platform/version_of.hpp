// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Asking another copy of the program which one it is, as a browser would start it: the file that a
// manifest names.

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace volition::platform {

/// Starts `program --version` with an empty environment and reads its one line, for at most
/// `patience_ms`; then ends it. "0.1.0" of "volition 0.1.0". Errors: file_failed (could not be
/// started), not_found (it says something else, or nothing in time: no program of ours).
Result<std::string> version_of(const std::filesystem::path& program, int patience_ms);

}  // namespace volition::platform
