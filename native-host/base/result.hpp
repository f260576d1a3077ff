// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Result<T>: a value or an Error. Only `bool`, `*`, `->` and `.error()` are used, so that
// std::expected can take its place when the compilers we support have it. Use: `if (!x) return
// x.error();`

#include <boost/system/result.hpp>

#include "base/error.hpp"

namespace volition {

template <typename T>
using Result = boost::system::result<T, Error>;

/// A result that carries no value: `return ok();`
using Status = Result<void>;

inline Status ok() { return {}; }

}  // namespace volition

namespace boost::system {
/// Reached only when a Result is read as a value without having been tested: a defect, caught once
/// in main.
[[noreturn]] void throw_exception_from_error(const volition::Error& error,
                                             const boost::source_location& where);
}  // namespace boost::system
