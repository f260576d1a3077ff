// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// SQLite's result codes (https://sqlite.org/rescode.html) as the project's errors.

#include "base/error.hpp"

namespace volition::sqlite {

/// The error of an extended result code. `what` names the step; the detail holds SQLite's own words
/// for the code and nothing of a statement or a value. Out of memory throws std::bad_alloc.
Error error_of(int extended_code, const char* what);

}  // namespace volition::sqlite
